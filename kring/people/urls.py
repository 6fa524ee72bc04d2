"""The addresses of one's own account; before allauth's, of which they replace some."""

from django.urls import path

from kring.people import pages

urlpatterns = [
    path("you/settings/", pages.settings, name="settings"),
    path("you/language/", pages.choose_language, name="choose_language"),
    path("account/email/", pages.change_address, name="account_email"),
    path("account/email/<str:link>/", pages.new_address, name="new_address"),
    path("account/sessions/<int:session>/end/", pages.end_session, name="end_session"),
]

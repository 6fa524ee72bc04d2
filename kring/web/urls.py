"""The addresses of the frame itself."""

from django.urls import path
from django.views.i18n import set_language

from kring.web import pages

urlpatterns = [
    path("gallery/", pages.gallery, name="gallery"),
    path("appearance/", pages.choose_appearance, name="choose_appearance"),
    path("language/", set_language, name="set_language"),
]

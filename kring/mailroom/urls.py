"""The addresses behind mail."""

from django.urls import path

from kring.mailroom import pages

urlpatterns = [
    path("mail/off/<str:token>/", pages.leave_list, name="leave_list"),
    path("mail/kring.asc", pages.instance_key, name="instance_key"),
    path("mail/nothing/<str:token>/", pages.tap_nothing, name="tap_nothing"),
    path("mail/poll/<slug:answer>/<str:token>/", pages.tap_poll, name="tap_poll"),
    path("mail/<slug:what>/<str:token>/", pages.tap, name="tap"),
    path("you/mail/", pages.mail_wishes, name="mail_wishes"),
    path("you/mail/unmute/", pages.unmute_topic, name="unmute_topic"),
    path("you/mail/<slug:circle>/", pages.mail_wishes_of_circle, name="mail_wishes_of_circle"),
    path("you/mail/<slug:circle>/as-everywhere/", pages.wish_as_everywhere, name="wish_as_everywhere"),
    path(".well-known/openpgpkey/policy", pages.key_policy, name="key_policy"),
    path(".well-known/openpgpkey/hu/<str:name>", pages.published_key, name="published_key"),
]

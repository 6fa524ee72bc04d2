"""The addresses of web feeds, and of what somebody connects."""

from django.urls import path

from kring.feeds import pages

urlpatterns = [
    path("feeds/atom/<str:secret>.xml", pages.atom, name="atom"),
    path("feeds/calendar/<str:secret>.ics", pages.calendar, name="calendar"),
    path("feeds/misp/<str:secret>/<str:name>", pages.misp_feed, name="misp_feed"),
    path("you/connections/", pages.connections, name="connections"),
    path("you/connections/feeds/new/", pages.new_feed, name="new_feed"),
    path("you/connections/feeds/<uuid:feed>/revoke/", pages.revoke_feed, name="revoke_feed"),
    path("you/connections/webhooks/new/", pages.new_webhook, name="new_webhook"),
    path("you/connections/webhooks/<uuid:webhook>/", pages.webhook, name="webhook"),
    path("you/connections/webhooks/<uuid:webhook>/try/", pages.try_webhook, name="try_webhook"),
    path("you/connections/webhooks/<uuid:webhook>/enable/", pages.enable_webhook, name="enable_webhook"),
    path("you/connections/webhooks/<uuid:webhook>/replay/", pages.replay_webhook, name="replay_webhook"),
    path("you/connections/webhooks/<uuid:webhook>/remove/", pages.remove_webhook, name="remove_webhook"),
    path(
        "you/connections/webhooks/<uuid:webhook>/<uuid:dispatch>/replay/",
        pages.replay_dispatch,
        name="replay_dispatch",
    ),
    path("you/connections/messengers/new/", pages.new_messenger, name="new_messenger"),
    path("you/connections/messengers/<uuid:messenger>/try/", pages.try_messenger, name="try_messenger"),
    path("you/connections/messengers/<uuid:messenger>/remove/", pages.remove_messenger, name="remove_messenger"),
]

"""Every address."""

from django.urls import URLPattern, URLResolver, include, path

from kring.site import api, pages

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/", api.addresses),
    path(".well-known/security.txt", pages.security_txt),
    path("demo/", pages.demo, name="demo"),
    path("demo/sign-in/", pages.demo_sign_in, name="demo_sign_in"),
    path("", include("kring.people.urls")),  # before allauth's, of which it replaces some
    path("account/", include("allauth.urls")),
    path("", include("kring.web.urls")),
    path("", include("kring.circles.urls")),
    path("", include("kring.profiles.urls")),
    path("", include("kring.sharing.urls")),
    path("", include("kring.exchange.urls")),
    path("", include("kring.meetings.urls")),
    path("", include("kring.admission.urls")),
    path("", include("kring.conduct.urls")),
    path("", include("kring.health.urls")),
    path("", include("kring.leadership.urls")),
    path("", include("kring.feeds.urls")),
    path("", include("kring.mailroom.urls")),
]

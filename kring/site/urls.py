"""Every address."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("account/", include("allauth.urls")),
    path("", include("kring.web.urls")),
    path("", include("kring.sharing.urls")),
]

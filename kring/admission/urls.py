"""Addresses of admission."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []

"""The addresses of what matters to an organisation."""

from django.urls import path

from kring.profiles import pages

HOUSE = "organisations/<uuid:organisation>/matters/"

urlpatterns = [
    path("matters/", pages.what_matters_to_us, name="what_matters_to_us"),
    path(HOUSE, pages.what_matters, name="what_matters"),
    path(f"{HOUSE}known/", pages.known_products, name="known_products"),
    path(f"{HOUSE}technologies/<uuid:technology>/", pages.technology, name="technology"),
    path(f"{HOUSE}technologies/<uuid:technology>/remove/", pages.remove_technology, name="remove_technology"),
    path(f"{HOUSE}suppliers/", pages.suppliers, name="suppliers"),
    path(f"{HOUSE}suppliers/<uuid:supplier>/remove/", pages.remove_supplier, name="remove_supplier"),
    path(f"{HOUSE}about/", pages.describe_organisation, name="describe_organisation"),
    path(f"{HOUSE}file/", pages.bring_inventory, name="bring_inventory"),
    path(f"{HOUSE}take/", pages.take_profile, name="take_profile"),
    path(f"{HOUSE}shown/", pages.shown_use, name="shown_use"),
    path(f"{HOUSE}shown/<uuid:circle>/show/", pages.show_use, name="show_use"),
    path(f"{HOUSE}shown/<uuid:circle>/hide/", pages.hide_use, name="hide_use"),
    path("c/<slug:circle>/uses/", pages.who_uses_what, name="who_uses_what"),
]

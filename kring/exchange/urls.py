"""The addresses of what a circle's machines exchange."""

from django.urls import path

from kring.exchange import pages

urlpatterns = [
    path("items/<uuid:item>/bundle.json", pages.item_bundle, name="item_bundle"),
    path("c/<slug:circle>/objects/", pages.objects, name="objects"),
    path("c/<slug:circle>/objects/bring/", pages.bring_objects, name="bring_objects"),
    path("c/<slug:circle>/objects/<str:stix_id>/", pages.stored_object, name="stored_object"),
    path("c/<slug:circle>/objects/<str:stix_id>/object.json", pages.object_octets, name="object_octets"),
    path("c/<slug:circle>/objects/<str:stix_id>/sightings/", pages.see_object, name="see_object"),
    path(
        "c/<slug:circle>/objects/<str:stix_id>/sightings/take-back/",
        pages.take_back_seen_object,
        name="take_back_seen_object",
    ),
    path("c/<slug:circle>/objects/<str:stix_id>/share/", pages.share_report, name="share_report"),
    path("c/<slug:circle>/collections/", pages.collections, name="collections"),
    path("c/<slug:circle>/subscriptions/", pages.subscriptions, name="subscriptions"),
    path("c/<slug:circle>/subscriptions/new/", pages.subscribe, name="subscribe"),
    path("c/<slug:circle>/subscriptions/<uuid:subscription>/", pages.subscription, name="subscription"),
    path("c/<slug:circle>/subscriptions/<uuid:subscription>/run/", pages.run_subscription, name="run_subscription"),
    path("c/<slug:circle>/subscriptions/<uuid:subscription>/end/", pages.unsubscribe, name="unsubscribe"),
    path("c/<slug:circle>/collections/open/<slug:direction>/", pages.open_collection, name="open_collection"),
    path("c/<slug:circle>/collections/<uuid:collection>/close/", pages.close_collection, name="close_collection"),
]

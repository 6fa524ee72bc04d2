"""The addresses of what a circle's machines exchange."""

from django.urls import path, re_path

from kring.exchange.pages import collections, objects, pasting, publishing, subscriptions, taking_along

urlpatterns = [
    path("take-along/", taking_along.take_along, name="take_along"),
    path("take-along/<str:name>", taking_along.take_along_file, name="take_along_file"),
    path("items/<uuid:item>/publish/", publishing.publish_advisory, name="publish_advisory"),
    path("items/<uuid:item>/unpublish/", publishing.unpublish_advisory, name="unpublish_advisory"),
    path("c/<slug:circle>/objects/", objects.objects, name="objects"),
    path("c/<slug:circle>/objects/bring/", objects.bring_objects, name="bring_objects"),
    path("c/<slug:circle>/paste/", pasting.paste, name="paste"),
    path("c/<slug:circle>/paste/write/", pasting.write_up_pasted, name="write_up_pasted"),
    path("c/<slug:circle>/objects/<str:stix_id>/", objects.stored_object, name="stored_object"),
    path("c/<slug:circle>/objects/<str:stix_id>/object.json", objects.object_octets, name="object_octets"),
    path("c/<slug:circle>/objects/<str:stix_id>/sightings/", objects.see_object, name="see_object"),
    path(
        "c/<slug:circle>/objects/<str:stix_id>/sightings/take-back/",
        objects.take_back_seen_object,
        name="take_back_seen_object",
    ),
    path("c/<slug:circle>/objects/<str:stix_id>/share/", objects.share_report, name="share_report"),
    path("c/<slug:circle>/collections/", collections.collections, name="collections"),
    path("c/<slug:circle>/subscriptions/", subscriptions.subscriptions, name="subscriptions"),
    path("c/<slug:circle>/subscriptions/new/", subscriptions.subscribe, name="subscribe"),
    path("c/<slug:circle>/subscriptions/<uuid:subscription>/", subscriptions.subscription, name="subscription"),
    path(
        "c/<slug:circle>/subscriptions/<uuid:subscription>/run/",
        subscriptions.run_subscription,
        name="run_subscription",
    ),
    path("c/<slug:circle>/subscriptions/<uuid:subscription>/end/", subscriptions.unsubscribe, name="unsubscribe"),
    path("c/<slug:circle>/collections/open/<slug:direction>/", collections.open_collection, name="open_collection"),
    path("c/<slug:circle>/collections/<uuid:collection>/close/", collections.close_collection, name="close_collection"),
    path("c/<slug:circle>/advisories/", publishing.advisories, name="advisories"),
    path("c/<slug:circle>/advisories/close/", publishing.close_provider, name="close_provider"),
    path(".well-known/csaf/provider-metadata.json", publishing.csaf_metadata, name="csaf_metadata"),
    path("csaf/<slug:circle>/", publishing.csaf_folder, name="csaf_folder"),
    re_path(r"^csaf/(?P<circle>[-\w]+)/(?P<year>\d{4})/$", publishing.csaf_folder, name="csaf_year"),
    path("csaf/<slug:circle>/<str:name>", publishing.csaf_file, name="csaf_file"),
    re_path(
        r"^csaf/(?P<circle>[-\w]+)/(?P<year>\d{4})/(?P<name>[-+\w]+\.json)(?:\.(?P<ending>sha256|sha512|asc))?$",
        publishing.csaf_document,
        name="csaf_document",
    ),
]

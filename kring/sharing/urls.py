"""The addresses of what is shared."""

from django.urls import path

from kring.sharing.pages import home, lists, search, share

urlpatterns = [
    path("", home.home, name="home"),
    path("c/<slug:circle>/items/", lists.items, name="items"),
    path("c/<slug:circle>/share/", share.share, name="share"),
    path("share/", share.share, name="share"),
    path("share/check/", share.share_check, name="share_check"),
    path("share/save/", share.share_save, name="share_save"),
    path("share/send/", share.share_send, name="share_send"),
    path("share/attach/", share.share_attach, name="share_attach"),
    path("share/detach/", share.share_detach, name="share_detach"),
    path("share/redact/", share.share_redact, name="share_redact"),
    path("share/discard/", share.share_discard, name="share_discard"),
    path("drafts/", lists.drafts, name="drafts"),
    path("drafts/<uuid:draft>/", share.draft, name="draft"),
    path("drafts/<uuid:draft>/files/", share.draft_files, name="draft_files"),
    path("drafts/<uuid:draft>/restore/", share.share_restore, name="share_restore"),
    path("topics/mute/<path:tag>", lists.mute_topic, name="mute_topic"),
    path("topics/unmute/<path:tag>", lists.unmute_topic, name="unmute_topic"),
    path("search/", search.search, name="search"),
]

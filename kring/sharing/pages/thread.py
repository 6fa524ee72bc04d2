"""The thread under an item."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kring.kernel.errors import Refused
from kring.sharing import commands, queries
from kring.sharing.forms import EditReplyForm, MentionForm, ReplyForm
from kring.sharing.pages.item import WRONG, around
from kring.sharing.pages.ways import to_item
from kring.web.doors import signed_in
from kring.web.requests import PageRequest
from kring.web.toasts import say


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def reply(request: PageRequest, item: UUID) -> HttpResponse:
    """Answer; what is wrong with it is said on the item's own page, with what was typed."""
    found = queries.detail(request.actor, item)
    narrows = "some" in request.GET or "only" in request.POST
    confidants = queries.confidants(request.actor, item) if narrows else ()
    if request.method == "POST":
        form = ReplyForm(request.POST, request.FILES, confidants=confidants, thread=found.replies)
    else:
        form = ReplyForm(initial=request.GET.dict(), confidants=confidants, thread=found.replies)
    if form.is_bound and form.is_valid() and (added := _added(request, item, form)):
        return to_item(item, str(added))
    status = WRONG if form.is_bound else 200
    return render(request, "sharing/item/reply.html", around(request, found, reply=form), status=status)


def _added(request: PageRequest, item: UUID, form: ReplyForm) -> UUID | None:
    given: dict[str, Any] = form.cleaned_data
    mentions = queries.people_mentioned(request.actor, item, given["body"])
    answer = commands.Answer(
        body=given["body"],
        only=given["only"],
        mentions=mentions & set(given["only"]) if given["only"] else mentions,
        answers=given["answers"],
    )
    try:
        added = commands.add_reply(actor=request.actor, item=item, answer=answer).pk
        for file in given["uploads"]:
            upload = commands.Upload(content=file.chunks(), name=file.name)
            commands.add_attachment(actor=request.actor, upload=upload, reply=added)
    except Refused as refused:
        form.refuse(refused.refusal)
        return None
    return added


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def edit_reply(request: PageRequest, reply: UUID) -> HttpResponse:
    """Other words for a reply of one's own."""
    found = queries.own_reply(request.actor, reply)
    form = EditReplyForm(request.POST or None, initial={"body": found.body, "version": found.version})
    if form.is_bound and form.is_valid() and _edited(request, reply, form):
        return to_item(found.item, str(reply))
    status = WRONG if form.is_bound else 200
    return render(request, "sharing/item/edit_reply.html", {"reply": found, "form": form}, status=status)


def _edited(request: PageRequest, reply: UUID, form: EditReplyForm) -> bool:
    try:
        commands.edit_reply(
            actor=request.actor,
            reply=reply,
            body=form.cleaned_data["body"],
            version=form.cleaned_data["version"],
        )
    except Refused as refused:
        form.refuse(refused.refusal)
    return not form.errors


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def remove_reply(request: PageRequest, reply: UUID) -> HttpResponse:
    """Take a reply of one's own back: its words are gone for good, so it asks."""
    found = queries.own_reply(request.actor, reply)
    if request.method != "POST":
        return render(request, "sharing/item/remove_reply.html", {"reply": found})
    commands.remove_reply(actor=request.actor, reply=reply)
    say(request, _("Your reply is gone, with its files."))
    return to_item(found.item, "thread")


@require_safe
@signed_in
def reply_history(request: PageRequest, reply: UUID) -> HttpResponse:
    """How a reply read before."""
    history = queries.history_of_reply(request.actor, reply)
    return render(request, "sharing/item/reply_history.html", {"history": history})


@require_safe
@signed_in
def mention(request: PageRequest, item: UUID) -> HttpResponse:
    """Who can be mentioned and is called as typed: of those who read the item, and nobody else."""
    people = queries.people_to_mention(request.actor, item, MentionForm.typed(request.GET))
    return render(request, "sharing/item/mention.html", {"people": people})

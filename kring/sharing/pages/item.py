"""The page of an item: what, so what, do what, and all that stands around it."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kring.kernel.errors import Refused
from kring.notices import queries as notices
from kring.sharing import commands, queries
from kring.sharing.forms import EditItemForm, RelabelForm, ReplyForm
from kring.sharing.pages.ways import back, to_item
from kring.tlp.audience import State
from kring.web.doors import signed_in
from kring.web.requests import PageRequest
from kring.web.toasts import say

WRONG = 422
"""The status of a page that says what is wrong with what was sent."""


@require_safe
@signed_in
def item(request: PageRequest, item: UUID) -> HttpResponse:
    """What was shared, as this person may see it. Opening it counts as reading it."""
    commands.note_reading(actor=request.actor, item=item)
    found = queries.detail(request.actor, item)
    if found.state is State.DRAFT:
        return redirect("draft", item)
    return render(request, "sharing/item.html", around(request, found))


def around(request: PageRequest, found: queries.ItemDetail, **more: object) -> dict[str, object]:
    """What the page of an item shows beside the item; asked for by the parts that show it."""
    actor, pk = request.actor, found.row.id
    return {
        "item": found,
        "related": SimpleLazyObject(lambda: queries.beside(actor, pk)),
        "readings": SimpleLazyObject(lambda: queries.readings(actor, pk)),
        "opened": SimpleLazyObject(lambda: queries.opened(actor, pk)),
        "responses": SimpleLazyObject(lambda: queries.responses(actor, pk)),
        "passings": SimpleLazyObject(lambda: queries.passings(actor, pk)),
        "wishes": SimpleLazyObject(lambda: queries.wishes(actor, pk)),
        "polls": SimpleLazyObject(lambda: queries.polls_of(actor, pk, rows=False)),
        "may_ask": SimpleLazyObject(lambda: queries.may_ask_poll(actor, pk)),
        "seen": SimpleLazyObject(lambda: queries.seen_signs(actor, pk)),
        "steers": SimpleLazyObject(lambda: queries.steers(actor, found.row.circle_id)),
        "muted": SimpleLazyObject(lambda: notices.muted_tags(actor)),
        "reply": ReplyForm(thread=found.replies),
        **more,
    }


@require_POST
@signed_in
def acknowledge(request: PageRequest, item: UUID) -> HttpResponse:
    """Say "I have this"."""
    commands.acknowledge_item(actor=request.actor, item=item)
    say(request, _("The source sees that you have this."))
    return back(request, item)


@require_POST
@signed_in
def mark_scope(request: PageRequest, item: UUID) -> HttpResponse:
    """Outside what the circle is for, or within it after all."""
    outside = request.POST.get("outside") == "yes"
    commands.mark_outside(actor=request.actor, item=item, outside=outside)
    say(request, _("It counts as outside our scope.") if outside else _("It counts as within our scope."))
    return to_item(item, "about")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def edit_item(request: PageRequest, item: UUID) -> HttpResponse:
    """Other words; what stood there stays readable as a version."""
    found = queries.detail_to_change(request.actor, item)
    form = EditItemForm.sent(request.POST) if request.method == "POST" else EditItemForm.of_item(found)
    if form.is_bound and form.is_valid() and _edited(request, item, form):
        say(request, _("The text is changed. What stood there before is kept in its history."))
        return to_item(item)
    status = WRONG if form.is_bound else 200
    return render(request, "sharing/item/edit.html", {"item": found, "form": form}, status=status)


def _edited(request: PageRequest, item: UUID, form: EditItemForm) -> bool:
    try:
        commands.edit_item(actor=request.actor, item=item, text=form.text, version=form.cleaned_data["version"])
    except Refused as refused:
        form.refuse(refused.refusal)
    return not form.errors


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def relabel_item(request: PageRequest, item: UUID) -> HttpResponse:
    """Another label or audience, and how many people that reaches."""
    found = queries.detail_to_change(request.actor, item)
    posted = request.method == "POST"
    form = (
        RelabelForm.sent_for(request.actor, found, request.POST)
        if posted
        else RelabelForm.of_item(request.actor, found)
    )
    if posted and form.is_valid() and _relabelled(request, item, form):
        say(request, _("The label is changed."))
        return to_item(item)
    given = {"item": found, "form": form, "readings": queries.readings(request.actor, item)}
    return render(request, "sharing/item/relabel.html", given, status=WRONG if form.errors else 200)


def _relabelled(request: PageRequest, item: UUID, form: RelabelForm) -> bool:
    try:
        commands.relabel_item(
            actor=request.actor, item=item, label=form.tlp, named=form.people_named, chosen=form.houses_chosen
        )
    except Refused as refused:
        form.refuse(refused.refusal)
    return not form.errors


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def withdraw_item(request: PageRequest, item: UUID) -> HttpResponse:
    """Take it back: first what that does, then the deed. It cannot be undone, so it asks."""
    if request.method == "POST":
        commands.withdraw_item(actor=request.actor, item=item)
        say(request, _("It is withdrawn. Who had it sees that it was taken back, and nothing of what it said."))
        return to_item(item)
    found = queries.detail_to_change(request.actor, item)
    given = {"item": found, "readings": queries.readings(request.actor, item)}
    return render(request, "sharing/item/withdraw.html", given)


@require_POST
@signed_in
def remind(request: PageRequest, item: UUID) -> HttpResponse:
    """Remind those who have not acknowledged yet."""
    people = commands.remind_readers(actor=request.actor, item=item)
    said = ngettext("%(n)s person is reminded.", "%(n)s people are reminded.", people)
    say(request, said % {"n": people})
    return back(request, item, "readers")

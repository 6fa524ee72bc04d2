"""Beyond the audience: passing on, asking, deciding."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kring.kernel.errors import Refused
from kring.sharing import commands, queries
from kring.sharing.forms import AskWiderForm, PassOnForm
from kring.sharing.pages.item import WRONG
from kring.sharing.pages.ways import back, to_item
from kring.web.doors import signed_in
from kring.web.requests import PageRequest
from kring.web.toasts import say


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def pass_on(request: PageRequest, item: UUID) -> HttpResponse:
    """To a colleague, a client or another circle: as the label allows, or after asking the source."""
    found = queries.detail(request.actor, item)
    form = PassOnForm(request.POST or None, receivers=queries.receivers(request.actor, item))
    if form.is_bound and form.is_valid() and _passed(request, item, form):
        return to_item(item, "passings")
    given = {"item": found, "form": form, "receivers": form.receivers}
    return render(request, "sharing/item/pass_on.html", given, status=WRONG if form.is_bound else 200)


def _passed(request: PageRequest, item: UUID, form: PassOnForm) -> bool:
    try:
        onward = commands.pass_on(
            actor=request.actor,
            item=item,
            receiver=commands.Receiver(**form.receiver),
            reason=form.cleaned_data["reason"],
            asking=form.asks,
        )
    except Refused as refused:
        form.refuse(refused.refusal)
        return False
    done = onward.state == "done"
    say(request, _("It is passed on. The source can see to whom.") if done else _("The source is asked."))
    return True


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def ask_wider(request: PageRequest, item: UUID) -> HttpResponse:
    """Ask the source for a wider label."""
    found = queries.detail(request.actor, item)
    form = AskWiderForm(request.POST or None, now=found.row.label)
    if form.is_bound and form.is_valid() and _asked(request, item, form):
        say(request, _("The source is asked."))
        return to_item(item, "passings")
    given = {"item": found, "form": form}
    return render(request, "sharing/item/ask_wider.html", given, status=WRONG if form.is_bound else 200)


def _asked(request: PageRequest, item: UUID, form: AskWiderForm) -> bool:
    try:
        commands.ask_wider(actor=request.actor, item=item, **form.cleaned_data)
    except Refused as refused:
        form.refuse(refused.refusal)
    return not form.errors


@require_POST
@signed_in
def decide_passing(request: PageRequest, onward: UUID) -> HttpResponse:
    """The source lets it go on, or not."""
    allow = request.POST.get("allow") == "yes"
    decided = commands.decide_passing(actor=request.actor, onward=onward, allow=allow)
    say(request, _("It goes on.") if allow else _("It stays where it is. Who asked can see that."))
    return back(request, decided.item_id, "passings")


@require_POST
@signed_in
def decide_wider(request: PageRequest, request_id: UUID) -> HttpResponse:
    """The source widens the label, or not."""
    grant = request.POST.get("grant") == "yes"
    decided = commands.decide_wider(actor=request.actor, request=request_id, grant=grant)
    say(request, _("The label is wider now.") if grant else _("The label stays. Who asked can see that."))
    return back(request, decided.item_id, "passings")

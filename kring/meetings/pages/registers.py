"""The registers of a circle: agreements, actions, decisions; and how a meeting was."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kring.circles import queries as circles
from kring.kernel.errors import NotVisible
from kring.meetings import access
from kring.meetings.commands import outcomes as commands
from kring.meetings.commands import verdicts
from kring.meetings.forms.minutes import DayForm, StandingForm, VerdictForm
from kring.meetings.queries import outcomes as queries
from kring.meetings.queries import verdicts as said
from kring.meetings.queries.outcomes import Which
from kring.meetings.rules.lines import Kind
from kring.web.doors import WRONG, done, signed_in
from kring.web.frame import Link
from kring.web.paging import page_of
from kring.web.requests import PageRequest
from kring.web.tables import as_csv
from kring.web.toasts import say

REGISTERS = {
    "agreements": (Kind.AGREEMENT, gettext_lazy("Agreements")),
    "actions": (Kind.ACTION, gettext_lazy("Actions")),
    "decisions": (Kind.DECISION, gettext_lazy("Decisions")),
}
WORDS = {
    Which.ALL: gettext_lazy("all"),
    Which.MINE: gettext_lazy("mine"),
    Which.OPEN: gettext_lazy("open"),
    Which.LATE: gettext_lazy("late"),
    Which.DONE: gettext_lazy("closed"),
}

ROWS = 25
"""In one part of a register; as a table for spreadsheets it comes whole."""


@require_safe
@signed_in
def register(request: PageRequest, circle: str, register: str) -> HttpResponse:
    """One of the three, filtered by a word; as a table for spreadsheets with ?as=csv."""
    place = circles.circle_for(request.actor, circle)
    kind, title = REGISTERS[register]
    which = _which(request)
    rows = queries.register(request.actor, place.id, kind, which)
    if request.GET.get("as") == "csv":
        response = HttpResponse(as_csv(queries.csv_rows(rows[:])), content_type="text/csv; charset=utf-8")
        response.headers["Content-Disposition"] = f'attachment; filename="{place.slug}-{register}.csv"'
        return response
    here = reverse(register, args=[place.slug])
    given = {
        "place": place,
        "title": title,
        "page": page_of(request, rows, most=ROWS),
        "which": which,
        "csv_url": f"{here}?which={which}&as=csv",
        "tabs": [
            Link(str(text), reverse(name, args=[place.slug]), current=name == register)
            for name, (_kind, text) in REGISTERS.items()
        ],
        "words": [Link(str(text), f"{here}?which={one}", current=one is which) for one, text in WORDS.items()],
    }
    return render(request, "meetings/register.html", given)


def _which(request: PageRequest) -> Which:
    try:
        return Which(request.GET.get("which", Which.ALL))
    except ValueError:
        raise NotVisible from None


@require_safe
@signed_in
def outcome(request: PageRequest, outcome: UUID) -> HttpResponse:
    """One row, with what may be said of it."""
    row = queries.outcome_row(request.actor, outcome)
    given = {"row": row, "day": DayForm(initial={"due": row.due}), "source": queries.minutes_after(row.meeting)}
    return render(request, "meetings/outcome.html", given)


@require_POST
@signed_in
def say_standing(request: PageRequest, outcome: UUID) -> HttpResponse:
    """Done, kept, broken."""
    before = queries.outcome_row(request.actor, outcome)
    form = StandingForm(request.POST)
    if form.is_valid():
        commands.say_standing(actor=request.actor, outcome=outcome, **form.cleaned_data)
        say(request, _("Noted."))
    return redirect("outcome", before.id)


@require_POST
@signed_in
def set_day(request: PageRequest, outcome: UUID) -> HttpResponse:
    """Another day."""
    form = DayForm(request.POST)
    if form.is_valid():
        commands.set_day(actor=request.actor, outcome=outcome, **form.cleaned_data)
    return redirect("outcome", outcome)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def verdict(request: PageRequest, meeting: UUID) -> HttpResponse:
    """Three questions: asked of those who were there; the counts from five answers on."""
    found = access.meeting(request.actor, meeting)
    form = VerdictForm(request.POST if request.method == "POST" else None)
    if form.is_bound and done(form, lambda: _give(request, meeting, form)):
        say(request, _("Thank you. It is counted without your name."))
        return redirect("verdict", meeting)
    given = {"form": form, "meeting": found, "verdict": said.verdict(meeting), "asked": _asked(request, meeting)}
    return render(request, "meetings/verdict.html", given, status=WRONG if form.errors else 200)


def _give(request: PageRequest, meeting: UUID, form: VerdictForm) -> None:
    verdicts.give_verdict(actor=request.actor, meeting=meeting, **form.answers())


def _asked(request: PageRequest, meeting: UUID) -> bool:
    return any(one.id == meeting for one in said.verdicts_asked(request.actor))

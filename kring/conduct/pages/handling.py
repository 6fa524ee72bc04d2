"""Looking into a breach case: one page, and a form for each thing to do."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from kring.circles import queries as circles
from kring.conduct import commands, queries
from kring.conduct.forms import ConcludeForm, NoteForm, SideForm, WordsForm
from kring.conduct.queries import CaseView
from kring.kernel.actor import Actor
from kring.kernel.errors import NotVisible
from kring.web.doors import WRONG, done, signed_in
from kring.web.requests import PageRequest

Given = Mapping[str, Any]
"""What a form said."""


@require_safe
@signed_in
def case(request: PageRequest, case: UUID) -> HttpResponse:
    """One case, for who looks into it."""
    found = queries.view_of_case(request.actor, case)
    return render(request, "conduct/case.html", {"case": found, "forms": _forms(found)})


def _forms(found: CaseView, sent: Mapping[str, Form] | None = None) -> dict[str, Form]:
    """A form for each thing to do, with what was sent in its place."""
    forms = {step: make(found, None) for step, make in FORMS.items()} | dict(sent or {})
    for step, form in forms.items():
        form.auto_id = f"{step}_%s"  # they stand on one page
    return forms


def _side_form(found: CaseView, sent: Given | None) -> SideForm:
    """It asks which organisation it is, while that is not known."""
    return SideForm(sent, organisations=None if found.accused else circles.Houses(circle=found.circle))


FORMS: dict[str, Callable[[CaseView, Given | None], Form]] = {
    "note": lambda found, sent: NoteForm(sent),
    "ask": _side_form,
    "side": lambda found, sent: WordsForm(sent),
    "find": lambda found, sent: WordsForm(sent),
    "dismiss": lambda found, sent: WordsForm(sent),
    "conclude": lambda found, sent: ConcludeForm(sent),
}
"""What is filled in for a step; the others are a button."""


def _look(actor: Actor, found: CaseView, given: Given) -> None:
    commands.look_into(actor=actor, case=found.row.id)


def _note(actor: Actor, found: CaseView, given: Given) -> None:
    commands.add_note(actor=actor, case=found.row.id, **given)


def _ask(actor: Actor, found: CaseView, given: Given) -> None:
    commands.ask_side(actor=actor, case=found.row.id, asked=given["text"], accused=given.get("accused"))


def _side(actor: Actor, found: CaseView, given: Given) -> None:
    if found.hearing is None:
        raise NotVisible
    commands.note_side(actor=actor, hearing=found.hearing.id, answer=given["text"])


def _find(actor: Actor, found: CaseView, given: Given) -> None:
    commands.find_case(actor=actor, case=found.row.id, finding=given["text"])


def _dismiss(actor: Actor, found: CaseView, given: Given) -> None:
    commands.dismiss_case(actor=actor, case=found.row.id, why=given["text"])


def _conclude(actor: Actor, found: CaseView, given: Given) -> None:
    tells = commands.Tells(given["title"], given["text"], given["label"]) if given["text"] else None
    commands.conclude_case(actor=actor, case=found.row.id, outcome=given["outcome"], tells=tells)


def _freeze(actor: Actor, found: CaseView, given: Given) -> None:
    commands.freeze_item_of(actor=actor, case=found.row.id)


def _thaw(actor: Actor, found: CaseView, given: Given) -> None:
    commands.thaw_item_of(actor=actor, case=found.row.id)


STEPS: dict[str, Callable[[Actor, CaseView, Given], None]] = {
    "look": _look,
    "note": _note,
    "ask": _ask,
    "side": _side,
    "find": _find,
    "dismiss": _dismiss,
    "conclude": _conclude,
    "freeze": _freeze,
    "thaw": _thaw,
}


@require_POST
@signed_in
def case_step(request: PageRequest, case: UUID, step: str) -> HttpResponse:
    """Something is done in a case. What is wrong with what was sent is said where it was filled in."""
    found = queries.view_of_case(request.actor, case)
    if step not in STEPS:
        raise NotVisible
    form = FORMS[step](found, request.POST) if step in FORMS else Form(request.POST)
    if done(form, lambda: STEPS[step](request.actor, found, form.cleaned_data)):
        return redirect("case", case)
    given = {"case": found, "forms": _forms(found, {step: form}), "wrong": None if step in FORMS else form}
    return render(request, "conduct/case.html", given, status=WRONG if form.errors else 200)

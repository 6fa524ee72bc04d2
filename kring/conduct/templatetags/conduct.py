"""Codes as words, and where a step is done."""

from collections.abc import Sequence

from django import template
from django.urls import reverse
from django.utils.translation import gettext

from kring.conduct.queries import Arrival, CodeVersion, StepLeft
from kring.conduct.rules import CASE_OUTCOMES, CASE_STATES, CaseState, Step

register = template.Library()

STATES = dict(CASE_STATES)
OUTCOMES = dict(CASE_OUTCOMES)
ICONS = {"note": "note", "question": "help-circle", "answer": "message", "finding": "zoom-check"}


@register.filter
def case_state(state: CaseState) -> str:
    """How far a case is."""
    return gettext(STATES[state])


@register.filter
def case_outcome(code: str) -> str:
    """How a case ended."""
    return gettext(OUTCOMES[code])


@register.simple_tag
def note_icon(kind: str) -> str:
    """The icon of what was written in a case."""
    return ICONS[kind]


@register.simple_tag
def code_text(code: CodeVersion, language: str) -> str:
    """A code in this language, or in the one there is."""
    return code.text(language)


@register.simple_tag
def code_language(code: CodeVersion, language: str) -> str:
    """The language of that text."""
    return code.language(language)


@register.simple_tag
def step_url(arrival: Arrival, step: StepLeft) -> str:
    """Where somebody new does a step; nowhere while it waits for somebody else."""
    if step.code is Step.BUDDY and (arrival.buddy_asked or arrival.buddy):
        return ""
    place, member, person = (
        [arrival.place.slug],
        [arrival.place.slug, arrival.membership],
        [arrival.place.slug, arrival.person],
    )
    pages: dict[Step, tuple[str, Sequence[object]]] = {
        Step.CODE: ("code", place),
        Step.SECOND_FACTOR: ("mfa_index", []),
        Step.PROFILE: ("profile", []),
        Step.MANDATE: ("member", member),
        Step.LETTER: ("letter", member),
        Step.BUDDY: ("ask_buddy", person),
        Step.INTRODUCTION: ("introduce", place),
        Step.SHARE: ("share", place),
    }
    name, args = pages[step.code or Step.SHARE]
    return reverse(name, args=args)

"""Polls on an item: who may ask, what one can answer, and how much of the answers is told to whom."""

from collections.abc import Mapping
from datetime import date, datetime

from kring.kernel.errors import Refusal
from kring.kernel.words import N_
from kring.sharing.rules.reasons import IS_WITHDRAWN, NOT_SHARED, TOO_LONG
from kring.sharing.rules.rounds import LONGEST_QUESTION, Span
from kring.tlp.audience import State

LONGEST_POLL = 90
"""Days."""
USUAL_POLL = 7

FEWEST_TOLD = 5
"""Of fewer answers without names, only how many they are is told: one could guess who said what."""

QUESTIONS = {"patched": N_("Have you patched?"), "affected": N_("Are you affected?")}
"""What is asked in words of our own, by kind of poll."""

OPTIONS: Mapping[str, Mapping[str, str]] = {
    "patched": {
        "yes": N_("Yes"),
        "in_progress": N_("In progress"),
        "planned": N_("Planned"),
        "not_applicable": N_("Not applicable"),
        "no": N_("No"),
    },
    "affected": {
        "yes": N_("Yes"),
        "in_progress": N_("We are finding out"),
        "not_applicable": N_("Not applicable"),
        "no": N_("No"),
    },
    "free": {
        "yes": N_("Yes"),
        "in_progress": N_("In progress"),
        "planned": N_("Planned"),
        "not_applicable": N_("Not applicable"),
        "no": N_("No"),
    },
}
"""What one can answer, by kind of poll."""

NOT_YOURS_TO_ASK = Refusal(
    "not_yours_to_ask", N_("Only the source, or the chair or the secretary of the circle, can do this.")
)
POLL_OPEN = Refusal("poll_open", N_("A question is open here already."))
POLL_OVER = Refusal("poll_over", N_("This question is closed."))
NO_QUESTION = Refusal("no_question", N_("Say what you want to know."))
NO_SUCH_ANSWER = Refusal("no_such_answer", N_("That is none of the answers to this question."))
NO_DAY = Refusal("no_day", N_("Only what is planned has a day."))


def why_not_ask_poll(state: State, *, tends: bool, going_on: bool, kind: str, question: str) -> Refusal | None:
    """May somebody ask this of all organisations that have an item?"""
    if state is not State.SHARED:
        return IS_WITHDRAWN if state is State.WITHDRAWN else NOT_SHARED
    if not tends:
        return NOT_YOURS_TO_ASK
    if going_on:
        return POLL_OPEN
    if kind == "free" and not question.strip():
        return NO_QUESTION
    if len(question) > LONGEST_QUESTION:
        return Refusal(TOO_LONG.code, TOO_LONG.text, {"most": LONGEST_QUESTION})
    return None


def why_not_tend_poll(span: Span, now: datetime, *, tends: bool) -> Refusal | None:
    """May somebody remind in a poll, or close it?"""
    if not tends:
        return NOT_YOURS_TO_ASK
    return POLL_OVER if span.is_over(now) else None


def why_not_answer_poll(
    span: Span, now: datetime, *, poll: str, answer: str, planned_for: date | None
) -> Refusal | None:
    """May this be answered to a poll of this kind?"""
    if span.is_over(now):
        return POLL_OVER
    if answer not in OPTIONS[poll]:
        return NO_SUCH_ANSWER
    return NO_DAY if planned_for is not None and answer != "planned" else None

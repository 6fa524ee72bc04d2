"""Words for what stands in policies, applications and ballots: `{% load admission %}`."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.template import Library
from django.utils.translation import gettext

from kring.admission.queries import BallotView
from kring.admission.rules import FUNCTIONS, RULES, STAGES, YES, Ask, Checked, Choice, Result, Rule, Stage
from kring.kernel.errors import Refusal
from kring.kernel.words import N_
from kring.web.doors import spoken

register = Library()

FUNCTION, STAGE, RULE = dict(FUNCTIONS), dict(STAGES), dict(RULES)
RESULT = {
    Result.PASSED: N_("The members agree"),
    Result.OBJECTED: N_("There was an objection"),
    Result.OUTVOTED: N_("Not enough were for it"),
    Result.NO_QUORUM: N_("Too few members spoke"),
    Result.STOPPED: N_("Stopped without a count"),
}
CHOICE = {
    Choice.SILENT: N_("Silent"),
    Choice.FOR: N_("For"),
    Choice.AGAINST: N_("Against"),
    Choice.ABSTAIN: N_("Abstains"),
}
BY_CONSENT = CHOICE | {Choice.FOR: N_("No objection"), Choice.AGAINST: N_("Objection")}


@dataclass(frozen=True, slots=True)
class Button:
    """Something a member can say."""

    choice: int
    text: str
    icon: str


@register.filter
def in_words(text: str) -> str:
    """What is asked, in the reader's language where it is one of our own sentences."""
    return gettext(text) if text else ""


@register.filter
def function(code: str) -> str:
    """What somebody does."""
    return gettext(FUNCTION[code]) if code in FUNCTION else ""


@register.filter
def stage(code: Stage) -> str:
    """How far an application is."""
    return gettext(STAGE[code])


@register.filter
def rule(code: Rule) -> str:
    """When a candidate is let in."""
    return gettext(RULE[code])


@register.filter
def result(code: Result) -> str:
    """What came out of a ballot."""
    return gettext(RESULT[code])


@register.filter
def said_under(choice: Choice, rule: Rule) -> str:
    """What a paper says, in the words of its rule."""
    return gettext((BY_CONSENT if rule is Rule.CONSENT else CHOICE)[choice])


@register.filter
def papers_in_words(ballot: BallotView) -> list[tuple[str, str]]:
    """The receipt of each paper, and what it says."""
    words = {choice: said_under(choice, ballot.rule) for choice in Choice}
    return [(receipt, words[choice]) for receipt, choice in ballot.papers]


@register.filter
def buttons(rule: Rule) -> Sequence[Button]:
    """What a member can say in a ballot under this rule."""
    offered = [(Choice.FOR, "check"), (Choice.AGAINST, "flag")]
    if rule is not Rule.CONSENT:
        offered.append((Choice.ABSTAIN, "circle-dashed"))
    return [Button(int(choice), said_under(choice, rule), icon) for choice, icon in offered]


@register.filter
def answered(row: Checked) -> str:
    """What a candidate answered."""
    if row.criterion.ask is Ask.YES_NO:
        return gettext("Yes") if row.answer == YES else gettext("No")
    return row.answer


@register.filter
def why(refusal: Refusal) -> str:
    """What a rule says, in the reader's language."""
    return spoken(refusal)

"""Topics a circle wants covered, lessons, and visits."""

from collections.abc import Collection, Mapping
from datetime import datetime

from kring.health.rules.surveys import NOT_STEERING
from kring.kernel.errors import Refusal
from kring.kernel.words import N_

EXPERT = 3
"""From this level on somebody can help others; a topic without anybody there is a gap."""

LONGEST_TOPIC = 60
MOST_SUBJECTS = 40

_EVERYWHERE = (
    N_("incident response"),
    N_("backup and recovery"),
    N_("phishing"),
    N_("suppliers"),
    N_("law and privacy"),
)

STARTERS: Mapping[str, tuple[str, ...]] = {
    "isac": (*_EVERYWHERE, N_("threat intelligence"), N_("detection")),
    "region": (*_EVERYWHERE, N_("crisis communication"), N_("OT")),
    "chain": (*_EVERYWHERE, N_("secure development"), N_("SBOM")),
    "site": (*_EVERYWHERE, N_("OT"), N_("physical access")),
    "partners": (*_EVERYWHERE, N_("secure development")),
    "group": (),
}
"""What a circle can begin its list with, by its kind."""

TOO_MANY = Refusal("too_many_subjects", N_("At most {most} topics can be on the list."), {"most": MOST_SUBJECTS})
OWN_LESSON = Refusal("own_lesson", N_("One does not teach oneself."))
NOT_WISHED = Refusal("not_wished", N_("This person has taken that back."))
NOT_YOURS = Refusal("not_yours", N_("Only who made this can take it back."))
NOT_YOURS_TO_AGREE = Refusal("not_yours_to_agree", N_("The other one agrees to this."))
VISIT_OVER = Refusal("visit_over", N_("This visit is over."))
VISIT_FULL = Refusal("visit_full", N_("There is no place left."))


def why_not_subject(*, steers: bool, subjects: Collection[str]) -> Refusal | None:
    """May somebody add a topic to the list?"""
    if not steers:
        return NOT_STEERING
    return TOO_MANY if len(subjects) >= MOST_SUBJECTS else None


def why_not_pair(*, own: bool, wished: bool) -> Refusal | None:
    """May somebody answer the wish of another?"""
    if own:
        return OWN_LESSON
    return None if wished else NOT_WISHED


def why_not_visit(at: datetime, now: datetime, *, left: int) -> Refusal | None:
    """May somebody come along?"""
    if at <= now:
        return VISIT_OVER
    return VISIT_FULL if left <= 0 else None

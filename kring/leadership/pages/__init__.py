"""Pages about who does what, what a circle is for, who looks along, and for those who lead."""

from kring.leadership.pages.advisers import advisers, advising, end_advisership, portfolio, tell_advisers
from kring.leadership.pages.cockpit import cockpit
from kring.leadership.pages.continuity import continuity
from kring.leadership.pages.cycle import cycle
from kring.leadership.pages.duties import begin_duties, duty, end_duty, who_for_what
from kring.leadership.pages.handover import handover, handover_paper
from kring.leadership.pages.parts import (
    LOOKUPS,
    beside_circle,
    links_to_leading,
    missed_steps,
    pack_of_person,
    scopes_to_review,
    talks_due,
    thanks,
    vacancy,
)
from kring.leadership.pages.scope import keep_scope, scope
from kring.leadership.pages.stepping_in import step_in
from kring.leadership.pages.talks import talks

__all__ = [
    "LOOKUPS",
    "advisers",
    "advising",
    "begin_duties",
    "beside_circle",
    "cockpit",
    "continuity",
    "cycle",
    "duty",
    "end_advisership",
    "end_duty",
    "handover",
    "handover_paper",
    "keep_scope",
    "links_to_leading",
    "missed_steps",
    "pack_of_person",
    "portfolio",
    "scope",
    "scopes_to_review",
    "step_in",
    "talks",
    "talks_due",
    "tell_advisers",
    "thanks",
    "vacancy",
    "who_for_what",
]

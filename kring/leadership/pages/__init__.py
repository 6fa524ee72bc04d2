"""Pages about who does what, and for those who lead."""

from kring.leadership.pages.cockpit import cockpit
from kring.leadership.pages.continuity import continuity
from kring.leadership.pages.cycle import cycle
from kring.leadership.pages.duties import begin_duties, duty, end_duty, who_for_what
from kring.leadership.pages.parts import links_to_leading, missed_steps, talks_due, thanks, vacancy
from kring.leadership.pages.stepping_in import step_in
from kring.leadership.pages.talks import talks

__all__ = [
    "begin_duties",
    "cockpit",
    "continuity",
    "cycle",
    "duty",
    "end_duty",
    "links_to_leading",
    "missed_steps",
    "step_in",
    "talks",
    "talks_due",
    "thanks",
    "vacancy",
    "who_for_what",
]

"""What is asked about leading a circle."""

from kring.leadership.queries.advisers import (
    ADVISES,
    Adviser,
    Looked,
    Sort,
    advisers_asked,
    advisers_of,
    advises,
    advising_link,
    asked_to_advise,
    looked_at,
    portfolio,
)
from kring.leadership.queries.cockpit import Cockpit, cockpit
from kring.leadership.queries.continuity import Continuity, WorkDone, continuity
from kring.leadership.queries.cycle import (
    AROUND,
    Missed,
    Round,
    cycles,
    meetings_ahead,
    missed,
    progress_of,
    secretariat,
    secretaries,
)
from kring.leadership.queries.duties import DutyHeld, duties
from kring.leadership.queries.glance import Glimpse, figures_of, glimpse_of
from kring.leadership.queries.handover import Pack, pack_of, packs_open
from kring.leadership.queries.scope import LATEST, ScopeView, scope_of, scopes_of, scopes_to_review
from kring.leadership.queries.talks import DUE, MemberTalks, TalkDue, TalkNoted, talks_due, talks_of
from kring.leadership.queries.thanks import Thanked, people_of, thanks, thanks_to

__all__ = [
    "ADVISES",
    "AROUND",
    "DUE",
    "LATEST",
    "Adviser",
    "Cockpit",
    "Continuity",
    "DutyHeld",
    "Glimpse",
    "Looked",
    "MemberTalks",
    "Missed",
    "Pack",
    "Round",
    "ScopeView",
    "Sort",
    "TalkDue",
    "TalkNoted",
    "Thanked",
    "WorkDone",
    "advisers_asked",
    "advisers_of",
    "advises",
    "advising_link",
    "asked_to_advise",
    "cockpit",
    "continuity",
    "cycles",
    "duties",
    "figures_of",
    "glimpse_of",
    "looked_at",
    "meetings_ahead",
    "missed",
    "pack_of",
    "packs_open",
    "people_of",
    "portfolio",
    "progress_of",
    "scope_of",
    "scopes_of",
    "scopes_to_review",
    "secretariat",
    "secretaries",
    "talks_due",
    "talks_of",
    "thanks",
    "thanks_to",
]

"""The registers: rows that follow the text of minutes, and how they stand."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID
from zoneinfo import ZoneInfo

from kring.kernel.actor import Actor
from kring.kernel.clock import now
from kring.kernel.errors import enforce
from kring.kernel.record import record
from kring.meetings import access
from kring.meetings.facts import OutcomeChanged
from kring.meetings.models import Outcome, Section
from kring.meetings.queries.people import known_in
from kring.meetings.rules import lines
from kring.meetings.rules import outcomes as rules


def follow_text(section: Section) -> None:
    """Have the rows of a point say what the typed lines of its section say.

    A line that changed goes on as the row it is most like, with how that stands; a row without a line goes.
    """
    meeting = section.minutes.meeting
    on = meeting.starts_at.astimezone(ZoneInfo(meeting.zone)).date()
    rows = {row.pk: row for row in Outcome.objects.filter(item=section.item_id)}
    kept = [lines.Kept(row.pk, lines.Kind(row.kind), row.text) for row in rows.values()]
    known = known_in(meeting.pk)
    for pk, line in lines.follow(kept, lines.read(section.text, known, on)):
        row = rows.pop(pk) if pk else Outcome(item_id=section.item_id, circle_id=section.circle_id, since=on)
        _say(row, line, on)
    Outcome.objects.filter(pk__in=rows).delete()


def _say(row: Outcome, line: lines.Line, on: date) -> None:
    due = rules.day_of(line.kind, line.due, on)
    if not row.standing:
        row.kind, row.standing = line.kind.value, rules.begins(line.kind)
        row.owner_id, row.owner_name, row.due = line.owner, line.name, due
    elif line.kind is lines.Kind.ACTION:
        if row.due != due:
            row.due, row.asked = due, 0
        row.owner_id, row.owner_name = line.owner, line.name
    row.text, row.changed_at = line.text, now()
    row.save()


def say_standing(*, actor: Actor, outcome: UUID, standing: str) -> None:
    """Say that an action is done, that an agreement was kept or broken.

    Refused: not_the_owner, not_a_standing.
    Records: OutcomeChanged.
    """
    found = _own(actor, outcome, standing)
    found.standing, found.changed_at = standing, now()
    found.save(update_fields=["standing", "changed_at"])
    record(OutcomeChanged(circle=found.circle_id, outcome=found.pk, standing=standing), by=actor)


def set_day(*, actor: Actor, outcome: UUID, due: date | None) -> None:
    """Give an action another day, or an agreement another day to look at it again.

    Refused: not_the_owner.
    """
    found = access.outcome(actor, outcome)
    found = _own(actor, outcome, found.standing)
    found.due, found.asked, found.changed_at = due, 0, now()
    found.save(update_fields=["due", "asked", "changed_at"])


def arrange(*, actor: Actor, outcome: UUID, owner: UUID | None, parties: str) -> None:
    """Say who looks after it, and for an agreement between whom it is.

    Refused: not_the_owner.
    """
    found = access.outcome(actor, outcome)
    found = _own(actor, outcome, found.standing, only_steering=True)
    found.owner_id, found.parties, found.changed_at = owner, parties.strip(), now()
    found.save(update_fields=["owner", "parties", "changed_at"])


@dataclass(frozen=True, slots=True)
class Reminded:
    """A reminder that is to go out."""

    circle: UUID
    due: date | None
    count: int
    """Which one of this day it is, from 1."""


def remind(*, actor: Actor, outcome: UUID, today: date) -> Reminded | None:
    """Note that the owner is reminded of the day, when it is time to. Gives what the mail needs to know."""
    found = access.outcome(actor, outcome)
    wanted = rules.reminders_due(lines.Kind(found.kind), found.standing, found.due, today)
    if wanted <= found.asked:
        return None
    found.asked = wanted
    found.save(update_fields=["asked"])
    return Reminded(found.circle_id, found.due, wanted)


def _own(actor: Actor, outcome: UUID, standing: str, *, only_steering: bool = False) -> Outcome:
    found = access.outcome(actor, outcome)
    owns = found.owner_id == actor.person and not only_steering
    enforce(
        rules.why_not_change(lines.Kind(found.kind), standing, owns=owns, steers=access.steers(actor, found.circle_id))
    )
    return found

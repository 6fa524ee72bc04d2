"""One tap from a reader to the source."""

from uuid import UUID

from kring.kernel.actor import Actor
from kring.kernel.binding import known_person
from kring.kernel.errors import enforce
from kring.kernel.record import record
from kring.sharing import access, rules
from kring.sharing.facts import FeedbackGiven, FeedbackTakenBack
from kring.sharing.models import Feedback, Item
from kring.tlp.audience import State

OPPOSITE = {
    "useful": ("not_relevant", "doubted"),
    "not_relevant": ("useful",),
    "known": ("doubted",),
    "doubted": ("useful", "known"),
}
"""What cannot be said at once: the last one counts."""


def give_feedback(
    *, actor: Actor, item: UUID, kind: str, note: str | None = None, named: bool | None = None, heard: bool = False
) -> None:
    """Say in one tap what an item is to us. A second tap with a note or a name adds to the first.

    Useful excludes not relevant and wrong, already known excludes wrong: the last one counts. `heard`: a machine said so, in an object of its own.

    Refused: own_item, withdrawn, not_shared.
    Records: FeedbackGiven.
    """
    found, me = _open(actor, item), known_person(actor)
    kept = {"heard": heard or None, "note": note.strip()[:1000] if note is not None else None, "named": named}
    _, made = Feedback.objects.update_or_create(
        item=found,
        person_id=me,
        kind=Feedback.Kind(kind),
        defaults={name: value for name, value in kept.items() if value is not None},
    )
    Feedback.objects.filter(item=found, person_id=me, kind__in=OPPOSITE.get(kind, ())).delete()
    if made:
        record(_private(FeedbackGiven, found, kind), by=actor)


def take_back_feedback(*, actor: Actor, item: UUID, kind: str) -> None:
    """Undo a tap.

    Refused: own_item, withdrawn, not_shared.
    Records: FeedbackTakenBack.
    """
    found, me = _open(actor, item), known_person(actor)
    gone, _ = Feedback.objects.filter(item=found, person_id=me, kind=Feedback.Kind(kind)).delete()
    if gone:
        record(_private(FeedbackTakenBack, found, kind), by=actor)


def _open(actor: Actor, item: UUID) -> Item:
    found = access.readable_item(actor, item)
    enforce(rules.why_not_feedback(State(found.state), own=access.is_author(actor, found)))
    return found


def _private(
    fact: type[FeedbackGiven] | type[FeedbackTakenBack], item: Item, kind: str
) -> FeedbackGiven | FeedbackTakenBack:
    """A fact that only its giver sees: the source gets names only as allowed."""
    return fact(circle=item.circle_id, item=item.pk, kept_from_chair=True, kind_of_feedback=kind)

"""The agenda of a meeting: points with a label each, filled from a template, put in order, carried over."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from django.db.models import Max

from kring.kernel.actor import Actor
from kring.kernel.clock import now
from kring.kernel.errors import Refused, enforce
from kring.meetings import access, queries, rules
from kring.meetings.commands.guests import let_guests_in
from kring.meetings.commands.locks import Ground, steered_ground
from kring.meetings.models import AgendaItem, AgendaTemplate, Meeting, Note
from kring.meetings.rules import Point, PointAsked
from kring.tlp.labels import Label

LOOKS_BACK = frozenset({Meeting.Kind.REGULAR, Meeting.Kind.EXTRA})


def add_point(*, actor: Actor, meeting: UUID, asked: PointAsked) -> AgendaItem:
    """Put a point at the end of the agenda. Refused: not_steering, meeting_over."""
    found, ground = _open(actor, meeting)
    [item] = _add(ground, found, [asked])
    return item


def change_point(*, actor: Actor, item: UUID, asked: PointAsked) -> AgendaItem:
    """Change a point, its label included. Refused: not_steering, meeting_over."""
    found = access.steered_item(actor, item)
    meeting, ground = _open(actor, found.meeting_id)
    for name, value in (asked.columns() | {"label": asked.label, "audience": _lock(ground, asked)["audience"]}).items():
        setattr(found, name, value)
    found.passed_to = []
    found.save()
    let_guests_in(meeting)
    return found


def close_point(*, actor: Actor, item: UUID, done: bool = True) -> None:
    """Note that a point is done with, or that it is open after all: what is open is carried over. Refused: not_steering."""
    found = access.steered_item(actor, item)
    found.outcome = AgendaItem.Outcome.DONE if done else AgendaItem.Outcome.OPEN
    found.save(update_fields=["outcome"])


def remove_point(*, actor: Actor, item: UUID) -> None:
    """Take a point off the agenda, at which nothing is noted. Refused: not_steering, meeting_over, point_noted."""
    found = access.steered_item(actor, item)
    _open(actor, found.meeting_id)
    noted = Note.objects.select_for_update().filter(item=found).exclude(text="")
    enforce(rules.POINT_NOTED if noted else None)
    found.delete()


def move_point(*, actor: Actor, item: UUID, to: int) -> None:
    """Put a point at another place, counted from 0 among those that the actor sees. Refused: not_steering, meeting_over."""
    found = access.steered_item(actor, item)
    meeting, _ = _open(actor, found.meeting_id)
    seen = list(meeting.agenda.select_for_update())
    places = [each.position for each in seen]
    for place, each in zip(places, rules.moved(seen, found, to), strict=True):
        if each.position != place:
            AgendaItem.objects.filter(pk=each.pk).update(position=place)


def fill_agenda(*, actor: Actor, meeting: UUID) -> int:
    """Put the points of the circle's template on the agenda, around the look back that is there. Gives how many.

    Refused: not_steering, meeting_over.
    """
    found, ground = _open(actor, meeting)
    points = queries.template_of(found.circle_id)
    there = found.agenda.filter(looks_back=True).first()
    made = _add(ground, found, [_asked(point) for point in points if not (there and point.looks_back)])
    place = next((place for place, point in enumerate(points) if point.looks_back), None)
    if there and place is not None:
        _put_in_order(found, rules.moved([there, *made], there, place))
    return len(made)


def keep_template(*, actor: Actor, meeting: UUID) -> int:
    """Make this agenda the one with which the circle begins each meeting. What is under TLP:RED stays out of it.

    Refused: not_steering.
    """
    found = access.steered_meeting(actor, meeting)
    steered_ground(actor, found.circle_id)
    points = found.agenda.filter(label__lt=Label.RED).order_by("position", "id")
    items = list(points.values("title", "kind", "minutes", "label", "looks_back"))
    AgendaTemplate.objects.update_or_create(circle_id=found.circle_id, defaults={"items": items, "saved_at": now()})
    return len(items)


def carry_over(*, actor: Actor, meeting: UUID) -> int:
    """Put what was left open at the meeting before this one on its agenda, before the closing round. Gives how many points.

    Each keeps its label and the people it names. Refused: not_steering, meeting_over, nothing_left.
    """
    found, ground = _open(actor, meeting)
    left = queries.left_open_before(found)
    if not left:
        raise Refused(rules.NOTHING_LEFT)
    points = [
        PointAsked(
            title=point.title,
            kind=point.kind,
            minutes=point.minutes,
            label=Label(point.label),
            presenter=point.presenter_id,
            presenter_name=point.presenter_name,
            explanation=point.explanation,
            named=point.audience if point.label == Label.RED else (),
        )
        for point in left
    ]
    closing = found.agenda.filter(title__in=queries.closing_titles(found.circle_id)).order_by("position").last()
    for point, carried in zip(left, _add(ground, found, points), strict=True):
        AgendaItem.objects.filter(pk=carried.pk).update(carried_from=point)
    AgendaItem.objects.filter(pk__in=[point.pk for point in left]).update(outcome=AgendaItem.Outcome.CARRIED)
    if closing:
        _put_in_order(found, [closing])
    return len(left)


def look_back(ground: Ground, meeting: Meeting) -> None:
    """Put the look back of the circle's template on a new agenda, for who made it to present.

    A template may leave it out; drinks and a kick-off have none.
    """
    if meeting.kind in LOOKS_BACK:
        points = [_asked(point) for point in queries.template_of(ground.circle) if point.looks_back]
        _add(ground, meeting, [replace(point, presenter=ground.person) for point in points])


def _asked(point: Point) -> PointAsked:
    return PointAsked(point.title, point.kind, point.minutes, point.label, looks_back=point.looks_back)


def _put_in_order(meeting: Meeting, points: Sequence[AgendaItem]) -> None:
    """These at the end of the agenda, in this order."""
    last = meeting.agenda.aggregate(last=Max("position"))["last"]
    for position, point in enumerate(points, start=last + 1):
        AgendaItem.objects.filter(pk=point.pk).update(position=position)


def _open(actor: Actor, meeting: UUID) -> tuple[Meeting, Ground]:
    """A meeting whose agenda can still change."""
    found = access.steered_meeting(actor, meeting)
    ground = steered_ground(actor, found.circle_id)
    enforce(None if found.stage in rules.OPEN_STAGES else rules.MEETING_OVER)
    return found, ground


def _add(ground: Ground, meeting: Meeting, points: Sequence[PointAsked]) -> list[AgendaItem]:
    last = meeting.agenda.aggregate(last=Max("position"))["last"] or 0
    made = [
        AgendaItem.objects.create(meeting=meeting, position=last + number, **point.columns(), **_lock(ground, point))
        for number, point in enumerate(points, start=1)
    ]
    let_guests_in(meeting)
    return made


def _lock(ground: Ground, point: PointAsked) -> dict[str, object]:
    presenter = {point.presenter} if point.presenter else set()
    return ground.lock(point.label, {*point.named, *presenter, *queries.who_steer(ground.circle)})

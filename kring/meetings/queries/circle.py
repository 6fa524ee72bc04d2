"""What a circle brings to its meetings: whom to invite, who steers, who hosts in turn, with which agenda it begins."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.conf import settings
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext, override

from kring.circles import queries as circles
from kring.circles.queries import CirclePlace
from kring.circles.rules import MembershipState
from kring.kernel.actor import Actor
from kring.kernel.clock import now
from kring.kernel.errors import Refused
from kring.kernel.lookups import Lookup, look_up_about
from kring.meetings.models import AgendaItem, AgendaTemplate, HostPause, Meeting
from kring.meetings.rules import NOT_STEERING, USUAL_AGENDA, Host, Point
from kring.tlp.labels import Label


@dataclass(frozen=True, slots=True)
class Wanted:
    """Somebody to invite, and for which organisation."""

    person: UUID
    membership: UUID
    role: str


WANTED = """
sits AS MATERIALIZED (
    SELECT person, seat, role, membership, organisation, observer FROM kring.seated
    WHERE circle = %(circle)s AND person NOT IN (SELECT id FROM people_person WHERE kind = 'machine')),
wanted AS MATERIALIZED (
    SELECT DISTINCT ON (s.person) s.person, s.membership, s.observer, p.name, o.name AS house
    FROM sits s JOIN people_person p ON p.id = s.person JOIN circles_organisation o ON o.id = s.organisation
    WHERE s.role <> 'deputy' OR s.membership NOT IN (SELECT membership FROM sits WHERE role <> 'deputy')
    ORDER BY s.person, o.name, p.name, s.seat)
"""
"""The people who sit in a circle, each once. A deputy only where nobody else sits for the organisation."""

TO_INVITE = Lookup(
    "SELECT person, membership, CASE WHEN observer THEN 'observer' ELSE 'member' END FROM wanted ORDER BY house, name",
    given=WANTED,
)


def to_invite(actor: Actor, circle: UUID) -> list[Wanted]:
    """All of these, by organisation and name."""
    (found,) = look_up_about(actor, TO_INVITE, circle=circle)
    return [Wanted(*row) for row in found]


def who_steer(circle: UUID) -> frozenset[UUID]:
    """The people who steer a circle now."""
    return frozenset(circles.steering(circle))


def rota(circle: UUID) -> list[Host]:
    """The organisations that could host, with when each did or is to, and who pauses."""
    pauses = dict(HostPause.objects.filter(circle=circle).values_list("membership", "until"))
    held = Meeting.objects.filter(circle=circle, host__isnull=False).exclude(stage=Meeting.Stage.CANCELLED)
    last = dict(held.values_list("host").annotate(Max("starts_at")))
    return [
        Host(
            membership=member.id,
            name=member.name,
            last=timezone.localdate(last[member.id]) if member.id in last else None,
            pauses_until=pauses.get(member.id),
        )
        for member in circles.houses_of(circle, states=[MembershipState.MEMBER])
        if member.kind == "member"
    ]


def template_of(circle: UUID) -> list[Point]:
    """The points with which this circle begins an agenda: its own, or the usual ones in the reader's language."""
    kept = AgendaTemplate.objects.filter(circle=circle).first()
    if kept is None:
        return [replace(point, title=gettext(point.title)) for point in USUAL_AGENDA]
    return [
        Point(each["title"], each["kind"], each["minutes"], Label(each["label"]), each["looks_back"])
        for each in kept.items
    ]


def closing_titles(circle: UUID) -> set[str]:
    """What the last point of an agenda of this circle is called, in whatever language somebody began it."""
    titles = set()
    for language, _name in settings.LANGUAGES:
        with override(language):
            titles |= {point.title for point in template_of(circle)[-1:]}
    return titles


def left_open_before(meeting: Meeting) -> list[AgendaItem]:
    """What was left open at the meeting before this one, as far as the actor sees it. Each has its own look back."""
    held = Meeting.objects.filter(circle=meeting.circle_id, starts_at__lt=meeting.starts_at, ends_at__lt=now())
    before = (
        held.exclude(stage=Meeting.Stage.CANCELLED).exclude(kind=Meeting.Kind.SOCIAL).order_by("-starts_at").first()
    )
    if before is None:
        return []
    return list(before.agenda.filter(outcome=AgendaItem.Outcome.OPEN, looks_back=False).select_for_update())


def place_to_steer(actor: Actor, circle: UUID | str) -> CirclePlace:
    """The circle, for a page that is of use to who steers alone. Raises `NotVisible`; Refused: not_steering."""
    place = circles.circle_for(actor, circle)
    if place.standing is None or not place.standing.steers:
        raise Refused(NOT_STEERING)
    return place


def hosts_in(circle: UUID) -> circles.Houses:
    """The organisations that could host, to look one up in."""
    return circles.Houses(circle=circle, states=[MembershipState.MEMBER], kind="member")


def own_pause(actor: Actor, circle: UUID) -> date | None:
    """Until when the organisation that the actor sits for hosts nothing."""
    seat = circles.seat_for_sharing(actor, circle)
    pause = HostPause.objects.filter(membership=seat.membership, until__gt=now()).first() if seat else None
    return pause.until if pause else None

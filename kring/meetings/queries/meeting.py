"""A meeting as its reader sees it: its agenda on the clock, who comes, what the host saw to."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kring.circles import queries as circles
from kring.kernel.actor import Actor
from kring.kernel.clock import now
from kring.kernel.errors import Refused
from kring.meetings import access, rules
from kring.meetings.models import HostTick, Invitee, Meeting
from kring.meetings.queries.agenda import PointRow, agenda_of
from kring.meetings.queries.people import Invited
from kring.meetings.queries.rows import MeetingRow, rows_of
from kring.meetings.queries.topics import TopicRow, topics_at
from kring.tlp.labels import Label


@dataclass(frozen=True, slots=True)
class InviteeRow(Invited):
    """Somebody who is invited, for the others who are."""

    note: str
    deputy_name: str
    closes_at: datetime | None
    ceiling: Label
    guest_link: str
    """For who steers, who sends it to the guest."""

    @property
    def is_guest(self) -> bool:
        """Do they come without an account?"""
        return self.person is None

    @property
    def role_text(self) -> str:
        """As what they are invited, in words."""
        return str(Invitee.Role(self.role).label)


ORDER = {reply: place for place, reply in enumerate(("accepted", "tentative", "none", "declined"))}
"""Of what people said, those who come first."""

COLUMNS = (
    "pk", "person", "person__name", "name", "membership__organisation__name", "role", "reply", "note", "deputy__name",
    "attendance", "closes_at", "ceiling",
)  # fmt: skip


def invitees_of(meeting: MeetingRow, *, steers: bool) -> list[InviteeRow]:
    """Who is invited, those who come first. Empty for who is not invited and does not steer."""
    rows = Invitee.objects.filter(meeting=meeting.id, withdrawn_at__isnull=True).values_list(*COLUMNS)
    found = [_invitee(*row, steers=steers) for row in rows]
    return sorted(found, key=lambda row: (ORDER[row.reply], row.name.casefold()))


def _invitee(
    pk: UUID, person: UUID | None, called: str | None, guest: str, organisation: str | None, role: str, reply: str,
    note: str, deputy: str | None, attendance: str, closes_at: datetime | None, ceiling: int, *, steers: bool,
) -> InviteeRow:  # fmt: skip
    return InviteeRow(
        id=pk,
        person=person,
        name=called or guest,
        organisation=organisation or "",
        role=role,
        reply=reply,
        attendance=attendance,
        note=note,
        deputy_name=deputy or "",
        closes_at=closes_at,
        ceiling=Label(ceiling),
        guest_link=guest_link(pk) if steers and person is None else "",
    )


def guest_link(invitee: UUID) -> str:
    """What stands in the address of a guest's page."""
    return access.GUEST.sign(invitee.hex)


@dataclass(frozen=True, slots=True)
class Task:
    """Something on the host's list."""

    name: str
    text: str
    done: bool


@dataclass(frozen=True, slots=True)
class Checklist:
    """What the host sees to."""

    tasks: tuple[Task, ...]
    late: bool

    @property
    def done(self) -> int:
        """How many are ticked off."""
        return sum(task.done for task in self.tasks)


def checklist_of(meeting: MeetingRow) -> Checklist:
    """What the host has seen to, for the host and who steers."""
    ticked = set(HostTick.objects.filter(meeting=meeting.id).values_list("task", flat=True))
    tasks = tuple(Task(name, text, name in ticked) for name, text in rules.CHECKLIST.items())
    late = now() + rules.LATE > meeting.starts_at and any(not task.done for task in tasks)
    return Checklist(tasks, late and meeting.is_open)


@dataclass(frozen=True, slots=True)
class MeetingView:
    """A page about one meeting."""

    row: MeetingRow
    community: UUID
    agenda: tuple[PointRow, ...]
    invitees: tuple[InviteeRow, ...]
    speakers: tuple[TopicRow, ...]
    steers: bool
    hosts: bool
    checklist: Checklist | None
    deputies: tuple[tuple[UUID, str], ...]
    left_open: bool

    @property
    def looks_back(self) -> bool:
        """Is there a point on the agenda under which the last meeting comes back?"""
        return any(point.looks_back for point in self.agenda)

    @property
    def is_prepared(self) -> bool:
        """Did somebody put anything on the agenda?"""
        return not all(point.looks_back for point in self.agenda)

    @property
    def counted(self) -> dict[str, int]:
        """How many answered what."""
        said = Counter(row.reply for row in self.invitees)
        return {reply: said[reply] for reply in Invitee.Reply.values}


def meeting_view(actor: Actor, meeting: UUID) -> MeetingView:
    """Everything on the page of a meeting, as far as this actor may have it."""
    found = access.meeting(actor, meeting)
    [row] = rows_of(actor, [found])
    place = circles.standing(actor, found.circle_id)
    steers = place is not None and place.steers
    hosts = place is not None and found.host_id in place.memberships
    return MeetingView(
        row=row,
        community=found.community,
        agenda=tuple(agenda_of(row.id, row.starts_at)),
        invitees=tuple(invitees_of(row, steers=steers)),
        speakers=tuple(topics_at(actor, row.id)),
        steers=steers,
        hosts=hosts,
        checklist=checklist_of(row) if (steers or hosts) and row.host and not row.is_cancelled else None,
        deputies=tuple(_deputies(actor, found)) if row.own and row.is_open else (),
        left_open=steers and row.is_open,
    )


@dataclass(frozen=True, slots=True)
class MeetingToSteer:
    """What there is to change about a meeting."""

    row: MeetingRow
    agenda: tuple[PointRow, ...]


def meeting_to_steer(actor: Actor, meeting: UUID) -> MeetingToSteer:
    """For a page that is of use to who steers alone. Raises `NotVisible`; Refused: not_steering."""
    found = access.meeting(actor, meeting)
    place = circles.standing(actor, found.circle_id)
    if place is None or not place.steers:
        raise Refused(rules.NOT_STEERING)
    [row] = rows_of(actor, [found])
    return MeetingToSteer(row, tuple(agenda_of(row.id, row.starts_at)))


def _deputies(actor: Actor, meeting: Meeting) -> list[tuple[UUID, str]]:
    colleagues = circles.colleagues_of(actor, meeting.circle_id)
    return [(who.person, who.name) for who in colleagues if who.seated or meeting.label <= Label.GREEN]


def people_to_name(view: MeetingToSteer, point: PointRow | None = None) -> circles.People:
    """Who can present a point, or be named for one under TLP:RED.

    Once people are invited these are the invited, and who is named already; before that, whoever sits in the circle.
    """
    invited = Invitee.objects.filter(meeting=view.row.id, person__isnull=False)
    if not invited.exists():
        return circles.People(circle=view.row.circle, nameable=True)
    kept = [person for person in (point.presenter, *point.named) if person] if point else []
    deputies = invited.filter(deputy__isnull=False)
    only = (invited.values("person"), deputies.values("deputy"), kept)
    return circles.People(circle=view.row.circle, nameable=True, only=only)

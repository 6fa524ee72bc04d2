"""Minutes as their reader may have them: what is for others is not there, and nothing says so."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db import connection
from django.utils.translation import gettext as _

from kring.kernel.actor import Actor
from kring.kernel.lookups import Lookup, look_up
from kring.meetings import access
from kring.meetings.models import Attendee, Invitee, Meeting, Minutes, Remark, Section
from kring.meetings.queries.people import PersonRow, invitees_of
from kring.meetings.rules import THERE
from kring.meetings.rules.lines import TYPED
from kring.meetings.rules.minutes import Change, Step, changes
from kring.tlp.labels import Label


@dataclass(frozen=True, slots=True)
class RemarkRow:
    """What somebody said who read it over."""

    author: str
    text: str
    at: datetime
    line: str
    """The line it is about, as it stands now; empty: the section as a whole."""


@dataclass(frozen=True, slots=True)
class SectionRow:
    """What the minutes say of a point. `number` counts what this reader sees."""

    id: UUID
    number: int
    title: str
    label: Label
    text: str
    remarks: Sequence[RemarkRow]
    changes: Sequence[Change]
    """What differs from the version before."""

    @property
    def prose(self) -> str:
        """As Markdown: each line for itself, typed lines under their names."""
        return prose(self.text)

    @property
    def lines(self) -> list[tuple[int, str]]:
        """Its lines with their places, to remark on one."""
        return [(place, line) for place, line in enumerate(self.text.split("\n")) if line.strip()]


@dataclass(frozen=True, slots=True)
class AttendeeRow:
    """Somebody who was there, or not."""

    name: str
    organisation: str
    attendance: str
    phone: str
    email: str

    @property
    def attendance_text(self) -> str:
        """In words."""
        return str(Invitee.Attendance(self.attendance).label)


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A version there is."""

    id: UUID
    version: int
    why: str
    approved_at: datetime | None


@dataclass(frozen=True, slots=True)
class MinutesPaper:
    """A version of minutes, as one reader has it: what stands in them, and nothing of what is said about them."""

    id: UUID
    meeting: UUID
    title: str
    topic: str
    circle: str
    starts_at: datetime
    place: str
    version: int
    why: str
    approved_at: datetime | None
    label: Label
    """The narrowest of what this reader has of it."""
    sections: Sequence[SectionRow]
    attendees: Sequence[AttendeeRow]

    @property
    def came(self) -> list[AttendeeRow]:
        """Who was there."""
        return [row for row in self.attendees if row.attendance in THERE]

    @property
    def missed(self) -> list[AttendeeRow]:
        """Who was not."""
        return [row for row in self.attendees if row.attendance not in THERE]


@dataclass(frozen=True, slots=True)
class MinutesView(MinutesPaper):
    """The same with its review, and what came before and after it."""

    circle_id: UUID
    slug: str
    ends_at: datetime
    meeting_label: Label
    step: Step
    shared_by: str
    approved_by: str
    versions: Sequence[VersionRow]
    steers: bool

    @property
    def is_latest(self) -> bool:
        """Is there no later version?"""
        return all(row.version <= self.version for row in self.versions)


def prose(text: str) -> str:
    """Notes as Markdown, with what a typed line is in words."""
    names = {"!": _("Decision"), "=": _("Agreement"), "@": _("Action")}
    said = []
    for line in text.split("\n"):
        typed = TYPED.match(line)
        if typed:
            name = "@" if typed["mark"] == "@" else ""
            said.append(f"\n**{names[typed['mark']]}:** {name}{typed['rest']}\n")
        else:
            said.append(line if line.lstrip().startswith(("-", "*")) or not line.strip() else f"{line}  ")
    return "\n".join(said)


def step_of(minutes: Minutes) -> Step:
    """Where minutes are."""
    return Step.APPROVED if minutes.approved_at else Step.REVIEW


def minutes_view(actor: Actor, minutes: UUID) -> MinutesView:
    """One version. Raises `NotVisible`."""
    found = access.minutes(actor, minutes)
    meeting = found.meeting
    return MinutesView(
        **_said(found, _sections(found, remarks=_remarks(found), before=_before(found))),
        circle_id=found.circle_id,
        slug=meeting.circle.slug,
        ends_at=meeting.ends_at,
        meeting_label=Label(meeting.label),
        step=step_of(found),
        shared_by=found.shared_by.name,
        approved_by=found.approved_by.name if found.approved_by else "",
        versions=[
            VersionRow(*row)
            for row in Minutes.objects.filter(meeting=meeting)
            .order_by("version")
            .values_list("pk", "version", "why", "approved_at")
        ],
        steers=access.steers(actor, found.circle_id),
    )


def minutes_on_paper(actor: Actor, minutes: UUID) -> MinutesPaper:
    """The same for paper, where no review stands. Raises `NotVisible`."""
    found = access.minutes(actor, minutes)
    return MinutesPaper(**_said(found, _sections(found, remarks={}, before={})))


def _said(minutes: Minutes, sections: Sequence[SectionRow]) -> dict[str, Any]:
    """What stands in minutes, on a page as on paper."""
    meeting = minutes.meeting
    return {
        "id": minutes.pk,
        "meeting": meeting.pk,
        "title": meeting.title,
        "topic": meeting.topic,
        "circle": meeting.circle.name,
        "starts_at": meeting.starts_at,
        "place": meeting.place,
        "version": minutes.version,
        "why": minutes.why,
        "approved_at": minutes.approved_at,
        "label": max([Label(meeting.label), *(section.label for section in sections)]),
        "sections": sections,
        "attendees": _attendees(minutes),
    }


Said = tuple[str, str, datetime, int | None]
"""Who remarked, what, when, and on which line."""


def _sections(
    minutes: Minutes, *, remarks: Mapping[UUID, Sequence[Said]], before: Mapping[UUID, str]
) -> list[SectionRow]:
    rows = Section.objects.filter(minutes=minutes).values_list("pk", "item", "title", "item__label", "text")
    return [
        SectionRow(
            id=pk,
            number=number,
            title=title,
            label=Label(label),
            text=text,
            remarks=[_remark(text.split("\n"), *remark) for remark in remarks.get(pk, ())],
            changes=changes(before[item], text) if item in before else (),
        )
        for number, (pk, item, title, label, text) in enumerate(rows, 1)
    ]


def _before(minutes: Minutes) -> dict[UUID, str]:
    """What the version before says, by the point it is about. The first has none."""
    if minutes.version == 1:
        return {}
    rows = Section.objects.filter(minutes__meeting=minutes.meeting_id, minutes__version=minutes.version - 1)
    return dict(rows.values_list("item", "text"))


def _remarks(minutes: Minutes) -> dict[UUID, list[Said]]:
    """By section: who said what, when, about which line."""
    rows = Remark.objects.filter(section__minutes=minutes).values_list("section", "author__name", "text", "at", "line")
    said: dict[UUID, list[Said]] = {}
    for section, author, text, at, line in rows:
        said.setdefault(section, []).append((author, text, at, line))
    return said


def _remark(lines: Sequence[str], author: str, text: str, at: datetime, line: int | None) -> RemarkRow:
    about = lines[line] if line is not None and line < len(lines) else ""
    return RemarkRow(author, text, at, about)


def _attendees(minutes: Minutes) -> list[AttendeeRow]:
    """As it was noted when they were approved; until then, as it is."""
    if minutes.approved_at:
        rows = Attendee.objects.filter(minutes=minutes)
        return [AttendeeRow(*row) for row in rows.values_list("name", "organisation", "attendance", "phone", "email")]
    return [_came(row) for row in invitees_of(minutes.meeting_id) if row.attendance != "none"]


def _came(row: PersonRow) -> AttendeeRow:
    return AttendeeRow(row.name, row.organisation, row.attendance, "", "")


@dataclass(frozen=True, slots=True)
class KeptMinutes:
    """Minutes in a list."""

    id: UUID
    title: str
    topic: str
    starts_at: datetime
    version: int
    step: Step


def minutes_of(circle: UUID, *, most: int = 200) -> list[KeptMinutes]:
    """The latest minutes of each meeting of a circle, newest first, as the bound actor may see them."""
    rows = Minutes.objects.filter(circle=circle).select_related("meeting").order_by("-meeting__starts_at", "-version")
    latest: dict[UUID, KeptMinutes] = {}
    for row in rows[:most]:
        kept = KeptMinutes(
            row.pk, row.meeting.title, row.meeting.topic, row.meeting.starts_at, row.version, step_of(row)
        )
        latest.setdefault(row.meeting_id, kept)
    return list(latest.values())


@dataclass(frozen=True, slots=True)
class Hit:
    """Where words stand in minutes."""

    minutes: UUID
    section: UUID
    meeting: str
    title: str
    label: Label
    line: str
    starts_at: datetime


def found_in_minutes(words: str, *, most: int = 10) -> list[Hit]:
    """Where words stand in what the bound actor may read of approved minutes; the latest meetings first.

    Minutes are few, so no index is looked through past the lock: the database looks at what is this reader's alone.
    """
    if not words.strip():
        return []
    vector = SearchVector("title", "text", config="simple")
    query = SearchQuery(words, config="simple", search_type="websearch")
    rows = Section.objects.annotate(words=vector).filter(words=query, minutes__approved_at__isnull=False)
    rows = rows.select_related("minutes__meeting", "item").order_by("-minutes__meeting__starts_at", "-minutes__version")
    hits: dict[UUID, Hit] = {}
    for row in rows[: most * 3]:
        hits.setdefault(row.item_id, _hit(row, words))
    return list(hits.values())[:most]


def _hit(row: Section, words: str) -> Hit:
    wanted = [word.casefold() for word in words.replace('"', " ").split()]
    said = [line for line in row.text.split("\n") if any(word in line.casefold() for word in wanted)]
    meeting: Meeting = row.minutes.meeting
    line = said[0] if said else ""
    return Hit(row.minutes_id, row.pk, meeting.title, row.title, Label(row.item.label), line, meeting.starts_at)


@dataclass(frozen=True, slots=True)
class SectionView:
    """A section on a page of its own."""

    id: UUID
    minutes: UUID
    title: str
    label: Label
    text: str


def section_view(actor: Actor, section: UUID) -> SectionView:
    """One section. Raises `NotVisible`."""
    found = access.section(actor, section)
    return SectionView(found.pk, found.minutes_id, found.title, Label(found.item.label), found.text)


TO_READ_OVER = Lookup("""
SELECT x.id, m.title FROM meetings_minutes x JOIN meetings_meeting m ON m.id = x.meeting_id
JOIN meetings_invitee own ON own.meeting_id = m.id AND own.person_id = %(me)s
WHERE x.approved_at IS NULL AND x.shared_by_id <> %(me)s
  AND NOT EXISTS (SELECT FROM meetings_section s JOIN meetings_remark r ON r.section_id = s.id
                  WHERE s.minutes_id = x.id AND r.author_id = %(me)s)
ORDER BY x.version
""")


@dataclass(frozen=True, slots=True)
class ToRead:
    """Minutes that wait to be read over."""

    id: UUID
    title: str


def to_read_over(actor: Actor) -> list[ToRead]:
    """Minutes in review of meetings this actor is invited to, on which they have not remarked."""
    return [ToRead(*row) for row in look_up(actor, TO_READ_OVER)]


def readers_of(minutes: UUID) -> set[UUID]:
    """Who of those invited may see the meeting of these minutes, for those who deliver."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT person FROM kring.minutes_readers(%s)", [minutes])
        return {person for (person,) in cursor.fetchall()}

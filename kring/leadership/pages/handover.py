"""The handover pack: what somebody carries in a circle, on a page and on paper, as far as its reader may know."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kring.admission.queries import ApplicationView, BallotView
from kring.circles import queries as circles
from kring.circles.queries import CirclePlace
from kring.kernel.clock import now
from kring.leadership import queries
from kring.leadership.queries import DutyHeld, Pack, TalkDue
from kring.leadership.templatetags.leadership import called, step
from kring.meetings.queries import MeetingRow
from kring.meetings.queries.outcomes import OutcomeRow
from kring.tlp.labels import Label
from kring.web import moments, paper
from kring.web.doors import signed_in
from kring.web.paper import Paper, Part
from kring.web.requests import PageRequest


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that is carried."""

    text: str
    note: str = ""
    link: str = ""
    label: Label = Label.GREEN


@dataclass(frozen=True, slots=True)
class Section:
    """Things of one kind."""

    title: str
    icon: str
    lines: Sequence[Line]


@require_safe
@signed_in
def handover(request: PageRequest, circle: str, person: UUID) -> HttpResponse:
    """What somebody carries here, with a link to each of it."""
    place = circles.circle_for(request.actor, circle)
    pack = queries.pack_of(request.actor, place, person)
    given = {"place": place, "pack": pack, "sections": _sections(place, pack)}
    return render(request, "leadership/handover.html", given)


@require_safe
@signed_in
def handover_paper(request: PageRequest, circle: str, person: UUID) -> HttpResponse:
    """The same on paper, under the narrowest label of what is on it."""
    place = circles.circle_for(request.actor, circle)
    pack = queries.pack_of(request.actor, place, person)
    sections = _sections(place, pack)
    return paper.answer(
        Paper(
            title=_("Handover pack of %(name)s") % {"name": pack.person.name},
            label=max((line.label for section in sections for line in section.lines), default=Label.GREEN),
            reader=request.user.name,
            place=place.name,
            lead=moments.full_moment(now()),
            notice=[_("What its reader may not know of is not on it. A successor reads no TLP:RED of before.")],
            parts=[_part(section) for section in sections],
        )
    )


def _part(section: Section) -> Part:
    rows = [(line.text, line.note, line.label.marking) for line in section.lines]
    return Part(section.title, head=(_("What"), _("More"), _("Label")), rows=rows)


def _sections(place: CirclePlace, pack: Pack) -> list[Section]:
    """Those in which there is something, what is due first before what goes on."""
    steered = pack.steered
    all_of_them = [
        Section(_("Duties"), "user-star", [_duty(place, one) for one in pack.duties]),
        Section(_("Steps in for"), "users", [_duty(place, one) for one in pack.steps_in]),
        Section(_("Open actions"), "list-check", [_outcome(one) for one in pack.actions]),
        Section(_("Agreements"), "heart-handshake", [_outcome(one) for one in pack.agreements]),
        Section(_("Around the meetings"), "progress", list(_steps(place, pack))),
        Section(_("Ballots that run"), "ticket", [_ballot(one) for one in steered.ballots]),
        Section(_("Applications that wait"), "door-enter", [_application(one) for one in steered.applications]),
        Section(_("Speak with again"), "message-circle", [_talk(place, one) for one in steered.talks]),
        Section(_("Next meetings"), "calendar-event", [_meeting(one) for one in pack.meetings]),
        Section(_("To know"), "certificate", list(_code(place, pack))),
    ]
    return [section for section in all_of_them if section.lines]


def _duty(place: CirclePlace, duty: DutyHeld) -> Line:
    deputy = _("steps in: %(name)s") % {"name": duty.deputy.name} if duty.deputy else _("nobody steps in")
    until = _("until %(day)s") % {"day": moments.long_day(duty.until)} if duty.until else _("no end set")
    return Line(called(duty), _joined(duty.remit, deputy, until), reverse("who_for_what", args=[place.slug]))


def _outcome(row: OutcomeRow) -> Line:
    due = _("by %(day)s") % {"day": moments.long_day(row.due)} if row.due else ""
    note = _joined(due, _("late") if row.is_late else "", row.source)
    return Line(row.text, note, reverse("outcome", args=[row.id]), row.label)


def _steps(place: CirclePlace, pack: Pack) -> Iterator[Line]:
    for one in pack.steered.rounds:
        for due in one.steps:
            if not due.is_done:
                by = _("by %(day)s") % {"day": moments.long_day(due.by)}
                yield Line(step(due), _joined(one.title, by), reverse("cycle", args=[place.slug]), one.label)


def _ballot(one: BallotView) -> Line:
    until = _("until %(day)s") % {"day": _day(one.until)}
    return Line(one.organisation, until, reverse("ballot", args=[one.id]), Label.AMBER_STRICT)


def _application(one: ApplicationView) -> Line:
    sent = _("sent on %(day)s") % {"day": _day(one.sent_at)} if one.sent_at else ""
    return Line(one.organisation, sent, reverse("application", args=[one.id]), Label.AMBER_STRICT)


def _talk(place: CirclePlace, one: TalkDue) -> Line:
    return Line(one.organisation, moments.long_day(one.again_on), reverse("talks", args=[place.slug]), Label.RED)


def _meeting(row: MeetingRow) -> Line:
    host = _("host: %(name)s") % {"name": row.host_name} if row.host_name else _("no host yet")
    return Line(
        row.title,
        _joined(moments.full_moment(row.starts_at), row.topic, host),
        reverse("meeting", args=[row.id]),
        row.label,
    )


def _code(place: CirclePlace, pack: Pack) -> Iterator[Line]:
    if pack.code:
        title = _("Code of conduct, version %(n)s") % {"n": pack.code.number}
        yield Line(title, pack.code.changed, reverse("code", args=[place.slug]))


def _day(moment: datetime) -> str:
    return moments.long_day(timezone.localtime(moment).date())


def _joined(*parts: str) -> str:
    return " · ".join(filter(None, parts))

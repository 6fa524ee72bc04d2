"""Planning a year: the days of a rhythm, hosts in turn, topics that were offered; then all invitations together."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from kring.kernel.actor import Actor
from kring.kernel.clock import now
from kring.kernel.errors import Refused, enforce
from kring.kernel.record import record
from kring.meetings import access, queries, rules
from kring.meetings.commands.agenda import look_back
from kring.meetings.commands.inviting import invite_to
from kring.meetings.commands.locks import Ground, steered_ground
from kring.meetings.commands.topics import plan_topic_called
from kring.meetings.facts import YearPlanned
from kring.meetings.models import Meeting, Series
from kring.meetings.rules import RowAsked, YearAsked
from kring.tlp.labels import Label

NOTICE = timedelta(weeks=4)


def plan_year(*, actor: Actor, circle: UUID, asked: YearAsked) -> Series:
    """Propose the meetings of a year: no public holidays, hosts in turn, one topic each. Nobody is invited yet.

    Refused: not_steering, no_dates.
    Records: YearPlanned.
    """
    ground = steered_ground(actor, circle)
    days = _days(asked)
    if not days:
        raise Refused(rules.NO_DATES)
    series = _series(circle, asked)
    hosts = rules.fair_hosts(queries.rota(circle), days) if asked.rotates else [None] * len(days)
    _fill(ground, series, days, hosts)
    record(YearPlanned(circle=circle, series=series.pk, meetings=len(days)), by=actor)
    return series


def _days(asked: YearAsked) -> list[date]:
    rhythm = rules.Rhythm(rules.Pattern(asked.pattern), asked.every, asked.weekday, asked.nth)
    start = asked.start or (now() + NOTICE).date()
    return rules.days_of_year(rhythm, start=start, taken=lambda day: rules.is_holiday(asked.country, day))


def _series(circle: UUID, asked: YearAsked) -> Series:
    return Series.objects.create(
        circle_id=circle,
        name=asked.name.strip(),
        pattern=asked.pattern,
        every=asked.every,
        weekday=asked.weekday,
        nth=asked.nth,
        time=asked.time,
        zone=asked.zone,
        minutes=asked.minutes,
        place=asked.place.strip(),
        country=asked.country,
        rotates=asked.rotates,
    )


def _fill(ground: Ground, series: Series, days: Sequence[date], hosts: Sequence[UUID | None]) -> None:
    for number, (day, host) in enumerate(zip(days, hosts, strict=True), start=1):
        starts_at = _moment(series, day)
        meeting = Meeting.objects.create(
            series=series,
            number=number,
            title=f"{series.name} {number}",
            starts_at=starts_at,
            ends_at=starts_at + timedelta(minutes=series.minutes),
            zone=series.zone,
            place=series.place,
            host_id=host,
            **ground.lock(Label.GREEN),
        )
        look_back(ground, meeting)


def _moment(series: Series, day: date) -> datetime:
    """That day at the series' time, on the clock of its place."""
    return datetime.combine(day, series.time, ZoneInfo(series.zone)).astimezone(UTC)


def save_plan(*, actor: Actor, series: UUID, rows: Sequence[RowAsked]) -> None:
    """Keep what was changed in the lines of a plan that are not invited to yet; the others stay as they are.

    Refused: not_steering.
    """
    found = access.steered_series(actor, series)
    planned = {row.pk: row for row in found.meetings.filter(stage=Meeting.Stage.PLANNED).select_for_update()}
    for row in rows:
        if (meeting := planned.get(row.meeting)) is None:
            continue
        starts_at = _moment(found, row.day)
        meeting.ends_at += starts_at - meeting.starts_at
        meeting.starts_at = starts_at
        meeting.host_id, meeting.topic = row.host, row.topic.strip()
        meeting.save(update_fields=["starts_at", "ends_at", "host", "topic"])
        plan_topic_called(meeting)


def invite_to_all(*, actor: Actor, series: UUID) -> int:
    """Send the invitations for every meeting of a plan that is still to come. Gives how many meetings that are.

    Refused: not_steering, nobody_to_invite.
    Records: InvitationsSent, for each.
    """
    found = access.steered_series(actor, series)
    rows = found.meetings.filter(stage=Meeting.Stage.PLANNED, starts_at__gt=now()).order_by("starts_at")
    meetings = list(rows.select_for_update())
    enforce(None if meetings else rules.NO_DATES)
    for meeting in meetings:
        invite_to(actor, meeting)
    return len(meetings)

"""The meetings of the demo's region: two to begin with, then a rhythm of five weeks, hosts in turn, topics that members offered, drinks."""

from datetime import UTC, datetime, time, timedelta
from functools import partial
from uuid import UUID

from django.utils import translation

from kring.meetings import commands, queries
from kring.meetings.commands import MeetingAsked, PointAsked, YearAsked
from kring.meetings.queries import InviteeRow, MeetingRow
from kring.site.demo.cast import PLAYERS, REGION
from kring.site.demo.minutes import plan_minutes
from kring.site.demo.stage import Stage
from kring.site.demo.told import HERE, ago
from kring.tlp.labels import Label

FIRST = (("Kennismaking: wie zijn we en wat willen we", 350, 338), ("Van praten naar afspraken", 318, 296))
"""The meetings before there was a rhythm: title, planned so many days ago, held so many days ago."""
TOPICS = (
    ("Wat we leerden van de storing in de kraanbesturing", "wim", "", "", ""),
    ("Netsegmentatie zonder de productie te raken", "eli", "", "", ""),
    ("Wie belt wie: de eerste twee uur van een incident", "lies", "", "", ""),
    ("Phishing met QR-codes: wat werkt er nog?", "hanna", "", "", ""),
    ("Leveranciers met toegang op afstand", "gijs", "", "", ""),
    ("Wat de zorg van een stroomstoring leerde", "hanna", "", "", ""),
    ("Back-ups die je ook echt terugzet", "ike", "", "", ""),
    ("Melden als je met z'n tienen bent", "ivo", "", "", ""),
    ("Stuurloos: oefenen met uitval van het loodswezen", "chi", "Marit Kuyper", "Loodswezen Zuidgat", "Geen opname"),
)
"""Title, who offers it, and a speaker of elsewhere with what they ask."""
CANDIDATES = (
    ("OT-monitoring met een klein budget", "ike", "Prof. J. Veenstra", "Maritieme Hogeschool Kompas", ""),
    ("Oefenen zonder dat iemand het merkt", "ivo", "", "", "Reiskosten"),
)
NAMES = {player.key: player.name for player in PLAYERS}
PLACE = "Zie de gastheer"
LEFT_OPEN_AT, LEFT_OPEN = 9, "Wie betaalt de oefening?"
"""The meeting, counted from 0, and the point of it that was not finished."""
FOR_A_FEW = (2, 5)
"""The meetings that had something under TLP:RED."""
WHO_STEER = ("chi", "sil")
TASKS_DONE = ("room", "screen", "reception")


def plan_meetings(stage: Stage) -> None:
    """Two to begin with, then the secretary plans a year; what falls before today is held, what comes after invited to."""
    for number, (title, planned, held) in enumerate(FIRST):
        stage.plan(ago(planned, "09:15"), partial(_plan_one, stage, title, held, number))
    stage.plan(ago(277, "09:40"), partial(_plan_the_year, stage))
    for days, (title, by, speaker, house, conditions) in zip(
        (290, 285, 240, 200, 160, 120, 95, 60, 50), TOPICS, strict=True
    ):
        stage.plan(ago(days, "13:10"), partial(_offer, stage, by, title, speaker, house, conditions))
    for days, (title, by, speaker, house, conditions) in zip((24, 9), CANDIDATES, strict=True):
        stage.plan(ago(days, "16:05"), partial(_offer, stage, by, title, speaker, house, conditions))
    stage.plan(ago(12, "10:00"), partial(_drinks, stage))
    stage.plan(ago(3, "09:00"), partial(_leave_out_a_host, stage))


def _offer(stage: Stage, by: str, title: str, speaker: str, house: str, conditions: str) -> None:
    with stage.acting(by) as actor:
        commands.offer_topic(
            actor=actor,
            circle=stage.circles[REGION],
            title=title,
            speaker=speaker or NAMES[by],
            organisation=house,
            conditions=conditions,
        )


def _plan_the_year(stage: Stage) -> None:
    asked = YearAsked(
        name="Regio-overleg",
        pattern="weeks",
        every=5,
        weekday=1,
        time=time(13, 30),
        start=(stage.moment + timedelta(days=10)).date(),
        place=PLACE,
    )
    with stage.acting("sil") as actor, translation.override("nl"):
        series = commands.plan_year(actor=actor, circle=stage.circles[REGION], asked=asked)
        rows = queries.plan(actor, series.pk).rows
    for number, row in enumerate(rows, start=len(FIRST)):
        _plan_meeting(stage, row, number)
    following = next(row for row in rows if row.starts_at > stage.now)
    stage.plan(ago(6, "11:00"), partial(_prepare_the_next, stage, following.id))


def _plan_one(stage: Stage, title: str, days: int, number: int) -> None:
    begins = ago(days, "13:30")(stage.now)
    asked = MeetingAsked(title=title, starts_at=begins, ends_at=begins + timedelta(hours=3), place=PLACE)
    with stage.acting("sil") as actor:
        meeting = commands.plan_meeting(actor=actor, circle=stage.circles[REGION], asked=asked)
        row = queries.meeting_view(actor, meeting.pk).row
    _plan_meeting(stage, row, number)


def _plan_meeting(stage: Stage, row: MeetingRow, number: int) -> None:
    """Three weeks before it people are invited, then it is held, minuted and looked back on."""
    stage.meetings[row.title] = row.id
    stage.plan(max(row.starts_at - timedelta(days=21), stage.moment), partial(_invite, stage, row, number))
    stage.plan(row.starts_at - timedelta(days=18), partial(_fill, stage, row.id, number))
    stage.plan(row.ends_at + timedelta(hours=1), partial(_look_back, stage, row.id, number))
    plan_minutes(stage, row, number)


def _invite(stage: Stage, row: MeetingRow, number: int) -> None:
    """With its topic, when somebody offered one by now."""
    with stage.acting("sil") as actor:
        view = queries.meeting_view(actor, row.id).row
        turn = number - len(FIRST)
        topic = TOPICS[turn][0] if 0 <= turn < len(TOPICS) else ""
        commands.change_meeting(actor=actor, meeting=row.id, asked=_as_it_is(view, topic))
        commands.invite(actor=actor, meeting=row.id)
        invited = queries.meeting_view(actor, row.id).invitees
    for place, who in enumerate(sorted(invited, key=lambda who: who.name)):
        stage.plan(stage.moment + timedelta(hours=5 * place + 3), partial(_answer, stage, row.id, who, place + number))


def _as_it_is(row: MeetingRow, topic: str) -> MeetingAsked:
    return MeetingAsked(
        title=row.title,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        kind=row.kind,
        topic=topic,
        place=row.place,
        host=row.host,
        label=row.label,
        zone=row.zone,
    )


def _answer(stage: Stage, meeting: UUID, who: InviteeRow, turn: int) -> None:
    """Most come, some cannot, one in nine has not said."""
    key = next((key for key, person in stage.people.items() if person == who.person), "")
    if not key or turn % 9 == 4 or (key == "ada" and stage.moment > stage.now - timedelta(days=40)):
        return
    with stage.acting(key) as actor:
        if not any(row.id == meeting for row in queries.own_ahead(actor)):  # no seat any more
            return
        away = key not in WHO_STEER and turn % 7 == 5
        reply = "declined" if away else "tentative" if turn % 8 == 3 else "accepted"
        commands.answer_invitation(actor=actor, meeting=meeting, reply=reply)


def _fill(stage: Stage, meeting: UUID, number: int) -> None:
    """The usual points, what was left open, and now and then something for a few."""
    with stage.acting("sil") as actor, translation.override("nl"):
        commands.fill_agenda(actor=actor, meeting=meeting)
        if number - 1 == LEFT_OPEN_AT:
            commands.carry_over(actor=actor, meeting=meeting)
        if number == LEFT_OPEN_AT:
            point = PointAsked(title=LEFT_OPEN, kind="decide", minutes=15, label=Label.AMBER)
            commands.add_point(actor=actor, meeting=meeting, asked=point)
        if number in FOR_A_FEW:
            point = PointAsked(
                title="Lopende zaak bij een lid",
                kind="discuss",
                minutes=20,
                label=Label.RED,
                presenter=stage.people["cem"],
                named=[stage.people["lies"]],
            )
            commands.add_point(actor=actor, meeting=meeting, asked=point)


def _look_back(stage: Stage, meeting: UUID, number: int) -> None:
    """Who was there, what was done, and what the topic was worth."""
    with stage.acting("sil") as actor:
        view = queries.meeting_view(actor, meeting)
        for place, who in enumerate(view.invitees):
            there = "excused" if who.reply == "declined" else "present" if (place + number) % 6 else "absent"
            commands.note_attendance(actor=actor, invitee=who.id, attendance=there)
        for point in view.agenda:
            if point.title != LEFT_OPEN or number != LEFT_OPEN_AT:
                commands.close_point(actor=actor, item=point.id)
    for who in view.invitees[:7]:
        key = next(key for key, person in stage.people.items() if person == who.person)
        with stage.acting(key) as actor:
            seen = next((row for row in queries.behind(actor, stage.circles[REGION]) if row.id == meeting), None)
            if seen and seen.own and seen.own.attendance == "present":
                for topic in queries.topics_at(actor, meeting):
                    commands.rate_topic(actor=actor, topic=topic.id, stars=3 + (number + len(key)) % 3)


def _prepare_the_next(stage: Stage, meeting: UUID) -> None:
    """The host is on their way, and a guest speaker has a link."""
    with stage.acting("sil") as actor:
        for task in TASKS_DONE:
            commands.tick_off(actor=actor, meeting=meeting, task=task)
        commands.invite_guest(
            actor=actor, meeting=meeting, name="Marit Kuyper", email="m.kuyper@zuidgat.example", ceiling=Label.GREEN
        )


def _drinks(stage: Stage) -> None:
    """A social event within somebody else's gathering."""
    day = (stage.now.astimezone(HERE) + timedelta(days=26)).date()
    begins = datetime.combine(day, time(17, 0), HERE).astimezone(UTC)
    with stage.acting("chi") as actor:
        meeting = commands.plan_meeting(
            actor=actor,
            circle=stage.circles[REGION],
            asked=MeetingAsked(
                title="Borrel: elkaar kennen voordat het misgaat",
                starts_at=begins,
                ends_at=begins + timedelta(hours=2),
                kind="social",
                place="Foyer, zaal Stuurboord",
                within="Havendag Noordermond",
            ),
        )
        commands.invite(actor=actor, meeting=meeting.pk)


def _leave_out_a_host(stage: Stage) -> None:
    """One organisation is being rebuilt."""
    with stage.acting("hanna") as actor:
        commands.pause_hosting(
            actor=actor, circle=stage.circles[REGION], until=(stage.now + timedelta(days=120)).date()
        )

"""What came of the meetings of the demo's region: notes, minutes, agreements kept and broken, actions done, due and late."""

from datetime import timedelta
from functools import partial
from uuid import UUID

from kring.kernel.errors import NotVisible
from kring.meetings.commands import minutes, notes, outcomes, room, verdicts
from kring.meetings.queries import MeetingRow
from kring.meetings.queries.outcomes import outcomes_at
from kring.meetings.queries.room import room as room_of
from kring.meetings.rules import shared_text
from kring.site.demo.stage import Stage

SAID = (
    {
        3: "Twee leden zagen dezelfde nepinlog. De derde hoorde het pas op de maandag.\n= Wie iets ziet, deelt het dezelfde dag"
        "\n@Wim volgende week de belboom rondsturen",
        6: "Het loodswezen wil aansluiten bij de oefening.\n! We oefenen twee keer per jaar\n@Lies eind van de maand een datum prikken",
    },
    {
        3: "De storing in de kraanbesturing bleek een update van de leverancier.\n= Leveranciers krijgen alleen toegang op afspraak"
        "\n@Eli over 2 weken de lijst met toegangen delen",
        6: "! Het net van de kades wordt apart gezet",
    },
    {
        3: "Drie van ons gebruiken dezelfde toegang op afstand.\n@Gijs volgende week de leverancier aanspreken",
        6: "= Het nummer voor buiten kantoortijd staat bij iedereen in het profiel\n@Cem over 3 weken het draaiboek nalopen",
    },
    {
        3: "QR-codes op parkeermeters, en nu ook per post.\n! We waarschuwen bezoekers op onze schermen",
        6: "@Hanna over 2 weken een tekst voor de schermen maken\n@Wim over 4 weken de oefening voorbereiden",
    },
    {
        3: "Wie belt wie: de lijst is bij de helft verouderd.\n= De bellijst wordt elk kwartaal nagelopen",
        6: "@Lies over 3 weken de bellijst nalopen\n@Chi over 5 weken Loodswezen Zuidgat uitnodigen",
    },
)
"""What was noted at a meeting, by the place of the point on its agenda."""
STANDS = {
    "Wie iets ziet, deelt het dezelfde dag": "kept",
    "Leveranciers krijgen alleen toegang op afspraak": "broken",
    "de belboom rondsturen": "done",
    "een datum prikken": "done",
    "de lijst met toegangen delen": "done",
    "het draaiboek nalopen": "done",
}
"""How it stands by now; what is not named is open still, and late when its day has gone by."""
BETTER = ("", "Op tijd beginnen", "", "Meer tijd voor de casus", "", "Koffie vooraf")


def plan_minutes(stage: Stage, meeting: MeetingRow, number: int) -> None:
    """Who steers minutes a meeting, the others read it over, and it is approved within the week."""
    stage.plan(meeting.starts_at, partial(_open, stage, meeting.id))
    stage.plan(meeting.starts_at + timedelta(hours=1), partial(_write, stage, meeting.id, number))
    stage.plan(meeting.ends_at, partial(_close, stage, meeting.id))
    stage.plan(meeting.ends_at + timedelta(days=2), partial(_share, stage, meeting.id))
    stage.plan(meeting.ends_at + timedelta(days=5), partial(_approve, stage, meeting.id))
    stage.plan(meeting.ends_at + timedelta(days=1), partial(_say_how_it_was, stage, meeting.id))
    stage.plan(meeting.ends_at + timedelta(days=24), partial(_keep, stage, meeting.id))


def _open(stage: Stage, meeting: UUID) -> None:
    with stage.acting("sil") as actor:
        room.open_room(actor=actor, meeting=meeting)


def _write(stage: Stage, meeting: UUID, number: int) -> None:
    with stage.acting("sil") as actor:
        points = room_of(actor, meeting).points
        for place, text in SAID[number % len(SAID)].items():
            if place <= len(points):
                notes.retype_note(actor=actor, item=points[place - 1].id, read=shared_text.EMPTY, text=text)


def _close(stage: Stage, meeting: UUID) -> None:
    with stage.acting("sil") as actor:
        room.close_room(actor=actor, meeting=meeting)


def _share(stage: Stage, meeting: UUID) -> None:
    with stage.acting("sil") as actor:
        minutes.share_minutes(actor=actor, meeting=meeting)


def _approve(stage: Stage, meeting: UUID) -> None:
    with stage.acting("sil") as actor:
        latest = room_of(actor, meeting).minutes
        if latest:
            minutes.approve_minutes(actor=actor, minutes=latest)


def _say_how_it_was(stage: Stage, meeting: UUID) -> None:
    with stage.acting("sil") as actor:
        came = {row.person for row in room_of(actor, meeting).people if row.attendance == "present"}
    for place, key in enumerate(sorted(key for key, person in stage.people.items() if person in came)):
        with stage.acting(key) as actor:
            try:
                verdicts.give_verdict(
                    actor=actor, meeting=meeting, useful=place % 7 != 6, heard=place % 5 != 4, better=BETTER[place % 6]
                )
            except NotVisible:  # no seat any more
                continue


def _keep(stage: Stage, meeting: UUID) -> None:
    with stage.acting("sil") as actor:
        for row in outcomes_at(actor, meeting):
            if row.text in STANDS:
                outcomes.say_standing(actor=actor, outcome=row.id, standing=STANDS[row.text])

"""What came of the meetings of the demo's region: notes, minutes, agreements kept and broken, actions done, due and late."""

from datetime import timedelta
from functools import partial
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext

from kring.kernel.errors import NotVisible
from kring.meetings.commands import minutes, notes, outcomes, room, verdicts
from kring.meetings.queries import MeetingRow
from kring.meetings.queries.outcomes import outcomes_at
from kring.meetings.queries.room import room as room_of
from kring.meetings.rules import USUAL_AGENDA, shared_text
from kring.site.demo.stage import Stage

ROUND, TOPIC, TOGETHER = USUAL_AGENDA[2].title, USUAL_AGENDA[3].title, USUAL_AGENDA[5].title

SAID = (
    {
        ROUND: "Iedereen vertelde wat er bij een storing het eerst stilvalt. Bij vijf van ons is dat dezelfde leverancier.",
        TOGETHER: "= Wat hier gezegd wordt, draagt een label\n@Sil volgende week de kaart met de labels rondsturen",
    },
    {
        ROUND: "Twee leden zagen dezelfde nepinlog. De derde hoorde het pas op de maandag.\n= Wie iets ziet, deelt het dezelfde dag",
        TOGETHER: "! Meldingen gaan via Kring, niet meer via de lijst\n@Wim over 2 weken de belboom rondsturen",
    },
    {
        TOPIC: "De storing in de kraanbesturing bleek een update van de leverancier.\n= Leveranciers krijgen alleen toegang op afspraak",
        TOGETHER: "@Eli over 2 weken de lijst met toegangen delen\n! Het net van de kades wordt apart gezet",
    },
    {
        ROUND: "De phishing naar planners is nu ook bij de bergers gezien.",
        TOPIC: "Wadstroom liet zien hoe een tweede net naast het oude groeide, zonder een dag stil te staan.",
        TOGETHER: "@Gijs over 3 weken de tekening zonder adressen delen\n! We beginnen met de kranen, daarna de poorten",
    },
    {
        TOPIC: "Wie belt wie: de lijst is bij de helft verouderd.\n= De bellijst wordt elk kwartaal nagelopen",
        TOGETHER: "@Lies over 3 weken de bellijst nalopen\n@Chi over 5 weken Loodswezen Zuidgat uitnodigen",
    },
    {
        ROUND: "QR-codes op parkeermeters, en nu ook per post.\n! We waarschuwen bezoekers op onze schermen",
        TOGETHER: "@Hanna over 2 weken een tekst voor de schermen maken",
    },
    {
        TOPIC: "Drie van ons gebruiken dezelfde toegang op afstand.\n= We vragen leveranciers samen om een tweede factor",
        TOGETHER: "@Gijs over 3 weken de leverancier aanspreken\n@Cem over 3 weken het draaiboek nalopen",
    },
    {
        TOPIC: "Bij het ziekenhuis sprong de noodstroom aan en viel het netwerk toch weg.",
        TOGETHER: "= Het nummer voor buiten kantoortijd staat bij iedereen in het profiel\n! We oefenen twee keer per jaar",
    },
    {
        ROUND: "Het loodswezen wil aansluiten bij de oefening.",
        TOPIC: "Van zes back-ups kwamen er vier terug, en één pas na twee dagen.\n= Ieder zet elk kwartaal iets terug",
        TOGETHER: "@Lies over 4 weken een datum prikken\n@Ike over 6 weken zijn lijstje delen",
    },
    {
        TOPIC: "Wie klein is, meldt niet omdat het formulier groot is.\n! Een melding mag één zin zijn",
        TOGETHER: "@Lotte over 4 weken de oefening voorbereiden\n@Hanna over 5 weken de zorg erbij betrekken",
    },
)
"""What was noted at a meeting, by the usual point of the agenda under which it was."""
STANDS = {
    "Wie iets ziet, deelt het dezelfde dag": "kept",
    "Wat hier gezegd wordt, draagt een label": "kept",
    "De bellijst wordt elk kwartaal nagelopen": "kept",
    "Leveranciers krijgen alleen toegang op afspraak": "broken",
    "de kaart met de labels rondsturen": "done",
    "de belboom rondsturen": "done",
    "de lijst met toegangen delen": "done",
    "de tekening zonder adressen delen": "done",
    "de bellijst nalopen": "done",
    "Loodswezen Zuidgat uitnodigen": "done",
    "een tekst voor de schermen maken": "done",
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
    with stage.acting("sil") as actor, translation.override("nl"):
        points = {point.title: point.id for point in room_of(actor, meeting).points}
        for title, text in SAID[number % len(SAID)].items():
            notes.retype_note(actor=actor, item=points[gettext(title)], read=shared_text.EMPTY, text=text)


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

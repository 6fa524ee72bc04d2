"""How the demo's circles are doing: pulses with a fall, hours, a gap, a pair, open doors, and what keeps people from sharing."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial
from uuid import UUID

from dateutil.relativedelta import relativedelta

from kring.circles import queries as circles
from kring.health import commands, queries
from kring.health.rules import Score
from kring.kernel.errors import KringError
from kring.site.demo.cast import CARE, REGION
from kring.site.demo.stage import Stage
from kring.site.demo.told import HERE, ago, just

WIDELY = ("ada", "chi", "sil", "cem", "wim", "eli", "gijs", "hanna", "fay", "ike", "lies", "pim")

PULSES = (
    # trust and energy of each of WIDELY, in three quarters that went by, and in this one
    ((4, 4), (4, 5), (5, 4), (4, 4), (4, 5), (3, 4), (4, 4), (4, 4)),
    ((5, 4), (5, 5), (4, 4), (4, 4), (5, 4), (4, 3), (5, 5), (4, 4), (4, 4), (5, 4)),
    ((4, 4), (4, 5), (4, 4), (3, 4), (5, 4), (4, 4), (4, 4), (4, 4), (3, 5), (4, 4), (4, 3)),
    ((3, 3), (4, 4), (3, 4), (3, 3), (4, 3), (2, 3), (4, 4), (3, 3)),
)

BARRIERS = (
    ("named", "legal"),
    ("named",),
    ("time",),
    ("named", "onward"),
    ("legal", "time"),
    (),
    ("named", "time"),
    ("allowed", "named"),
    ("know",),
)

WANTED = ("incident response", "OT networks", "PLC", "backup", "detection", "GNSS", "SBOM", "post-quantum cryptography")

HOURS = (
    # who, days ago, hours, what for
    ("ada", 210, "2", "Kaart met de labels nalopen"),
    ("ada", 121, "3", "Voorbereiding bijeenkomst phishing"),
    ("ada", 88, "2.5", "Analyse kraanbesturing met Kaderling"),
    ("ada", 47, "4", "Oefening uitval sluis"),
    ("ada", 12, "1.5", "Rondje langs de kleine leden"),
    ("chi", 60, "6", "Jaarplan en gesprekken met bestuurders"),
    ("gijs", 33, "2", "Uitleg detectie aan Loodlijn"),
)


@dataclass
class Asked:
    """The surveys there are so far, by a name."""

    surveys: dict[str, UUID] = field(default_factory=dict)


def plan_health(stage: Stage) -> None:
    """Have all of it happen, each at its moment."""
    asked = Asked()
    for name, begin, said in zip(("first", "second", "third", "fourth"), _beginnings(stage.now), PULSES, strict=True):
        _plan_pulse(stage, asked, name, begin, said)
    stage.plan(just(hours=50), partial(_ask, stage, asked, "care", CARE, "dee", "pulse"))
    for hours, who in ((40, "ken"), (22, "rosa")):
        stage.plan(just(hours=hours), partial(_feel, stage, asked, "care", who, 4, 4))
    stage.plan(ago(34, "08:30"), partial(_ask, stage, asked, "barriers", REGION, "sil", "barriers"))
    for who, codes in zip(WIDELY, BARRIERS, strict=False):
        stage.plan(ago(30, "12:10"), partial(_name, stage, asked, who, codes))
    stage.plan(ago(16, "06:20"), commands.close_surveys)
    for who, days, spent, what in HOURS:
        stage.plan(ago(days, "17:05"), partial(_log, stage, who, spent, what))
    stage.plan(ago(75, "10:15"), partial(_want, stage))
    stage.plan(ago(54, "09:40"), partial(_wish, stage, "eli", "OT forensics", "teaches"))
    stage.plan(ago(53, "09:40"), partial(_wish, stage, "ivo", "detection", "learns"))
    stage.plan(ago(52, "11:00"), partial(_answer, stage, "gijs", "detection"))
    stage.plan(ago(51, "15:30"), partial(_agree, stage, "ivo"))
    stage.plan(ago(20, "10:00"), partial(_wish, stage, "ada", "phishing", "teaches"))
    stage.plan(just(hours=26), partial(_answer, stage, "ike", "phishing"))
    stage.plan(ago(9, "13:20"), partial(_open_doors, stage))
    stage.plan(ago(6, "09:10"), partial(_come_along, stage, ("ada", "eli", "ivo")))


def _beginnings(now: datetime) -> tuple[datetime, ...]:
    """When four pulses began: late in the first of these quarters, and early in each of the three after it."""
    local = now.astimezone(HERE)
    this = local.replace(month=(local.month - 1) // 3 * 3 + 1, day=1, hour=9, minute=0, second=0, microsecond=0)
    second, third = this - relativedelta(months=6), this - relativedelta(months=3)
    return (
        second - timedelta(days=20),
        second + timedelta(days=20),
        third + timedelta(days=20),
        this + timedelta(days=5),
    )


def _plan_pulse(stage: Stage, asked: Asked, name: str, begin: datetime, said: Iterable[tuple[int, int]]) -> None:
    if stage.now - begin > timedelta(days=350):
        return  # most of them were not there yet
    stage.plan(begin, partial(_ask, stage, asked, name, REGION, "chi", "pulse"))
    for at, (who, (trust, energy)) in enumerate(zip(WIDELY, said, strict=False)):
        stage.plan(begin + timedelta(hours=20 * at + 3), partial(_feel, stage, asked, name, who, trust, energy))
    stage.plan(begin + timedelta(days=14, hours=1), commands.close_surveys)


def _ask(stage: Stage, asked: Asked, name: str, circle: str, who: str, kind: str) -> None:
    with stage.acting(who) as actor:
        asked.surveys[name] = commands.ask_survey(actor=actor, circle=stage.circles[circle], kind=kind)


def _feel(stage: Stage, asked: Asked, name: str, who: str, trust: int, energy: int) -> None:
    with suppress(KringError), stage.acting(who) as actor:  # who does not sit there at that moment is not asked
        commands.answer_pulse(actor=actor, survey=asked.surveys[name], trust=Score(trust), energy=Score(energy))


def _name(stage: Stage, asked: Asked, who: str, codes: tuple[str, ...]) -> None:
    remark = "Ik weet niet wie er meeleest." if codes == ("know",) else ""
    with suppress(KringError), stage.acting(who) as actor:
        commands.answer_barriers(actor=actor, survey=asked.surveys["barriers"], barriers=codes, remark=remark)


def _log(stage: Stage, who: str, hours: str, what: str) -> None:
    day = stage.moment.astimezone(HERE).date()
    with stage.acting(who) as actor:
        commands.log_hours(actor=actor, circle=stage.circles[REGION], day=day, hours=Decimal(hours), what=what)


def _want(stage: Stage) -> None:
    with stage.acting("chi") as actor:
        for topic in WANTED:
            commands.add_subject(actor=actor, circle=stage.circles[REGION], topic=topic)


def _wish(stage: Stage, who: str, topic: str, side: str) -> None:
    with stage.acting(who) as actor:
        commands.make_wish(actor=actor, circle=stage.circles[REGION], topic=topic, side=side)


def _answer(stage: Stage, who: str, topic: str) -> None:
    with stage.acting(who) as actor:
        wishes = queries.wishes_of(actor, circles.circle_for(actor, stage.circles[REGION]))
        commands.answer_wish(actor=actor, wish=next(wish.id for wish in wishes if wish.topic == topic))


def _agree(stage: Stage, who: str) -> None:
    with stage.acting(who) as actor:
        for lesson in queries.lessons_proposed(actor):
            commands.agree_to_lesson(actor=actor, pair=lesson.id)


def _open_doors(stage: Stage) -> None:
    with stage.acting("gijs") as actor:
        commands.offer_visit(
            actor=actor,
            circle=stage.circles[REGION],
            title="De bewakingskamer van het net",
            about="Je ziet hoe we storingen van aanvallen onderscheiden. Neem een legitimatie mee; foto's maken kan niet.",
            place="Netbeheer Wadstroom, Schakelweg 4, Noordermond",
            at=(stage.now.astimezone(HERE) + timedelta(days=12)).replace(hour=13, minute=30, second=0, microsecond=0),
            places=8,
        )


def _come_along(stage: Stage, people: tuple[str, ...]) -> None:
    with stage.acting("gijs") as actor:
        (door,) = queries.visits_of(actor, stage.circles[REGION])
    for who in people:
        with stage.acting(who) as actor:
            commands.join_visit(actor=actor, visit=door.id)

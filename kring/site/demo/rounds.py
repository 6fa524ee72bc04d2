"""Rounds of the demo's region: one that ended, and one that waits for answers."""

from functools import partial

from kring.sharing import commands
from kring.site.demo.cast import REGION
from kring.site.demo.stage import Stage
from kring.site.demo.told import ago, just

LAST_TIME = "Wie zag de afgelopen weken inlogpogingen op de VPN buiten kantooruren?"
THIS_WEEK = "Is er deze week iets gezien rond de update van de kraanbesturing? Ook niets is nieuws."


def plan_rounds(stage: Stage) -> None:
    """The secretary asks; most answer, some do not."""
    stage.plan(ago(41, "09:05"), partial(_ask, stage, "before", LAST_TIME))
    for after, who in ((1, "cem"), (2, "lies"), (3, "eli"), (4, "gijs"), (5, "hanna"), (6, "ivo")):
        stage.plan(ago(41, f"{9 + after}:20"), partial(_answer, stage, "before", who))
    stage.plan(ago(38, "16:30"), partial(_close, stage, "before"))
    stage.plan(just(hours=20), partial(_ask, stage, "now", THIS_WEEK))
    for hours, who in ((18, "lies"), (17, "gijs"), (4, "ivo")):
        stage.plan(just(hours=hours), partial(_answer, stage, "now", who))


def _ask(stage: Stage, round: str, question: str) -> None:
    with stage.acting("sil") as actor:
        started = commands.start_round(actor=actor, circle=stage.circles[REGION], question=question, days=7)
    stage.rounds[round] = started.pk


def _answer(stage: Stage, round: str, who: str) -> None:
    with stage.acting(who) as actor:
        commands.answer_round(actor=actor, round=stage.rounds[round], kind="nothing")


def _close(stage: Stage, round: str) -> None:
    with stage.acting("sil") as actor:
        commands.close_round(actor=actor, round=stage.rounds[round])

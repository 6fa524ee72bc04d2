"""What the demo's circles are for, and an adviser of an authority who looks along with two of them."""

from datetime import timedelta
from functools import partial

from kring.kernel.clock import now
from kring.leadership import commands, queries
from kring.leadership.rules import Phase
from kring.sharing.commands import mark_outside
from kring.site.demo.cast import CARE, REGION
from kring.site.demo.milestones import PLAYER, found_account
from kring.site.demo.stage import Stage
from kring.site.demo.told import ago, just

SCOPES = (
    # circle, who writes it, what it is for, what not, the same in a few words
    (
        REGION,
        "sil",
        "Alles wat de haven stil kan leggen: besturing van kranen, sluizen en terminals, en de keten eromheen.",
        "Fraude met facturen en kantoor-IT die de haven niet raakt. Daarvoor is er het regionale ondernemersloket.",
        ["besturing", "keten", "oefenen"],
    ),
    (
        CARE,
        "dee",
        "Dreigingen voor zorg die door moet gaan: apparaten, dossiers, leveranciers.",
        "",
        ["medische apparaten", "leveranciers"],
    ),
)
NEXT = (
    # circle, who says so, how far it is, what comes next
    (REGION, "sil", Phase.BUILD, "Een tweede woordvoerder vinden, en de oefening van het voorjaar plannen."),
    (CARE, "dee", Phase.DEVELOP, ""),
)
BESIDE = "Factuur van het havenbedrijf met een ander rekeningnummer"
"""Shared in the region, and outside what it is for."""


def plan_advising(stage: Stage) -> None:
    """It is written down what two circles are for; an adviser takes the links of both; something lies outside."""
    for scope in SCOPES:
        stage.plan(ago(100, "15:20"), partial(_write_scope, stage, *scope))
    stage.plan(ago(25, "09:40"), partial(_come, stage))
    for told in NEXT:
        stage.plan(ago(20, "10:15"), partial(_ask, stage, *told))
    stage.plan(just(hours=5), partial(_mark, stage))
    stage.plan(just(hours=4), partial(_refresh, stage))


def _write_scope(stage: Stage, circle: str, who: str, inside: str, outside: str, topics: list[str]) -> None:
    with stage.acting(who) as actor:
        place = stage.circles[circle]
        commands.write_scope(actor=actor, circle=place, inside=inside, outside=outside, topics=topics)


def _come(stage: Stage) -> None:
    found_account(stage, PLAYER["nel"])


def _ask(stage: Stage, circle: str, who: str, phase: Phase, step: str) -> None:
    place, until = stage.circles[circle], now().date() + timedelta(days=365)
    with stage.acting(who) as actor:
        commands.tell_advisers(actor=actor, circle=place, phase=phase, next_step=step)
        asked = commands.ask_adviser(
            actor=actor, circle=place, authority="Rijkspunt Digitale Weerbaarheid", until=until
        )
        link = queries.advising_link(asked).rstrip("/").rpartition("/")[2]
    with stage.acting("nel") as actor:
        commands.take_advisership(actor=actor, link=link)


def _mark(stage: Stage) -> None:
    with stage.acting("sil") as actor:
        mark_outside(actor=actor, item=stage.items[BESIDE])


def _refresh(stage: Stage) -> None:
    for circle, who, *_ in NEXT:
        with stage.acting(who) as actor:
            commands.refresh_glance(actor=actor, circle=stage.circles[circle])

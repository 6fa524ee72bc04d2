"""Who wants to come into the demo's region: one waits for room, one is voted on, one just applied."""

from dataclasses import replace
from functools import partial
from typing import Any

from kring.admission import commands, queries
from kring.admission.commands import Writing
from kring.admission.rules import Choice
from kring.kernel.binding import acting_as
from kring.site.demo.cast import REGION
from kring.site.demo.stage import Stage
from kring.site.demo.told import ago, just

MOST = 9
"""How many members the region wants: it has as many, so that who is agreed to now, waits."""

YARD: dict[str, Any] = {
    "organisation": "Scheepswerf De Steven",
    "person": "Maud Terpstra",
    "email": "maud@desteven.example",
    "function": "security",
    "motive": "Wij dokken de schepen van drie van jullie. Ligt onze besturing stil, dan liggen hun schepen stil.",
    "declared": True,
    "answers": {"tied": "yes", "senior": "yes", "informed": "Wat leveranciers van scheepssystemen ons melden."},
}
COLD: dict[str, Any] = {
    "organisation": "Koelhuis Noordermond",
    "person": "Bram Feenstra",
    "email": "bram@koelhuis.example",
    "function": "operations",
    "motive": "Vorig jaar lag onze koeling drie uur stil door een storing bij een ander. Dat willen we samen voorkomen.",
    "declared": True,
    "answers": {"tied": "yes", "senior": "yes", "informed": "Meldingen uit de koelketen, van boer tot schip."},
}
CRANES: dict[str, Any] = {
    "organisation": "Van Dam Hijstechniek",
    "person": "Rosa van Dam",
    "email": "rosa@vandam.example",
    "function": "security",
    "motive": "Wij onderhouden de kranen op vier terminals, en zien storingen vaak het eerst.",
    "declared": True,
    "answers": {
        "tied": "yes",
        "senior": "yes",
        "informed": "Storingen in kraanbesturingen, bij vier terminals tegelijk.",
    },
}
SINCE_WHEN = "Hoe scheiden jullie de besturing van klanten van elkaar?"
THIS_WAY = "Per terminal een eigen netwerk, en een technicus logt in met een eigen sleutel."


def plan_admission(stage: Stage) -> None:
    """The chair says what is asked, makes a link, and three organisations apply by it."""
    links: list[str] = []
    applied: dict[str, Any] = {}
    stage.plan(ago(60, "09:15"), partial(_ask_for, stage))
    stage.plan(ago(55, "11:40"), partial(_open, stage, links))
    for days, writing in ((50, YARD), (12, COLD), (2, CRANES)):
        stage.plan(ago(days, "13:05"), partial(_apply, applied, links, writing))
    for days, writing, sponsor in ((47, YARD, "kaap"), (5, COLD, "port")):
        stage.plan(ago(days, "10:10"), partial(_put_to_the_vote, stage, applied, writing, sponsor))
    for days, who, writing in ((45, "cem", YARD), (44, "ada", YARD), (4, "cem", COLD), (3, "eli", COLD)):
        stage.plan(ago(days, "15:20"), partial(_vote, stage, applied, writing, who))
    stage.plan(ago(30, "16:45"), partial(_close, stage, applied, YARD))
    stage.plan(just(hours=30), partial(_question, stage, applied))


def _ask_for(stage: Stage) -> None:
    """What circles like it ask, in Dutch, and a size."""
    circle = stage.circles[REGION]
    terms = queries.policy_of(circle).terms
    with stage.acting("chi") as actor:
        commands.change_policy(actor=actor, circle=circle, terms=replace(terms, minimum=5, maximum=MOST))


def _open(stage: Stage, links: list[str]) -> None:
    with stage.acting("chi") as actor:
        made = commands.make_opening(actor=actor, circle=stage.circles[REGION], days=120)
    links.append(queries.opening_link(made).rstrip("/").rpartition("/")[2])


def _apply(applied: dict[str, Any], links: list[str], writing: dict[str, Any]) -> None:
    candidate = commands.begin_application(link=links[0], writing=Writing(**writing), language="nl")
    with acting_as(candidate):
        commands.send_application(candidate=candidate)
    applied[writing["organisation"]] = candidate


def _put_to_the_vote(stage: Stage, applied: dict[str, Any], writing: dict[str, Any], sponsor: str) -> None:
    with stage.acting("chi") as actor:
        commands.open_ballot(
            actor=actor,
            application=applied[writing["organisation"]].guest,
            sponsor=stage.memberships[REGION, sponsor],
        )


def _vote(stage: Stage, applied: dict[str, Any], writing: dict[str, Any], who: str) -> None:
    with stage.acting(who) as actor:
        commands.vote(actor=actor, ballot=_ballot(actor, applied, writing), choice=Choice.FOR)


def _close(stage: Stage, applied: dict[str, Any], writing: dict[str, Any]) -> None:
    conditions = "Het eerste jaar op proef: kom vier van de zes keer."
    with stage.acting("chi") as actor:
        commands.close_ballot(actor=actor, ballot=_ballot(actor, applied, writing), conditions=conditions)


def _question(stage: Stage, applied: dict[str, Any]) -> None:
    candidate = applied[CRANES["organisation"]]
    with stage.acting("chi") as actor:
        asked = commands.ask_candidate(actor=actor, application=candidate.guest, text=SINCE_WHEN)
    with acting_as(candidate):
        commands.answer_question(candidate=candidate, question=asked, answer=THIS_WAY)


def _ballot(actor: Any, applied: dict[str, Any], writing: dict[str, Any]) -> Any:
    return queries.application_view(actor, applied[writing["organisation"]].guest).ballots[0]

"""What the demo's region promised, who settles in, and one breach that was cleared up."""

from functools import partial
from uuid import UUID

from kring.conduct import commands, queries
from kring.conduct.rules import Expected, Step, default_code
from kring.site.demo.cast import REGION
from kring.site.demo.stage import Stage
from kring.site.demo.told import ago, just
from kring.tlp.labels import Label

ACCEPTED_FIRST = ("chi", "sil", "cem", "wim", "eli", "nora", "gijs", "hanna", "fay", "ike", "ivo", "lies", "teun")
ACCEPTED_AGAIN = ("chi", "sil", "hanna", "gijs", "lies", "ivo")

SEVENTH = "\n\n9. **Wij delen geen klantnamen in schermafdrukken.** Eerst weglakken, dan delen."
SEVENTH_EN = "\n\n9. **We share no names of customers in screenshots.** Cover them first, then share."

CARDS = (
    # who, days ago, does, helps, seeks, beside
    (
        "lot",
        16,
        "Ik houd de kranen en weegbruggen van Brakzand Bulk draaiende, en sinds kort ook de beveiliging ervan.",
        "Oude besturingen die niemand meer durft aan te raken.",
        "Hoe anderen hun leveranciers binnenlaten zonder de deur open te laten staan.",
        "Ik bouw houten kano's. Ze lekken zelden.",
    ),
    (
        "fay",
        120,
        "Alles wat vaart en een netwerkkabel heeft bij De Branding.",
        "Navigatie, AIS en wat je doet als het beeld niet klopt.",
        "Vroeg horen wat er aan de wal speelt.",
        "Zangkoor aan boord van een oude loodsboot.",
    ),
    (
        "cem",
        118,
        "I run security for the terminals of Kaderling, with four people and one very patient dog.",
        "Segmenting OT networks without stopping a crane.",
        "Honest stories about what went wrong.",
        "Baking sourdough, badly.",
    ),
)

SUSPICION = (
    "In de nieuwsbrief van Loodlijn van vorige week stond bijna woordelijk onze AMBER-waarschuwing over de VPN-dozen, met het advies"
    " om hun dienst af te nemen."
)
ASKED = (
    "In uw nieuwsbrief stond een tekst die sterk lijkt op een bericht uit deze kring onder TLP:AMBER. Hoe is die daar gekomen, en aan wie is"
    " hij gestuurd?"
)
ANSWER = (
    "Een collega van marketing heeft een interne samenvatting overgenomen en wist niet van het label. De nieuwsbrief ging naar veertig klanten."
    " We hebben hem ingetrokken, de klanten gebeld en onze interne samenvattingen van een label voorzien. Het spijt ons."
)
FOUND = "Overgenomen uit een interne samenvatting zonder label. Veertig ontvangers, allen gebeld. Geen opzet."
LEARNT = (
    "Een waarschuwing onder TLP:AMBER is in een nieuwsbrief beland doordat een interne samenvatting geen label had. De organisatie heeft de"
    " nieuwsbrief ingetrokken, de ontvangers gebeld en het zelf uitgelegd. Wat we ervan leren: zet het label ook op wat je intern verder vertelt,"
    " en laat nieuwsbrieven lezen door wie hier zit."
)


def plan_promises(stage: Stage) -> None:
    """A code with two versions, letters, somebody new with a buddy, cards, and a case that is over."""
    stage.plan(ago(279, "10:00"), partial(_publish, stage))
    for number, who in enumerate(ACCEPTED_FIRST):
        stage.plan(ago(276 - number, "16:10"), partial(_accept, stage, who))
    stage.plan(
        ago(224, "11:20"),
        partial(_sign, stage, "cem", "kaderling", "Marit Kuiper", "Managing director", "the board, 12 May"),
    )
    stage.plan(
        ago(218, "09:40"), partial(_sign, stage, "hanna", "kaap", "Joost de Waal", "Bestuurder", "de raad van bestuur")
    )
    for who, days, *words in CARDS:
        stage.plan(ago(days, "12:15"), partial(_introduce, stage, who, *words))
    stage.plan(ago(83, "09:00"), partial(_welcome, stage))
    stage.plan(ago(82, "13:30"), partial(_find_a_buddy, stage))
    _plan_case(stage)
    stage.plan(ago(9, "10:30"), partial(_publish_again, stage))
    for number, who in enumerate(ACCEPTED_AGAIN):
        stage.plan(ago(8 - number, "11:05"), partial(_accept, stage, who))


def _publish(stage: Stage) -> None:
    dutch, english = default_code("region")
    with stage.acting("chi") as actor:
        commands.publish_code(
            actor=actor, circle=stage.circles[REGION], text_nl=dutch, text_en=english, changed="", expected=Expected()
        )


def _publish_again(stage: Stage) -> None:
    dutch, english = default_code("region")
    with stage.acting("chi") as actor:
        commands.publish_code(
            actor=actor,
            circle=stage.circles[REGION],
            text_nl=dutch.replace("\n\n## Als", SEVENTH + "\n\n## Als"),
            text_en=english.replace("\n\n## When", SEVENTH_EN + "\n\n## When"),
            changed="Een negende afspraak: geen klantnamen in schermafdrukken.",
            expected=Expected(shares_a_year=6),
        )


def _accept(stage: Stage, who: str) -> None:
    with stage.acting(who) as actor:
        for asked in queries.asked_to_accept(actor):
            commands.accept_code(actor=actor, code=asked.code.id)


def _sign(stage: Stage, who: str, house: str, signed_by: str, function: str, authority: str) -> None:
    with stage.acting(who) as actor:
        commands.sign_letter(
            actor=actor,
            membership=stage.memberships[REGION, house],
            language="nl",
            signed_by=signed_by,
            function=function,
            authority=authority,
        )


def _introduce(stage: Stage, who: str, does: str, helps: str, seeks: str, beside: str) -> None:
    with stage.acting(who) as actor:
        commands.introduce(
            actor=actor, circle=stage.circles[REGION], does=does, helps=helps, seeks=seeks, beside=beside
        )


def _welcome(stage: Stage) -> None:
    with stage.acting("sil") as actor:
        steps = [step.value for step in Step if step is not Step.LETTER]
        own = ["Loop een ochtend mee bij je buddy"]
        commands.change_welcome(actor=actor, circle=stage.circles[REGION], steps=steps, own=own)


def _find_a_buddy(stage: Stage) -> None:
    people = stage.people
    with stage.acting("sil") as actor:
        asked = commands.ask_buddy(
            actor=actor, circle=stage.circles[REGION], newcomer=people["lot"], buddy=people["fay"]
        )
    with stage.acting("fay") as actor:
        commands.answer_buddy(actor=actor, asked=asked, accept=True)


# --- The case ---


def _plan_case(stage: Stage) -> None:
    stage.plan(ago(59, "08:50"), partial(_report, stage))
    stage.plan(ago(58, "10:15"), partial(_ask, stage))
    stage.plan(ago(55, "15:40"), partial(_answer, stage))
    stage.plan(ago(53, "11:00"), partial(_conclude, stage))
    stage.plan(just(hours=30), partial(_report_another, stage))


def _report(stage: Stage) -> None:
    with stage.acting("gijs") as actor:
        about = stage.memberships[REGION, "loodlijn"]
        commands.report_suspicion(
            actor=actor, circle=stage.circles[REGION], what=SUSPICION, about=about, item=None, unknown=True
        )


def _newest(stage: Stage) -> UUID:
    with stage.acting("sil") as actor:
        return queries.cases_handled(actor, stage.circles[REGION])[0].id


def _ask(stage: Stage) -> None:
    case = _newest(stage)
    with stage.acting("sil") as actor:
        commands.look_into(actor=actor, case=case)
        commands.ask_side(actor=actor, case=case, accused=None, asked=ASKED)


def _answer(stage: Stage) -> None:
    with stage.acting("ivo") as actor:
        (hearing,) = queries.hearings_asked(actor)
        commands.give_side(actor=actor, hearing=hearing.id, answer=ANSWER)


def _conclude(stage: Stage) -> None:
    case = _newest(stage)
    with stage.acting("sil") as actor:
        commands.find_case(actor=actor, case=case, finding=FOUND)
        tells = commands.Tells("Wat we leren van een nieuwsbrief", LEARNT, Label.AMBER)
        commands.conclude_case(actor=actor, case=case, outcome="mistake", tells=tells)


def _report_another(stage: Stage) -> None:
    """One that waits: it is not known which organisation."""
    with stage.acting("lies") as actor:
        commands.report_suspicion(
            actor=actor,
            circle=stage.circles[REGION],
            what="Een journalist belde mij over de storing aan de sluis, met details die alleen hier gedeeld zijn.",
            about=None,
            item=None,
            unknown=False,
        )

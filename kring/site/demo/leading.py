"""Who does what in the demo's region, and with whom its chair spoke."""

from datetime import date, timedelta
from functools import partial

from kring.kernel.clock import now
from kring.leadership import commands
from kring.leadership.commands import Noted, Wording
from kring.leadership.rules import Duty, Term
from kring.site.demo.cast import REGION
from kring.site.demo.stage import Stage
from kring.site.demo.told import ago

DUTIES = (
    # what, its own name, who, who steps in, days until the term ends, what it asks
    (Duty.CHAIR, "", None, "lies", 200, "Bereidt de vergaderingen voor, leidt ze en spreekt wie stil is gevallen."),
    (Duty.SECRETARY, "", None, None, None, "Stuurt de agenda, houdt verslag en afspraken bij, en herinnert ons eraan."),
    (Duty.SPOKESPERSON, "", "ivo", "chi", -12, "Spreekt namens de havenregio met de pers."),
    (Duty.NEWCOMERS, "", "lies", None, None, "Maakt nieuwe leden wegwijs."),
    (Duty.OTHER, "Oefeningen", None, None, None, "Bereidt twee oefeningen per jaar voor."),
)
TALKS = (
    # days ago, with whom, what about, what was said, in how many days again, thanks that were sent
    (96, "zoutmeer", "check_in", "Nieuwe CISO moet nog wennen. Ziet op tegen delen met concurrenten.", 90, ""),
    (40, "brakzand", "talk", "Wil in het najaar gastheer zijn. Nieuwe vergaderruimte.", None, ""),
    (
        12,
        "kaap",
        "thanks",
        "Bij de volgende vergadering nog eens noemen.",
        None,
        "Dank voor jullie snelle waarschuwing over de VPN!",
    ),
)


def plan_leading(stage: Stage) -> None:
    """The chair writes down who does what; and, over the months, whom she spoke."""
    stage.plan(ago(134, "11:30"), partial(_write_duties, stage))
    for days, house, kind, note, again, thanks in TALKS:
        stage.plan(ago(days, "16:45"), partial(_note, stage, house, kind, note, again, thanks))


def _write_duties(stage: Stage) -> None:
    for duty, title, holder, deputy, days, remit in DUTIES:
        until = stage.now.date() + timedelta(days=days) if days is not None else None
        who, steps_in = (stage.people[name] if name else None for name in (holder, deputy))
        with stage.acting("chi") as actor:
            commands.keep_duty(
                actor=actor,
                circle=stage.circles[REGION],
                term=Term(duty, who, steps_in, since=now().date(), until=until),
                wording=Wording(title, remit),
            )


def _note(stage: Stage, house: str, kind: str, note: str, again: int | None, thanks: str) -> None:
    on: date = now().date()
    again_on = on + timedelta(days=again) if again else None
    noted = Noted(stage.memberships[REGION, house], kind, on, note, again_on, thanks)
    with stage.acting("chi") as actor:
        commands.note_talk(actor=actor, circle=stage.circles[REGION], noted=noted)

"""What is noted of how it goes, and how one shows others who one is."""

from collections.abc import Collection, Sequence
from datetime import timedelta

from django.db.models import F

from kring.exchange import rules
from kring.exchange.commands.taking import Outcome
from kring.exchange.models import Subscription
from kring.exchange.wires.asking import OF_ONE_FILE, Credentials, Failed
from kring.kernel import vault
from kring.kernel.clock import now

PURPOSE = "subscription"
REASONS_KEPT = 20
LONGEST_REASON = 500
PATIENCE = 3
"""Turns that may fail over one file of many: then it is passed over, or nothing behind it would ever come."""


def credentials_of(found: Subscription) -> Credentials:
    """Raises `Misconfigured` when the secret was kept under another key."""
    sealed = bytes(found.sealed_secret)
    return Credentials(found.user, vault.unseal(PURPOSE, sealed) if sealed else "")


def note(found: Subscription, *, passed: int = 0, refused: Sequence[str] = (), **where: str) -> None:
    """What came of one piece; and in `after` and `next` where it goes on, if that is somewhere else now."""
    for name, value in where.items():
        setattr(found, name, value)
    if refused:
        said = [*(reason[:LONGEST_REASON] for reason in refused), *found.reasons]
        found.reasons = [*dict.fromkeys(said)][:REASONS_KEPT]
        where["reasons"] = found.reasons
    totals = {"passed": F("passed") + passed, "refused": F("refused") + len(refused)}
    Subscription.objects.filter(pk=found.pk).update(**totals, **where)


def why_passed_over(found: Subscription, name: str, why: Failed, of_one: Collection[str] = OF_ONE_FILE) -> str:
    """Why one file of many is not there, for people. Raises `Failed` when it can be that the others are not either."""
    if why.code in of_one or found.failures >= PATIENCE:
        return f"{name}: {why}"
    raise why


def refusals(outcomes: Sequence[Outcome]) -> list[str]:
    """Which of these were refused, each with why."""
    return [f"{one.stix_id}: {_why(one)}" for one in outcomes if not one.is_taken]


def _why(one: Outcome) -> str:
    if one.refusal:
        return str(one.refusal)
    return " ".join(f"{problem.path} {problem.text}".strip() for problem in one.problems)


def note_success(found: Subscription, *, more: bool) -> None:
    """It went well."""
    due_at = now() if more else now() + timedelta(minutes=found.minutes)
    Subscription.objects.filter(pk=found.pk).update(
        ran_at=now(), went_well_at=now(), failures=0, problem="", problem_text="", due_at=due_at
    )


def note_failure(found: Subscription, why: Failed) -> None:
    """It did not: it is tried again later, and not before they ask."""
    failures = found.failures + 1
    wait = rules.wait_after(failures, minutes=found.minutes, asked=why.wait)
    Subscription.objects.filter(pk=found.pk).update(
        ran_at=now(),
        failures=failures,
        problem=why.code,
        problem_text=str(why)[:500],
        due_at=now() + timedelta(seconds=wait),
    )

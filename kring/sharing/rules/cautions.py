"""What to know before sharing. It never stops anybody."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date

from kring.circles.rules import MandateTerms
from kring.kernel.words import N_
from kring.tlp.labels import Label


@dataclass(frozen=True, slots=True)
class Caution:
    """Something to know before sharing. It never stops anybody."""

    code: str
    text: str
    values: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Limit:
    """An organisation in the audience that can keep only to labels up to this one."""

    organisation: str
    narrowest: Label
    reason: str = ""


def above_mandate(label: Label, mandate: MandateTerms | None, today: date) -> bool:
    """Is this wider than the mandate says? Without a mandate nothing is above it."""
    return mandate is not None and not mandate.covers(label, today)


def cautions(
    label: Label,
    *,
    mandate: MandateTerms | None,
    today: date,
    limits: Sequence[Limit] = (),
    usual: Collection[Label] = (),
    via_secretariat: bool = False,
    readers: int = 0,
) -> list[Caution]:
    """What to know before sharing: a mandate passed, a limit of a reader's organisation, an unusual audience."""
    found = []
    if mandate is not None and mandate.has_ended(today):
        text = N_("Your mandate has run out. Sharing this is recorded and your organisation can see it.")
        found.append(Caution("mandate_ended", text))
    elif mandate is not None and above_mandate(label, mandate, today):
        found.append(
            Caution(
                "above_mandate",
                N_("Your mandate goes up to {label}. Sharing this is recorded and your organisation can see it."),
                {"label": mandate.widest_label.marking},
            )
        )
    found += [
        Caution(
            "sharing_limit",
            N_("{organisation} can keep information only up to {label}. {reason}"),
            {"organisation": limit.organisation, "label": limit.narrowest.marking, "reason": limit.reason},
        )
        for limit in limits
        if limit.narrowest < label
    ]
    if usual and label.wider_than(min(usual, default=label)):
        found.append(
            Caution(
                "unusual_audience",
                N_("You have not shared this widely here before: {label} reaches {readers} people."),
                {"label": label.marking, "readers": readers},
            )
        )
    if via_secretariat and label is Label.RED:
        found.append(
            Caution("sealed_red", N_("The people you name may guess who shared this: the list of names is short."))
        )
    return found

"""What a new circle starts with, by the kind of collaboration it is."""

from collections.abc import Collection
from dataclasses import dataclass, field

from kring.kernel.errors import Refusal
from kring.kernel.words import N_
from kring.tlp.labels import Label


@dataclass(frozen=True, slots=True)
class Preset:
    """The settings a circle of this kind starts with. All of them can be changed afterwards."""

    name: str
    about: str
    default_label: Label
    widest_label: Label
    second_factor: bool
    permitted_use: str
    colour: str
    retention_days: dict[str, int] = field(default_factory=dict)


DEFENCE_ONLY = N_("Use this to protect your own organisation. Not for sales, and not against other members.")
CHAIN_ONLY = N_("Use this to protect the chain you are in. Not in a tender, a contract or a negotiation.")

PRESETS: dict[str, Preset] = {
    "isac": Preset(
        N_("Sector"),
        N_("Organisations of one sector that share threats and lessons, such as an ISAC."),
        Label.AMBER,
        Label.GREEN,
        second_factor=True,
        permitted_use=DEFENCE_ONLY,
        colour="teal",
    ),
    "region": Preset(
        N_("Region"),
        N_("Large and small organisations in one region that keep it running together."),
        Label.GREEN,
        Label.CLEAR,
        second_factor=False,
        permitted_use=DEFENCE_ONLY,
        colour="sky",
        retention_days={"question": 730},
    ),
    "chain": Preset(
        N_("Supply chain"),
        N_("An organisation and the suppliers and customers it depends on."),
        Label.AMBER_STRICT,
        Label.GREEN,
        second_factor=True,
        permitted_use=CHAIN_ONLY,
        colour="violet",
    ),
    "site": Preset(
        N_("Site with many operators"),
        N_("A port, an airport, a campus: many operators behind one gate."),
        Label.AMBER,
        Label.GREEN,
        second_factor=False,
        permitted_use=DEFENCE_ONLY,
        colour="clay",
    ),
    "group": Preset(
        N_("Working group"),
        N_("A few people who get one thing done together."),
        Label.AMBER,
        Label.GREEN,
        second_factor=False,
        permitted_use=DEFENCE_ONLY,
        colour="indigo",
        retention_days={"question": 365},
    ),
}

RETAINED_KINDS = {
    "warning": N_("Warnings"),
    "question": N_("Questions"),
    "news": N_("News"),
    "document": N_("Documents"),
    "success": N_("Successes"),
    "help": N_("Requests for help"),
}
"""The kinds of items for which a circle can say how long they are kept."""

NO_SUCH_PRESET = Refusal("no_such_preset", N_("Choose what kind of collaboration it is."))
LABELS_CROSS = Refusal(
    "labels_cross", N_("The label to start from cannot be wider than the widest one that is allowed here.")
)


def why_not_start(preset: str) -> Refusal | None:
    """May a circle be started from this preset?"""
    return None if preset in PRESETS else NO_SUCH_PRESET


def why_not_label(default: Label, widest: Label) -> Refusal | None:
    """May a circle have these as its usual and its widest label?"""
    return LABELS_CROSS if default.wider_than(widest) else None


def for_addresses(wished: str, taken: Collection[str]) -> str:
    """The name of a circle in addresses: as wished, with a number when another circle has it."""
    base = wished if wished and wished not in RESERVED else f"{wished or 'circle'}-1"
    name, number = base, 2
    while name in taken:
        name, number = f"{base}-{number}", number + 1
    return name


RESERVED = frozenset({"start", "new"})
"""What stands in addresses where a circle's name would."""

"""What a machine may do in a collection, and why not: values in, a reason out."""

from datetime import date
from enum import StrEnum

from kring.circles.rules import MandateTerms
from kring.kernel.errors import Refusal
from kring.kernel.words import N_
from kring.tlp.labels import Label


class Direction(StrEnum):
    """Which way objects go through a collection."""

    BOTH = "both"
    OUT = "out"
    """From the circle to its members' machines: read only."""
    IN = "in"
    """From machines to the circle: what is sent cannot be read back here."""

    @property
    def can_read(self) -> bool:
        """May members' machines read it?"""
        return self is not Direction.IN

    @property
    def can_write(self) -> bool:
        """May members' machines add to it?"""
        return self is not Direction.OUT


DIRECTIONS = {
    Direction.BOTH: (N_("Both ways"), N_("Members' machines read what is here, and add to it.")),
    Direction.OUT: (N_("To machines"), N_("Members' machines read what is here. They add nothing.")),
    Direction.IN: (N_("From machines"), N_("Members' machines add objects here. They read nothing back.")),
}
"""What each is called, and what it means."""

NOT_SEATED = Refusal("not_seated", N_("Only somebody with a seat in the circle can add to it."))
READ_ONLY = Refusal("read_only", N_("Nothing can be added to this collection."))
WRITE_ONLY = Refusal("write_only", N_("This collection takes objects, and gives none."))
NOT_THE_SOURCE = Refusal("not_the_source", N_("Only the organisation that added it can remove it."))
OF_AN_ITEM = Refusal("of_an_item", N_("It was written of something that people shared. Withdraw that instead."))
RED = Refusal("red", N_("TLP:RED does not travel between machines."))
NARROWER_THAN_TOKEN = Refusal("beyond_ceiling", N_("Its label is narrower than what you act with may handle."))
WIDER_THAN_CIRCLE = Refusal("label_too_wide", N_("Its label is wider than this circle shares."))
WIDER_THAN_MANDATE = Refusal("above_mandate", N_("Its label is wider than your mandate lets you share."))


def why_not_add(
    label: Label, *, ceiling: int, widest: Label, mandate: MandateTerms | None, today: date
) -> Refusal | None:
    """May an object under this label be added here? A person is warned of their mandate; a machine has to keep to it."""
    if label is Label.RED:
        return RED
    if label > ceiling:
        return NARROWER_THAN_TOKEN
    if label < widest:
        return WIDER_THAN_CIRCLE
    if mandate is not None and not mandate.covers(label, today):
        return WIDER_THAN_MANDATE
    return None

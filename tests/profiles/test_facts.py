"""The trail says that a profile changed, and never what is in it."""

import pytest

from kring.kernel.binding import acting_as
from kring.products.named import named
from kring.profiles import commands
from tests.cast import Cast
from tests.trail import facts_of

KINDS = {"ProfileChanged", "ProfileTaken", "UseShown", "UseHidden"}


@pytest.fixture
def changed(cast: Cast) -> Cast:
    """Ada changed all there is to change."""
    house = cast.alpha.pk
    with acting_as(cast.actor("ada")) as actor:
        commands.describe(actor=actor, organisation=house, sectors=["secret sector"], domains=["secret.nl"])
        commands.add_technology(actor=actor, organisation=house, named=named(product="secret product"))
        supplier = commands.save_supplier(actor=actor, organisation=house, name="secret supplier")
        commands.bring_inventory(actor=actor, organisation=house, name="secret.csv", octets=b"product\nsecret too")
        commands.show_use(actor=actor, organisation=house, circle=cast.north.pk)
        commands.hide_use(actor=actor, organisation=house, circle=cast.north.pk)
        commands.remove_supplier(actor=actor, organisation=house, supplier=supplier)
        commands.take_profile(actor=actor, organisation=house)
    return cast


def test_nothing_of_what_was_said_is_in_it(changed: Cast) -> None:
    mine = [fact for fact in facts_of(changed.ada) if fact.kind in KINDS]
    assert {fact.kind for fact in mine} == KINDS
    assert all(fact.details == {"organisation": str(changed.alpha.pk)} for fact in mine)


def test_a_chair_sees_what_was_shown_to_the_circle_and_nothing_else(changed: Cast) -> None:
    assert {fact.kind for fact in facts_of(changed.chi)} & KINDS == {"UseShown", "UseHidden"}
    assert not {fact.kind for fact in facts_of(changed.cem)} & KINDS

"""Every fact that a trail can show is told there in a sentence."""

from dataclasses import Field, fields
from string import Formatter

import pytest

from kring.kernel.facts import Fact, type_of_fact

IN_NO_CIRCLE = {"AccountMade", "AccountSuspended", "AccountReadmitted", "ApplicationsErased"}
"""What the operator does, or the night: it stands in the sealed trail, and no page has a place for it."""

OWN = {name: fact for name, fact in type_of_fact.items() if fact.__module__.startswith("kring.")}


def is_kept_from_all_trails(fact: type[Fact]) -> bool:
    kept: Field[object] = next(field for field in fields(fact) if field.name == "kept_from_chair")
    return kept.default is True


@pytest.mark.parametrize("name", OWN)
def test_it_has_its_sentence_or_is_said_to_be_silent(name: str) -> None:
    fact = OWN[name]
    assert bool(fact.said) or is_kept_from_all_trails(fact) or name in IN_NO_CIRCLE
    assert not (fact.said and name in IN_NO_CIRCLE)


@pytest.mark.parametrize("name", [name for name, fact in OWN.items() if fact.said])
def test_its_sentence_names_nothing_that_it_does_not_carry(name: str) -> None:
    details = {field.name for field in fields(OWN[name])} - {field.name for field in fields(Fact)}
    assert {place for _, place, _, _ in Formatter().parse(OWN[name].said) if place} <= details | {"who"}

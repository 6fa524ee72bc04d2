"""A judge of STIX that nobody here wrote (`stix2-validator`) says the same of good and of bad objects."""

import json
from typing import Any

import pytest
from stix2validator import ValidationOptions, validate_instance

from kring.exchange.stix import split
from tests.exchange.stix.samples import real
from tests.exchange.stix.test_read import BAD, GOOD

WE_ARE_STRICTER = {"older", "id_of_other_type", "reference", "tlp", "bundle"}
"""Demands of the standard that the judge does not know, or tells apart by more than one object."""


def accepted(document: dict[str, Any]) -> bool:
    return bool(validate_instance(document, ValidationOptions(version="2.1")).is_valid)


@pytest.mark.parametrize("document", GOOD, ids=lambda document: str(document["type"]))
def test_what_we_take_in_the_judge_takes_in(document: dict[str, Any]) -> None:
    leap = document.get("valid_from") == "2024-02-29T23:59:60Z"  # the standard has leap seconds, the judge has none
    assert accepted(dict(document)) is not leap


# It asks for a type and an identifier before it judges.
JUDGED = [bad for bad, code, _, _ in BAD if code not in WE_ARE_STRICTER and {"id", "type"} <= bad.keys()]


@pytest.mark.parametrize("document", JUDGED)
def test_what_we_refuse_the_judge_refuses(document: dict[str, Any]) -> None:
    assert not accepted(json.loads(json.dumps(document)))


@pytest.mark.parametrize("pattern", ["apt1.json", "using-*.json", "sighting-*.json"])
def test_of_real_bundles_it_refuses_nothing_that_we_take_in(pattern: str) -> None:
    for path in real("stix-examples", pattern):
        assert all(accepted(json.loads(raw)) for raw in split(path.read_bytes()).objects), path.name

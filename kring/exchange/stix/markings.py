"""Markings of the Traffic Light Protocol in STIX objects.

TLP 1 is in STIX 2.1 itself (section 7.2.1.4); TLP 2.0 is an extension by the same committee (oasis-open,
cti-stix-common-objects, "tlp-2.0"). Each label is one marking definition that everybody refers to by its identifier.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from kring.exchange.stix.limits import Problem
from kring.tlp.labels import Label

TLP_2: dict[Label, str] = {
    Label.CLEAR: "marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487",
    Label.GREEN: "marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb",
    Label.AMBER: "marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421",
    Label.AMBER_STRICT: "marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003",
    Label.RED: "marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1",
}
"""The marking definition of each label."""

TLP_1: dict[Label, str] = {
    Label.CLEAR: "marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9",
    Label.GREEN: "marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da",
    Label.AMBER: "marking-definition--f88d31f6-486f-44da-b317-01333bde0b82",
    Label.RED: "marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed",
}
"""The same in TLP 1, where CLEAR was called WHITE and AMBER+STRICT was not there."""

TLP_2_EXTENSION = "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d"

_LABELS = {marking: label for table in (TLP_1, TLP_2) for label, marking in table.items()}


def markings_of(document: Mapping[str, Any]) -> tuple[Label | None, tuple[str, ...]]:
    """The label of an object, and its other markings.

    The narrowest wins, also when it marks only a part of the object, for an object travels as a whole. None: nothing in
    it says a label.
    """
    label: Label | None = None
    others: list[str] = []
    for marking in _referred(document):
        # Identifiers are compared without case, or a RED in capitals would pass for no marking at all.
        known = _LABELS.get(marking.lower())
        if known is None:
            others.append(marking)
        elif label is None or label.wider_than(known):
            label = known
    return label, tuple(dict.fromkeys(others))


def _referred(document: Mapping[str, Any]) -> Iterator[str]:
    for marking in _items(document.get("object_marking_refs")):
        if isinstance(marking, str):
            yield marking
    for granular in _items(document.get("granular_markings")):
        if isinstance(granular, dict) and isinstance(marking := granular.get("marking_ref"), str):
            yield marking


def _items(value: object) -> Iterable[object]:
    return value if isinstance(value, list) else ()


def why_not_this_definition(document: Mapping[str, Any]) -> Problem | None:
    """A marking definition that says it is TLP, and is not the one everybody knows for that label; or the reverse.

    Section 7.2.1.4: no other instances may be used or created. Under its own identifier a RED would look like
    no label at all; under RED's identifier a statement would.
    """
    known = _LABELS.get(str(document["id"]).lower())
    said = _label_it_says(document)
    if said is known:
        return None
    if known is not None:
        return Problem(
            "tlp", "/id", f"This identifier belongs to {known.marking}, and this object says something else."
        )
    return Problem("tlp", "/id", "A marking definition of TLP must be the standard's own, with its own identifier.")


def _label_it_says(document: Mapping[str, Any]) -> Label | str | None:
    definition = document.get("definition")
    text = definition.get("tlp") if isinstance(definition, dict) else None
    if text is None:
        extension = document.get("extensions", {}).get(TLP_2_EXTENSION)
        text = extension.get("tlp_2_0") if isinstance(extension, dict) else None
    if text is None:
        return None
    try:
        return Label.parse(str(text))
    except ValueError:
        return str(text)

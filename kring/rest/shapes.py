"""What goes over the wire: the base of all shapes, labels, and text that the database can keep."""

from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, PlainSerializer, WithJsonSchema
from pydantic_core import PydanticCustomError

from kring.tlp.labels import Label


class Out(BaseModel):
    """Something that comes out: read from the attributes of a value."""

    model_config = ConfigDict(from_attributes=True)


class In(BaseModel):
    """Something that comes in. A field that does not exist is an error, so that a slip of the pen is noticed."""

    model_config = ConfigDict(extra="forbid")


def _storable(text: str) -> str:
    if "\x00" in text:
        raise PydanticCustomError("no_nul", "a NUL character cannot be kept")
    return text


def _label(value: Any) -> Label:
    try:
        return value if isinstance(value, Label) else Label.parse(value)
    except (ValueError, AttributeError):
        expected = ", ".join(label.marking for label in Label)
        raise PydanticCustomError("enum", "not a label", {"expected": expected}) from None


Words = Annotated[str, AfterValidator(_storable)]
"""Text as somebody wrote it."""

Marking = Annotated[
    Label,
    BeforeValidator(_label),
    PlainSerializer(lambda label: label.marking, return_type=str),
    WithJsonSchema({"type": "string", "enum": [label.marking for label in Label], "title": "TLP 2.0 label"}),
]
"""A label as the standard writes it: "TLP:AMBER+STRICT"."""

MachineMarking = Annotated[
    Label,
    BeforeValidator(_label),
    PlainSerializer(lambda label: label.marking, return_type=str),
    WithJsonSchema(
        {"type": "string", "enum": [label.marking for label in Label if label < Label.RED], "title": "TLP 2.0 label"}
    ),
]
"""The narrowest label that goes to a machine: any but TLP:RED."""

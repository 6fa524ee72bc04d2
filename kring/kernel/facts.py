"""What can happen, as values: the base of every subject's facts."""

from dataclasses import dataclass, fields
from typing import ClassVar
from uuid import UUID

type_of_fact: dict[str, type["Fact"]] = {}
"""Every fact there is, by its name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """Something that happened, in the past tense.

    It carries identifiers and labels, never what was shared. `circle` and `item` are where it happened;
    `source` are the keys of those who may see it as the source of the item.
    """

    said: ClassVar[str] = ""
    """The sentence in the trail: "{who} shared it under {label}.", marked with `N_`, with places for the details."""

    circle: UUID | None = None
    item: UUID | None = None
    source: tuple[UUID, ...] = ()
    kept_from_chair: bool = False
    """Not shown in a circle's trail: the share goes via the secretariat, or it concerns the person alone."""

    def __init_subclass__(cls, **kwargs: object) -> None:
        super(Fact, cls).__init_subclass__(**kwargs)  # slots rebuild the class, so a bare super() would miss it
        type_of_fact[cls.__name__] = cls

    @property
    def kind(self) -> str:
        """The name of the fact: "ItemShared"."""
        return type(self).__name__

    @property
    def details(self) -> dict[str, object]:
        """What this kind of fact says beyond where it happened, as JSON values."""
        base = {f.name for f in fields(Fact)}
        return {f.name: _plain(getattr(self, f.name)) for f in fields(self) if f.name not in base}


def _plain(value: object) -> object:
    match value:
        case bool() | int() | str() | None:
            return value
        case tuple() | list() | frozenset():
            return sorted(_plain(part) for part in value)  # type: ignore[type-var]
        case _:
            return str(value)

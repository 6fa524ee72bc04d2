"""What people show of themselves to others: only what they agreed to, for whoever looks."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.utils.translation import gettext

from kring.kernel.lookups import Lookup, Row
from kring.people.models import Person
from kring.people.rules import Detail, Nearness, may_see


@dataclass(frozen=True, slots=True)
class Profile:
    """Somebody as another person sees them. What is hidden is empty here, as if it had never been filled in."""

    id: UUID
    name: str
    function: str
    is_machine: bool
    email: str
    phone: str
    phone_out_of_hours: str
    speaks: tuple[str, ...]
    introduction: str
    key: str
    key_fingerprint: str


class _Kept(NamedTuple):
    """What is kept of somebody, and to whom they show it."""

    id: UUID
    kind: str
    name: str
    function: str
    email: str
    phone: str
    phone_out_of_hours: str
    speaks: list[str]
    introduction: str
    shown_to: dict[str, str]
    openpgp_certificate: str
    openpgp_fingerprint: str
    erased_at: datetime | None


PROFILES = Lookup(f"SELECT {', '.join(_Kept._fields)} FROM people_person WHERE id = ANY (%(people)s::uuid[])")  # noqa: S608  # ours


def profiles(nearness: Mapping[UUID, Nearness]) -> dict[UUID, Profile]:
    """The profiles of these people, each as somebody that near may see it."""
    return profiles_of(Person.objects.filter(pk__in=nearness).values_list(*_Kept._fields), nearness)


def profiles_of(found: Iterable[Row], nearness: Mapping[UUID, Nearness]) -> dict[UUID, Profile]:
    """The same, of what was looked up with more of these people."""
    return {row.id: _shown(row, nearness[row.id]) for row in map(_Kept._make, found)}


def _shown(person: _Kept, nearness: Nearness) -> Profile:
    def sees(detail: Detail) -> bool:
        return may_see(person.shown_to, detail, nearness)

    return Profile(
        id=person.id,
        name=gettext("Former member") if person.erased_at else person.name,
        function=person.function,
        is_machine=person.kind == Person.Kind.MACHINE,
        email=person.email if sees(Detail.EMAIL) and not person.erased_at else "",
        phone=person.phone if sees(Detail.PHONE) else "",
        phone_out_of_hours=person.phone_out_of_hours if sees(Detail.PHONE_OUT_OF_HOURS) else "",
        speaks=tuple(person.speaks) if sees(Detail.SPEAKS) else (),
        introduction=person.introduction if sees(Detail.INTRODUCTION) else "",
        key=person.openpgp_certificate if sees(Detail.KEY) else "",
        key_fingerprint=person.openpgp_fingerprint if sees(Detail.KEY) else "",
    )

"""What people show of themselves to others: only what they agreed to, for whoever looks."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext

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


COLUMNS = (
    "id", "kind", "name", "function", "email", "phone", "phone_out_of_hours", "speaks", "introduction", "shown_to",
    "openpgp_certificate", "openpgp_fingerprint", "erased_at",
)  # fmt: skip


def profiles(nearness: Mapping[UUID, Nearness]) -> dict[UUID, Profile]:
    """The profiles of these people, each as somebody that near may see it."""
    rows = Person.objects.filter(pk__in=nearness).values_list(*COLUMNS, named=True)
    return {row.id: _shown(row, nearness[row.id]) for row in rows}


def _shown(person: Any, nearness: Nearness) -> Profile:
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

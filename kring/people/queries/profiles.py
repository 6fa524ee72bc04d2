"""What people show of themselves to others: only what they agreed to, for whoever looks."""

from collections.abc import Mapping
from dataclasses import dataclass
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


def profiles(nearness: Mapping[UUID, Nearness]) -> dict[UUID, Profile]:
    """The profiles of these people, each as somebody that near may see it."""
    return {person.pk: _shown(person, nearness[person.pk]) for person in Person.objects.filter(pk__in=nearness)}


def _shown(person: Person, nearness: Nearness) -> Profile:
    def sees(detail: Detail) -> bool:
        return may_see(person.shown_to, detail, nearness)

    return Profile(
        id=person.pk,
        name=gettext("Former member") if person.erased_at else person.name,
        function=person.function,
        is_machine=not person.is_person,
        email=person.email if sees(Detail.EMAIL) and not person.erased_at else "",
        phone=person.phone if sees(Detail.PHONE) else "",
        phone_out_of_hours=person.phone_out_of_hours if sees(Detail.PHONE_OUT_OF_HOURS) else "",
        speaks=tuple(person.speaks) if sees(Detail.SPEAKS) else (),
        introduction=person.introduction if sees(Detail.INTRODUCTION) else "",
        key=person.openpgp_certificate if sees(Detail.KEY) else "",
        key_fingerprint=person.openpgp_fingerprint if sees(Detail.KEY) else "",
    )

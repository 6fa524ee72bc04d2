"""Who accounts belong to, as others see them beside what they wrote."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext

from kring.people.models import Person


@dataclass(frozen=True, slots=True)
class PersonName:
    """Somebody, in few words."""

    id: UUID
    name: str
    function: str
    language: str
    is_machine: bool
    has_key: bool
    """Has an OpenPGP key, so that content can come by mail."""


def people_by_id(ids: Collection[UUID]) -> dict[UUID, PersonName]:
    """Who these accounts belong to; somebody who was erased is "former member", in the reader's language."""
    rows = Person.objects.filter(pk__in=ids).values_list(
        "id", "name", "function", "language", "kind", "openpgp_fingerprint", "erased_at"
    )
    return {
        pk: PersonName(
            id=pk,
            name=gettext("Former member") if erased else name,
            function=function,
            language=language,
            is_machine=kind == Person.Kind.MACHINE,
            has_key=bool(fingerprint),
        )
        for pk, name, function, language, kind, fingerprint, erased in rows
    }

"""Who accounts belong to, as others see them beside what they wrote."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q
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


def people_called(word: str, *, most: int) -> list[UUID] | None:
    """The accounts with this word in their name or function; None when they are more than `most`."""
    found = Person.objects.filter(Q(name__icontains=word) | Q(function__icontains=word))
    ids = list(found.values_list("pk", flat=True)[: most + 1])
    return ids if len(ids) <= most else None


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

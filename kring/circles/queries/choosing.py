"""Whom one can choose in a circle, looked up as far as somebody looks for them: a large circle has thousands."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from kring.circles.models import Membership, Seated
from kring.circles.rules import MembershipState
from kring.kernel.lookups import Lookup, Row, look_up_for_anybody

Them = Collection[UUID] | QuerySet[Any, Any]
"""Some people: as far as they are known, or as the database knows them."""

SPARE = 20
"""So many organisations more are looked at, as some have nobody to show."""

FIRST_HOUSES = """
WITH house AS MATERIALIZED (
    SELECT m.id, o.name FROM circles_membership m JOIN circles_organisation o ON o.id = m.organisation_id
    WHERE m.circle_id = %(circle)s AND m.state = ANY (%(states)s) AND m.id <> ALL (%(besides)s::uuid[])
    ORDER BY o.name, m.id LIMIT %(looked_at)s
)
"""

SEATED_HOUSES = """
SELECT (SELECT count(*) FROM house), h.id, h.name FROM house h
WHERE EXISTS (SELECT FROM kring.seated s WHERE s.membership = h.id AND NOT s.observer)
ORDER BY h.name, h.id LIMIT %(most)s
"""

PEOPLE_OF_HOUSES = """
, sitting AS MATERIALIZED (
    SELECT s.seat, s.person, s.membership, s.observer, h.name FROM house h JOIN kring.seated s ON s.membership = h.id
)
SELECT DISTINCT (SELECT count(*) FROM house), p.id, p.name, p.function, s.membership, s.name
FROM sitting s JOIN people_person p ON p.id = s.person JOIN circles_seat c ON c.id = s.seat
WHERE p.kind = 'person' AND p.id <> ALL (%(people)s::uuid[]) AND NOT (s.observer AND %(not_observers)s)
  AND (c.introduced_at IS NOT NULL OR NOT %(introduced)s)
ORDER BY s.name, p.name, p.id, s.membership LIMIT %(most)s
"""

FIRST_SEATED, FIRST_PEOPLE = (Lookup(FIRST_HOUSES + rest) for rest in (SEATED_HOUSES, PEOPLE_OF_HOUSES))
"""Only for those few organisations it is looked up who sits there."""


@dataclass(frozen=True, slots=True)
class SomeoneHere:
    """Somebody who sits in a circle, for one of its organisations."""

    person: UUID
    name: str
    function: str
    membership: UUID
    organisation: str

    @property
    def key(self) -> UUID:
        """What stands for them where they are chosen."""
        return self.person

    @property
    def text(self) -> str:
        """What they are called there."""
        return f"{self.name}, {self.organisation}"


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """The people, not machines, who sit in a circle now, each once for every organisation they sit for."""

    circle: UUID
    nameable: bool = False
    """Only who can be named for TLP:RED: takes part, and was introduced to the circle."""
    take_part: bool = False
    """Only who takes part: nobody who observes, by their seat or with their whole organisation."""
    besides: Collection[UUID] = ()
    """People who are left out."""
    outside: Collection[UUID] = ()
    """Memberships that are left out, with all their people."""
    only: tuple[Them, ...] = ()
    """Who is in one of these; without any, everybody."""

    def called(self, words: str, most: int) -> list[SomeoneHere]:
        """The first so many with these words in their name, function or organisation, by organisation and name."""
        fits = Q()
        for word in words.split():
            fits &= (
                Q(person__name__icontains=word)
                | Q(person__function__icontains=word)
                | Q(organisation__name__icontains=word)
            )
        return self._first(fits, most) if fits or self.only else self._of_first_houses(most)

    def among(self, people: Collection[UUID]) -> list[SomeoneHere]:
        """Those of these people who can be chosen."""
        return self._first(Q(person__in=people), None) if people else []

    def _of_first_houses(self, most: int) -> list[SomeoneHere]:
        """The first there are. Of a few organisations they are found in a fraction of the time that all would take."""
        found = _of_first(
            FIRST_PEOPLE,
            self.circle,
            most,
            states=[MembershipState.MEMBER, MembershipState.SUSPENDED],
            besides=self.outside,
            people=list(self.besides),
            not_observers=self.nameable or self.take_part,
            introduced=self.nameable,
        )
        return self._first(Q(), most) if found is None else [SomeoneHere(*row) for row in found]

    def _first(self, fits: Q, most: int | None) -> list[SomeoneHere]:
        rows = Seated.objects.filter(fits, self._known(), circle=self.circle, person__kind="person")
        if self.nameable:
            rows = rows.filter(observer=False, seat__introduced_at__isnull=False)
        if self.take_part:
            rows = rows.filter(observer=False)
        if self.besides:
            rows = rows.exclude(person__in=self.besides)
        if self.outside:
            rows = rows.exclude(membership__in=self.outside)
        rows = rows.order_by("organisation__name", "person__name", "person", "membership")
        columns = ("person", "person__name", "person__function", "membership", "organisation__name")
        return [SomeoneHere(*row) for row in rows.values_list(*columns).distinct()[:most]]

    def _known(self) -> Q:
        known = Q()
        for some in self.only:
            known |= Q(person__in=some)
        return known


@dataclass(frozen=True, slots=True)
class HouseHere:
    """An organisation in a circle."""

    membership: UUID
    name: str

    @property
    def key(self) -> UUID:
        """What stands for it where it is chosen."""
        return self.membership

    @property
    def text(self) -> str:
        """What it is called there."""
        return self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Houses:
    """The organisations of a circle."""

    circle: UUID
    states: Collection[MembershipState] = (MembershipState.MEMBER, MembershipState.SUSPENDED)
    kind: str = ""
    """Only those that take part as this."""
    seated: bool = False
    """Only those for which somebody sits there and takes part."""
    besides: Collection[UUID] = ()
    """Memberships that are left out."""

    def called(self, words: str, most: int) -> list[HouseHere]:
        """The first so many with these words in their name."""
        fits = Q()
        for word in words.split():
            fits &= Q(organisation__name__icontains=word)
        some = fits or self.kind or not self.seated
        return self._first(fits, most) if some else self._first_with_a_seat(most)

    def among(self, memberships: Collection[UUID]) -> list[HouseHere]:
        """Those of these memberships that can be chosen."""
        return self._first(Q(pk__in=memberships), None) if memberships else []

    def _first_with_a_seat(self, most: int) -> list[HouseHere]:
        """The first there are, found among the first of all: few of them have nobody who sits for them."""
        found = _of_first(FIRST_SEATED, self.circle, most, states=self.states, besides=self.besides)
        return self._first(Q(), most) if found is None else [HouseHere(*row) for row in found]

    def _first(self, fits: Q, most: int | None) -> list[HouseHere]:
        rows = Membership.objects.filter(fits, circle=self.circle, state__in=self.states).exclude(pk__in=self.besides)
        if self.kind:
            rows = rows.filter(kind=self.kind)
        if self.seated:
            rows = rows.filter(pk__in=Seated.objects.filter(circle=self.circle, observer=False).values("membership"))
        rows = rows.order_by("organisation__name", "id")
        return [HouseHere(*row) for row in rows.values_list("id", "organisation__name")[:most]]


def _of_first(
    lookup: Lookup,
    circle: UUID,
    most: int,
    *,
    states: Collection[MembershipState],
    besides: Collection[UUID],
    **asked: bool | list[UUID],
) -> list[Row] | None:
    """What stands with the first organisations of a circle; None when there may be more with those that come after."""
    looked_at = most + SPARE
    first = {"states": [state.value for state in states], "besides": [*besides], "looked_at": looked_at}
    (rows,) = look_up_for_anybody(lookup, circle=circle, most=most, **first, **asked)
    whole = len(rows) == most or (rows and rows[0][0] < looked_at)
    return [row[1:] for row in rows] if whole else None

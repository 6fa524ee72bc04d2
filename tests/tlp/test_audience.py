"""Who may read what: the table, typed by hand, and the three that must agree with it.

Change the table first, then `kring/tlp/audience.py` and the SQL function `kring.may_read`.

Ada writes in North and chooses: RED names cem; AMBER goes to the whole circle; "chosen" goes to Gamma alone.
"""

from dataclasses import dataclass
from uuid import UUID

import pytest
from django.db import connection

from kring.kernel.binding import acting_as
from kring.tlp.audience import Lock, Reach, State, audience_for, may_read
from kring.tlp.labels import Label
from tests.cast import Cast

pytestmark = pytest.mark.lock

READERS = ["visitor", "ada", "bo", "cem", "chi", "dee", "eve", "fay", "gus", "max"]

#                                            visitor ada bo  cem chi dee eve fay gus max
TABLE = {
    "draft, whatever its label":            "   -     x   -   -   -   -   -   -   -   -  ",
    "RED, naming cem":                      "   -     x   -   x   -   -   -   -   -   -  ",
    "AMBER+STRICT":                         "   -     x   -   x   x   -   -   -   -   x  ",
    "AMBER":                                "   -     x   -   x   x   -   -   -   -   x  ",
    "AMBER+STRICT, chosen Gamma":           "   -     x   -   x   -   -   -   -   -   x  ",
    "AMBER, chosen Gamma":                  "   -     x   -   x   -   -   -   -   -   x  ",
    "AMBER, passed to bo":                  "   -     x   x   x   x   -   -   -   -   x  ",
    "GREEN":                                "   -     x   x   x   x   -   -   x   x   x  ",
    "GREEN, North bridged to South":        "   -     x   x   x   x   x   -   x   x   x  ",
    "GREEN, in Pier, North bridged":        "   -     x   x   x   x   -   -   x   x   x  ",
    "CLEAR":                                "   -     x   x   x   x   x   x   x   x   x  ",
    "CLEAR, published":                     "   x     x   x   x   x   x   x   x   x   x  ",
}  # fmt: skip


def expected(case: str) -> set[str]:
    """Who reads, according to the table."""
    return {name for name, mark in zip(READERS, TABLE[case].split(), strict=True) if mark == "x"}


def lock_of(case: str, cast: Cast) -> Lock:
    """The lock of ada's item in this case."""
    from kring.tlp.audience import colleague_key

    label = Label.RED if case.startswith("draft") else Label.parse(case.split(",", maxsplit=1)[0])
    membership = cast.memberships["ada"].pk
    return Lock(
        circle=cast.pier.pk if "in Pier" in case else cast.north.pk,
        community=cast.north.community,
        label=label,
        state=State.DRAFT if case.startswith("draft") else State.SHARED,
        author=cast.ada.pk,
        audience=audience_for(
            label,
            circle=cast.north.pk,
            author=cast.ada.pk,
            membership=membership,
            named=[cast.cem.pk] if label is Label.RED else [],
            chosen=[cast.memberships["cem"].pk] if "chosen" in case else [],
        ),
        passed_to=frozenset({colleague_key(membership, cast.bo.pk)} if "passed" in case else ()),
        published="published" in case,
    )


def prepare(case: str, cast: Cast) -> None:
    """What the case says of the world beside the item."""
    from kring.circles.models import Bridge

    if "bridged" in case:
        Bridge.objects.create(source=cast.north, target=cast.south, ceiling=Label.GREEN)


@dataclass
class Bound:
    """What the database says an actor holds."""

    cast: Cast

    def reach(self, name: str) -> Reach:
        with acting_as(self.cast.actor(name)), connection.cursor() as cursor:
            cursor.execute("SELECT a.person, a.keys, a.greens, a.bridged, a.ceiling FROM kring.actor() a")
            person, keys, greens, bridged, ceiling = cursor.fetchone()
        return Reach(person, frozenset(keys), frozenset(greens), frozenset(bridged), ceiling)


@pytest.mark.requirement("R79")
@pytest.mark.parametrize("case", TABLE)
def test_the_plain_rule_agrees_with_the_table(case: str, cast: Cast) -> None:
    prepare(case, cast)
    lock, bound = lock_of(case, cast), Bound(cast)
    assert {name for name in READERS if may_read(lock, bound.reach(name))} == expected(case)


def write_item(lock: Lock, cast: Cast) -> UUID:
    """Ada's item with this lock, in the database."""
    from kring.kernel.clock import now
    from kring.sharing.models import Item

    with acting_as(cast.actor("ada")):
        return Item.objects.create(
            circle_id=lock.circle,
            community=lock.community,
            label=lock.label,
            state=lock.state,
            author=cast.ada,
            membership=cast.memberships["ada"],
            audience=list(lock.audience),
            passed_to=list(lock.passed_to),
            published=lock.published,
            shared_at=now() if lock.state else None,
            title="Pumps stop",
        ).pk


@pytest.mark.requirement("R79")
@pytest.mark.parametrize("case", TABLE)
def test_the_database_agrees_with_the_table(case: str, cast: Cast) -> None:
    from kring.sharing.models import Item

    prepare(case, cast)
    item = write_item(lock_of(case, cast), cast)
    readers = set()
    for name in READERS:
        with acting_as(cast.actor(name)):
            if Item.objects.filter(pk=item).exists():
                readers.add(name)
    assert readers == expected(case)
    assert not Item.objects.filter(pk=item).exists(), "with nobody bound there are no rows"


@pytest.mark.parametrize("case", [case for case in TABLE if not case.startswith("draft")])
def test_the_list_of_readers_agrees_with_the_table(case: str, cast: Cast) -> None:
    prepare(case, cast)
    item = write_item(lock_of(case, cast), cast)
    with connection.cursor() as cursor:
        cursor.execute("SELECT person FROM kring.readers(%s)", [item])
        people = {person for (person,) in cursor.fetchall()}
    assert cast.names(people) == expected(case) - {"visitor"}

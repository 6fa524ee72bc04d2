"""A server of Kring with the cast in it, and four collections as a machine of Gamma meets them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

import httpx
import pytest

from kring.exchange import commands
from kring.exchange.rules import Direction
from kring.kernel.actor import Actor
from kring.kernel.binding import acting_as
from kring.kernel.clock import now
from kring.people import commands as people
from kring.people.rules import Scope
from kring.taxii.rules import MEDIA_TYPE
from kring.tlp.labels import Label
from tests.cast import Cast, make_cast
from tests.conftest import DatabaseCopies
from tests.installation import OwnDatabase, own_database, serving

if TYPE_CHECKING:
    from pytest_django.plugin import DjangoDbBlocker

ROOT = "/taxii2/kring/"


@dataclass(slots=True)
class House:
    """A server, who is in it, and what machines find there."""

    url: str
    cast: Cast
    database: OwnDatabase
    collections: dict[str, UUID] = field(default_factory=dict)
    """By how max meets them: read_write, read_only, write_only, no_access; and one of South that he does not."""
    tokens: dict[str, str] = field(default_factory=dict)

    def token(self, name: str, *, ceiling: Label = Label.AMBER_STRICT, scopes: "list[Scope] | None" = None, **more: Any) -> str:
        """A new token of this person."""
        with acting_as(Actor(person=self.cast.person(name).pk)) as actor:
            return people.issue_token(
                actor=actor,
                name="test",
                scopes=list(Scope) if scopes is None else scopes,
                ceiling=ceiling,
                expires=now() + timedelta(days=1),
                **more,
            ).text

    def client(self, name: str = "max", *, token: str = "") -> httpx.Client:
        """Asks as this person's machine."""
        token = token or self.tokens.setdefault(name, self.token(name))
        headers = {"Authorization": f"Bearer {token}", "Accept": MEDIA_TYPE}
        return httpx.Client(base_url=self.url, headers=headers, timeout=20)

    def path(self, which: str, rest: str = "") -> str:
        """The address of a collection."""
        return f"{ROOT}collections/{self.collections[which]}/{rest}"

    def fresh(self, circle: str = "north", direction: Direction = Direction.BOTH) -> UUID:
        """A collection in which there is nothing yet; the one before is closed."""
        name = {"north": "chi", "pier": "fay", "south": "dee"}[circle]
        with acting_as(Actor(person=self.cast.person(name).pk)) as actor:
            place = getattr(self.cast, circle).pk
            old = commands.open_collection(actor=actor, circle=place, direction=direction)
            commands.close_collection(actor=actor, collection=old.pk)
            return commands.open_collection(actor=actor, circle=place, direction=direction).pk


@pytest.fixture(scope="module")
def served_house(
    copy_database: DatabaseCopies, django_db_blocker: "DjangoDbBlocker", tmp_path_factory: pytest.TempPathFactory
) -> Iterator[House]:
    with own_database(copy_database, django_db_blocker, "taxii") as database:
        cast = make_cast()
        _seat_more(cast)
        with serving(database, tmp_path_factory.mktemp("taxii")) as served:
            yield House(served.url, cast, database)


def _seat_more(cast: Cast) -> None:
    """Fay chairs Pier and dee South; Gamma observes Pier, max with it."""
    from kring.circles.models import Membership, Seat

    Seat.objects.filter(pk__in=[cast.seats["fay"].pk, cast.seats["dee"].pk]).update(role="chair")
    watching = Membership.objects.create(circle=cast.pier, organisation=cast.gamma, kind="observer", state="member")
    Seat.objects.create(membership=watching, person=cast.max, role="observer")


@pytest.fixture
def house(served_house: House) -> House:
    """With fresh collections."""
    served_house.collections = {
        "read_write": served_house.fresh("north"),
        "read_only": served_house.fresh("north", Direction.OUT),
        "write_only": served_house.fresh("north", Direction.IN),
        "no_access": served_house.fresh("pier", Direction.IN),
        "hidden": served_house.fresh("south"),
    }
    return served_house

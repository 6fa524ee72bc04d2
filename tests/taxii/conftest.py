"""A server of Kring with the cast in it, and four collections as a machine of Gamma meets them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

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

    from kring.circles.models import Circle

ROOT = "/taxii2/kring/"


@dataclass(slots=True)
class House:
    """A server, who is in it, and what machines find there."""

    url: str
    cast: Cast
    database: OwnDatabase
    circle: "Circle | None" = None
    collections: dict[str, UUID] = field(default_factory=dict)
    """By how max meets them: read_write, read_only, write_only, no_access; and one of South that he does not."""
    tokens: dict[str, str] = field(default_factory=dict)

    def token(
        self, name: str, *, ceiling: Label = Label.AMBER_STRICT, scopes: "list[Scope] | None" = None, **more: Any
    ) -> str:
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

    def open(self, circle: "Circle", chair: str, direction: Direction = Direction.BOTH) -> UUID:
        """A collection of this circle."""
        with acting_as(Actor(person=self.cast.person(chair).pk)) as actor:
            return commands.open_collection(actor=actor, circle=circle.pk, direction=direction).pk

    def furnish(self) -> None:
        """A circle within North in which there is nothing yet, with the same people; and its collections."""
        from kring.circles.models import Circle, Membership, Seat

        cast, slug = self.cast, f"group-{uuid4().hex}"
        circle = Circle.objects.create(
            name=slug, slug=slug, kind="group", parent=cast.north, community=cast.north.pk, purpose="To test."
        )
        for name in ("ada", "cem", "chi", "max"):
            membership, _ = Membership.objects.get_or_create(
                circle=circle, organisation=cast.memberships[name].organisation, defaults={"state": "member"}
            )
            role = "chair" if name == "chi" else "representative"
            Seat.objects.create(membership=membership, person=cast.person(name), role=role)
        self.circle = circle
        self.collections = {
            "read_write": self.open(circle, "chi"),
            "read_only": self.open(circle, "chi", Direction.OUT),
            "write_only": self.open(circle, "chi", Direction.IN),
            "no_access": self.open(cast.pier, "fay", Direction.IN),
            "hidden": self.open(cast.south, "dee"),
        }


@pytest.fixture(scope="module")
def served_house(
    copy_database: DatabaseCopies, django_db_blocker: "DjangoDbBlocker", tmp_path_factory: pytest.TempPathFactory
) -> Iterator[House]:
    with own_database(copy_database, django_db_blocker, "taxii") as database:
        cast = make_cast()
        _seat_chairs(cast)
        with serving(database, tmp_path_factory.mktemp("taxii")) as served:
            yield House(served.url, cast, database)


def _seat_chairs(cast: Cast) -> None:
    """Fay chairs Pier and dee South."""
    from kring.circles.models import Seat

    Seat.objects.filter(pk__in=[cast.seats["fay"].pk, cast.seats["dee"].pk]).update(role="chair")


@pytest.fixture
def house(served_house: House) -> House:
    """With fresh collections."""
    served_house.furnish()
    return served_house

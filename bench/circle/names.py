"""What is called how in the circle, and what its things have in common."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeVar

from django.db.models import Model

from bench.community import name

if TYPE_CHECKING:
    from django.test import Client

ORGANISATIONS, PEOPLE, SEATED = 1_000, 2_500, 2_000
CHAIR, SECRETARY = 0, 1
CIRCLE = name("circle", 0)
SLUG = "north"
NOW = datetime.now(UTC)
GREEN, AMBER, AMBER_STRICT, RED = 1, 2, 3, 4

Row = TypeVar("Row", bound=Model)


def person(number: int) -> Any:
    """The identifier of the n-th person, who works for organisation n modulo 1,000."""
    return name("p", number % PEOPLE)


def member(number: int) -> Any:
    """The identifier of the membership of the n-th organisation."""
    return name("m", number % ORGANISATIONS)


def locked(label: int, author: int | None = CHAIR) -> dict[str, Any]:
    """The columns of the lock, for something that the circle reads under this label."""
    return {
        "circle_id": CIRCLE,
        "community": CIRCLE,
        "label": label,
        "state": 1,
        "author_id": None if author is None else person(author),
        "membership_id": None if author is None else member(author),
        "audience": [CIRCLE] if label >= AMBER else [],
    }


def write(rows: Iterable[Row]) -> list[Row]:
    """All of them at once; they are of one kind."""
    made = list(rows)
    return type(made[0])._default_manager.bulk_create(made, batch_size=2_000)  # noqa: SLF001  # Django's own way to say: whatever it is called


def browser(number: int) -> "Client":
    """A browser in which the n-th person is signed in; it reaches the pages in this process."""
    from django.contrib.auth import get_user_model
    from django.test import Client

    client = Client(headers={"host": "localhost"})
    found = get_user_model().objects.get(pk=person(number))
    client.force_login(found, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings
from pytest_django.plugin import DjangoDbBlocker

from tests.cast import Cast, make_cast
from tests.conftest import DatabaseCopies
from tests.feeds.receiver import Elsewhere, elsewhere
from tests.installation import OwnDatabase, Served, own_database, serving


@pytest.fixture(scope="module")
def committed(copy_database: DatabaseCopies, django_db_blocker: DjangoDbBlocker) -> Iterator[OwnDatabase]:
    """A database of these tests' own, in which everything is committed."""
    with own_database(copy_database, django_db_blocker, "live") as database:
        yield database


@pytest.fixture(scope="module")
def served(committed: OwnDatabase, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server on it."""
    with serving(committed, Path(tmp_path_factory.mktemp("home"))) as served:
        yield served


@pytest.fixture(scope="module")
def people(committed: OwnDatabase) -> Cast:
    """The cast, committed."""
    return make_cast()


@pytest.fixture
def machine(settings: Settings) -> Iterator[Elsewhere]:
    """A machine of somebody else that may be reached."""
    settings.KRING_OUTGOING_PRIVATE = ["127.0.0.0/8"]
    with elsewhere() as place:
        yield place

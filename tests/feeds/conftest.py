from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django.plugin import DjangoDbBlocker

from tests.cast import Cast, make_cast
from tests.conftest import DatabaseCopies
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

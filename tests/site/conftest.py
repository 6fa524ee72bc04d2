from collections.abc import Iterator

import pytest
from pytest_django.plugin import DjangoDbBlocker

from tests.conftest import DatabaseCopies
from tests.installation import OwnDatabase, own_database


@pytest.fixture(scope="module")
def committed(copy_database: DatabaseCopies, django_db_blocker: DjangoDbBlocker) -> Iterator[OwnDatabase]:
    """A database of these tests' own, in which everything is committed."""
    with own_database(copy_database, django_db_blocker, "site") as database:
        yield database

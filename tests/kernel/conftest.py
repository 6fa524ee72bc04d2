from collections.abc import Iterator

import pytest
from pytest_django.plugin import DjangoDbBlocker

from tests.conftest import DatabaseCopies
from tests.installation import OwnDatabase, own_database


@pytest.fixture
def committed(copy_database: DatabaseCopies, django_db_blocker: DjangoDbBlocker) -> Iterator[OwnDatabase]:
    """A database of this test's own, in which everything is committed."""
    with own_database(copy_database, django_db_blocker, "committed") as database:
        yield database


@pytest.fixture(scope="class")
def shared_committed(copy_database: DatabaseCopies, django_db_blocker: DjangoDbBlocker) -> Iterator[OwnDatabase]:
    """One for all tests of a class, which undo or are refused what they do."""
    with own_database(copy_database, django_db_blocker, "shared") as database:
        yield database

"""What is refused leaves nothing behind. Where nothing was begun the connection keeps its plans: the next page needs them."""

from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest
from django.db import DataError, connection, transaction
from pytest_django.plugin import DjangoDbBlocker

from kring.kernel.binding import acting_as
from kring.kernel.errors import KringError, NotVisible, Refusal, Refused
from kring.people.models import Person
from tests.cast import Cast, make_cast
from tests.conftest import DatabaseCopies
from tests.installation import own_database

NO = Refusal("no", "No.")


@pytest.fixture(scope="module")
def cast(copy_database: DatabaseCopies, django_db_blocker: DjangoDbBlocker) -> Iterator[Cast]:
    with own_database(copy_database, django_db_blocker, "refused"):
        yield make_cast()


def test_a_connection_plans_once_and_a_refusal_leaves_its_plans_alone(cast: Cast) -> None:
    for _visit in range(4):
        with acting_as(cast.actor("ada")):
            assert _name(cast) == "Ada"
    planned = _plans()
    for refusal in (NotVisible(), Refused(NO)):
        with pytest.raises(type(refusal)):
            _refused_after(lambda: _name(cast), cast, refusal)
    assert _plans() == planned > 0


def test_what_was_written_before_a_refusal_is_undone(cast: Cast) -> None:
    with pytest.raises(Refused):
        _refused_after(lambda: Person.objects.filter(pk=cast.ada.pk).update(name="Ada Vos"), cast, Refused(NO))
    assert _name(cast) == "Ada"


def test_what_was_to_follow_does_not_follow_a_refusal(cast: Cast) -> None:
    followed: list[str] = []
    with pytest.raises(NotVisible):
        _refused_after(lambda: transaction.on_commit(lambda: followed.append("mail")), cast, NotVisible())
    with acting_as(cast.actor("ada")):
        transaction.on_commit(lambda: followed.append("mail of another"))
    assert followed == ["mail of another"]


def test_a_refusal_after_a_statement_that_failed_is_still_that_refusal(cast: Cast) -> None:
    def fail() -> None:
        with suppress(DataError), connection.cursor() as cursor:
            cursor.execute("SELECT 1 / 0")

    with pytest.raises(NotVisible):
        _refused_after(fail, cast, NotVisible())
    assert _name(cast) == "Ada"


def _refused_after(act: Callable[[], object], cast: Cast, refusal: KringError) -> None:
    with acting_as(cast.actor("ada")):
        act()
        raise refusal


def _name(cast: Cast) -> str:
    return Person.objects.values_list("name", flat=True).get(pk=cast.ada.pk)


def _plans() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%people_person%'")
        found: tuple[int] = cursor.fetchone()
    return found[0]

"""What two people do at the same moment, in two transactions of their own."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from threading import Barrier
from uuid import UUID

import pytest
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker

from kring.admission import access, commands, queries
from kring.admission.rules import Choice, Stage
from kring.kernel import clock
from kring.kernel.actor import Actor
from kring.kernel.binding import acting_as
from tests.admission.stage import apply, put, read, seen, vote
from tests.cast import Cast, make_cast
from tests.conftest import DatabaseCopies
from tests.installation import own_database


@pytest.fixture(scope="module")
def cast(copy_database: DatabaseCopies, django_db_blocker: DjangoDbBlocker) -> Iterator[Cast]:
    with own_database(copy_database, django_db_blocker, "at_once"):
        yield make_cast()


def at_once(*acts: Callable[[], object]) -> None:
    """Each in a transaction of its own; none begins before the others can."""
    start = Barrier(len(acts))

    def run(act: Callable[[], object]) -> None:
        try:
            start.wait(10)
            act()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as threads:
        for done in [threads.submit(run, act) for act in acts]:
            done.result(30)


def test_all_votes_are_counted_and_of_one_organisation_the_last(cast: Cast) -> None:
    ballot = put(cast)
    at_once(
        partial(vote, cast, ballot, "ada", Choice.FOR),
        partial(vote, cast, ballot, "ada", Choice.FOR),
        partial(vote, cast, ballot, "cem", Choice.AGAINST, "No."),
        partial(vote, cast, ballot, "chi", Choice.FOR),
    )
    own = {name: seen(cast, ballot, name).own for name in ("ada", "cem", "chi")}
    assert {name: paper.choice for name, paper in own.items() if paper} == {
        "ada": Choice.FOR,
        "cem": Choice.AGAINST,
        "chi": Choice.FOR,
    }
    assert len(access.keys().of(ballot)) == 1, "each vote leaves no key but its own"


@pytest.mark.requirement("R52")
def test_of_two_candidates_for_one_place_one_waits(cast: Cast) -> None:
    terms = replace(queries.policy_of(cast.north.pk).terms, maximum=4)
    with acting_as(cast.actor("chi")) as chi:
        commands.change_policy(actor=chi, circle=cast.north.pk, terms=terms)
    applications = [apply(cast, organisation=name, email=f"a@{name}.example") for name in ("first", "second")]
    ballots = [put(cast, application) for application in applications]
    later = clock.now() + timedelta(days=15)
    at_once(*(partial(close_slowly, cast.actor("chi"), ballot, later) for ballot in ballots))
    assert {read(cast, application).stage for application in applications} == {Stage.ADMITTED, Stage.WAITING}


def close_slowly(actor: Actor, ballot: UUID, later: datetime) -> None:
    """Counts, and leaves the transaction open for a moment, as a slow machine would."""
    with clock.at(later), acting_as(actor), connection.cursor() as cursor:
        commands.close_ballot(actor=actor, ballot=ballot)
        cursor.execute("SELECT pg_sleep(0.3)")

"""Whoever reads the whole database, with every moment and transaction in it, learns of no vote: not before, not after."""

from collections.abc import Iterator

import pytest
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker

from kring.admission import access
from kring.admission.rules import Choice
from tests.admission.stage import close, put, seen, vote
from tests.cast import make_cast
from tests.conftest import DatabaseCopies
from tests.installation import OwnDatabase, own_database
from tests.traces import changed, everything


@pytest.fixture
def database(copy_database: DatabaseCopies, django_db_blocker: DjangoDbBlocker) -> Iterator[OwnDatabase]:
    with own_database(copy_database, django_db_blocker, "secrecy") as database:
        yield database


@pytest.mark.requirement("R45")
def test_nothing_in_it_ties_a_vote_to_a_voter(database: OwnDatabase) -> None:
    cast = make_cast()
    ballot = put(cast)
    browser = Client()
    browser.force_login(cast.cem, backend="allauth.account.auth_backends.AuthenticationBackend")
    browser.get(f"/ballots/{ballot}/")
    before = everything(database)
    sent = {"choice": "2", "reason": "They sell what we share."}
    assert browser.post(f"/ballots/{ballot}/vote/", sent).status_code == 302
    vote(cast, ballot, "ada", Choice.FOR)
    while_it_runs = everything(database)

    # While it runs: one sealed row is as long as before, and nothing else was written: not even that somebody was there.
    assert changed(before, while_it_runs) == {"admission_urn"}
    (empty,), (urn,) = before["admission_urn"], while_it_runs["admission_urn"]
    assert len(empty["sealed"]) == len(urn["sealed"])
    assert "They sell" not in repr(while_it_runs)

    # After it: the urn and its key are gone, and all papers stand in one row, in the order of the alphabet.
    receipts = {name: own.receipt for name in ("ada", "cem", "chi") if (own := seen(cast, ballot, name).own)}
    close(cast, ballot)
    after = everything(database)
    assert after["admission_urn"] == []
    assert ballot not in access.keys().kept()
    for receipt in receipts.values():
        assert [table for table in after if receipt in repr(after[table])] == ["admission_ballot"]
    (row,) = after["admission_ballot"]
    assert row["papers"] == sorted(row["papers"])
    assert {receipt for receipt, _ in row["papers"]} == set(receipts.values())

    # Whoever and whatever names the ballot names who closed it, and no voter.
    voters = {str(cast.memberships[name].pk) for name in ("ada", "cem")} | {str(cast.ada.pk), str(cast.cem.pk)}
    told = [line for table in after for line in after[table] if str(ballot) in repr(line)]
    assert len(told) > 2
    assert not any(voter in repr(line) for line in told for voter in voters)

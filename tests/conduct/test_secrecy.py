"""Whoever reads the whole database learns of no reporter who wished to stay unknown, nor that they came back."""

from collections.abc import Iterator
from itertools import chain

import pytest
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker

from tests.cast import make_cast
from tests.conduct.stage import signed_in
from tests.conftest import DatabaseCopies
from tests.installation import OwnDatabase, own_database
from tests.traces import changed, everything

ADDRESS = "192.0.2.7"
"""From where the reporter comes, signed in and signed out."""


@pytest.fixture
def database(copy_database: DatabaseCopies, django_db_blocker: DjangoDbBlocker) -> Iterator[OwnDatabase]:
    with own_database(copy_database, django_db_blocker, "unknown") as database:
        yield database


@pytest.mark.requirement("R50")
def test_nothing_that_is_written_names_who_reported_it_or_from_where(database: OwnDatabase) -> None:
    cast = make_cast()
    ada = signed_in(cast.ada)
    ada.get("/c/north/suspicion/", REMOTE_ADDR=ADDRESS)
    before = everything(database)
    said = {"what": "It stood in a newsletter.", "about": str(cast.memberships["cem"].pk), "unknown": "on"}
    code = ada.post("/c/north/suspicion/", said, REMOTE_ADDR=ADDRESS).context["code"]
    Client().post("/suspicion/", {"code": code, "text": "On page three."}, REMOTE_ADDR=ADDRESS)
    after = everything(database)

    written = {
        "conduct_case",
        "conduct_note",
        "kernel_fact",
        "kring_cache",
        "procrastinate_events",
        "procrastinate_jobs",
    }
    assert changed(before, after) == written, "not even that ada was there"
    new = [row for table in written for row in after[table] if row not in before[table]]
    sessions = {row["session_key"] for row in after["django_session"]}
    for trace in {str(cast.ada.pk), str(cast.memberships["ada"].pk), cast.ada.email, ADDRESS, code} | sessions:
        assert trace not in repr(new), trace

    # Each moment that is kept of somebody being there is a day, and no transaction wrote both them and the report.
    (device,) = after["usersessions_usersession"]
    assert device["last_seen_at"].partition("T")[2].startswith("00:00:00")
    transactions = {row["xmin"] for row in new}
    theirs = [row for row in chain.from_iterable(after.values()) if str(cast.ada.pk) in repr(row)]
    assert theirs
    assert not transactions & {row["xmin"] for row in theirs}

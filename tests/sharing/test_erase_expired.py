"""What a circle keeps no longer (R84)."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection

from kring.kernel.binding import acting_as
from kring.kernel.clock import now
from kring.sharing import commands, queries
from kring.sharing.models import Attachment, Item, ItemVersion, Poll, PollAnswer, Reply, Sighting
from kring.sharing.rules import Seen
from tests.cast import Cast
from tests.sharing.polls import answer, ask
from tests.sharing.stage import draft, readers, reply, share, trail_seen_by, withdraw
from tests.sharing.test_add_attachment import add, who_can_have
from tests.sharing.test_edit_item import edit
from tests.sharing.test_edit_reply import edit as edit_reply
from tests.sharing.test_give_feedback import counts_seen_by, tap


@pytest.fixture(autouse=True)
def warnings_are_kept_for_a_year(cast: Cast) -> None:
    cast.north.retention_days = {"warning": 365}
    cast.north.save()


def age(cast: Cast, item: UUID, days: int, by: str = "ada") -> None:
    with acting_as(cast.actor(by)):
        Item.objects.filter(pk=item).update(shared_at=now() - timedelta(days=days))


@pytest.mark.requirement("R84")
def test_a_tombstone_without_content_stays_of_what_is_older(cast: Cast) -> None:
    old, young, other = share(cast), share(cast), share(cast, kind="question")
    for item, days in ((old, 366), (young, 364), (other, 3660)):
        age(cast, item, days)
    assert commands.erase_expired() == 1
    with acting_as(cast.actor("cem")) as actor:
        gone = queries.detail(actor, old)
        assert (gone.row.withdrawn, gone.row.title, gone.what) == (True, "", "")
        assert [row.withdrawn for row in queries.items_of(actor, cast.north.pk)] == [False, True, False]
        assert {hit.item.id for hit in queries.search(actor, "pumps")} == {young, other}


def test_thread_files_and_versions_are_gone_for_good(cast: Cast) -> None:
    item = share(cast)
    attachment = add(cast, item=item)
    answer = reply(cast, item, "cem")
    reply(cast, item, "chi", answers=answer)
    beside = add(cast, "cem", reply=answer)
    edit(cast, item)
    edit_reply(cast, answer)
    age(cast, item, 366)
    commands.erase_expired()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert who_can_have(cast, attachment.pk) == who_can_have(cast, beside.pk) == set()
    for name in cast.NAMES:
        with acting_as(cast.actor(name)):
            assert not Reply.objects.exists()
            assert not ItemVersion.objects.exists()
            assert not Attachment.objects.exists()


def test_counts_stay_and_notes_go(cast: Cast) -> None:
    item = share(cast)
    tap(cast, item, "cem", "affected", note="Our gateway", named=True)
    age(cast, item, 366)
    commands.erase_expired()
    with acting_as(cast.actor("ada")) as actor:
        assert [(one.kind, one.note) for one in queries.responses(actor, item)] == [("affected", "")]
    assert counts_seen_by(cast, "ada", item) == {"affected": 1}


def test_it_stands_in_the_trail_once_and_nobody_did_it(cast: Cast) -> None:
    item = share(cast)
    age(cast, item, 366)
    assert (commands.erase_expired(), commands.erase_expired()) == (1, 0)
    for name in ("ada", "chi"):
        assert trail_seen_by(cast, name, item) == [("ada", "ItemShared"), ("", "ItemErased")]


def test_via_the_secretariat_the_trail_of_the_circle_says_nothing(cast: Cast) -> None:
    item = share(cast, via_secretariat=True)
    age(cast, item, 366)
    assert commands.erase_expired() == 1
    assert trail_seen_by(cast, "chi", item) == []


def test_what_was_withdrawn_loses_its_thread_for_good(cast: Cast) -> None:
    item = share(cast)
    reply(cast, item)
    age(cast, item, 366)
    withdraw(cast, item)
    assert (commands.erase_expired(), commands.erase_expired()) == (1, 0)
    assert readers(cast, item) == {"ada", "cem", "chi", "max"}


def test_a_draft_is_kept(cast: Cast) -> None:
    item = draft(cast)
    commands.erase_expired()
    with acting_as(cast.actor("ada")):
        assert Item.objects.get(pk=item).what != ""


@pytest.mark.parametrize("kept", [{}, {"warning": 0}, {"warning": -1}, {"warning": "soon"}, {"warning": None}])
def test_a_circle_that_says_nothing_keeps_everything(cast: Cast, kept: dict[str, object]) -> None:
    cast.north.retention_days = kept
    cast.north.save()
    item = share(cast)
    age(cast, item, 36600)
    assert commands.erase_expired() == 0


def test_the_door_erases_nothing_that_is_not_due(cast: Cast) -> None:
    item = share(cast)
    with acting_as(cast.actor("eve")), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM kring.erase_expired(%s)", [item])
        assert cursor.fetchall() == []
    with acting_as(cast.actor("ada")):
        assert Item.objects.get(pk=item).what != ""


@pytest.mark.requirement("R84")
def test_what_was_asked_about_it_answered_and_seen_is_gone_too(cast: Cast) -> None:
    item = share(cast)
    answer(cast, ask(cast, item, named=True), "cem")
    with acting_as(cast.actor("cem")) as cem:
        commands.report_sighting(
            actor=cem, item=item, kind="domain", value="update.pumps-cdn.top", seen=Seen(named=True)
        )
    age(cast, item, 366)
    commands.erase_expired()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for name in cast.NAMES:
        with acting_as(cast.actor(name)):
            assert not any(rows.objects.exists() for rows in (Poll, PollAnswer, Sighting))

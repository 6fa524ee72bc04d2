"""Drafts that were left go, with their files; what is shared or fresh stays, whoever asks."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from pytest_django import Settings

from kring.files.models import StoredFile
from kring.kernel import clock
from kring.kernel.binding import acting_as
from kring.kernel.clock import now
from kring.sharing import commands, jobs
from kring.sharing.models import Attachment, Item
from tests.cast import Cast
from tests.sharing.stage import draft, reply, share, withdraw
from tests.sharing.test_add_attachment import add


def is_held(cast: Cast, attachment: Attachment) -> bool:
    """Was nobody told yet that its bytes may go?"""
    return StoredFile.objects.filter(pk=attachment.stored_id, checked_at__isnull=False).exists()


def with_file(cast: Cast, by: str = "ada", **holder: Any) -> Attachment:
    """A file that was found to be in use a moment ago."""
    attachment = add(cast, by, **holder)
    StoredFile.objects.update(checked_at=now())
    return attachment


def left(cast: Cast, days: int, **when: object) -> UUID:
    item = draft(cast)
    with acting_as(cast.actor("ada")):
        Item.objects.filter(pk=item).update(saved_at=now() - timedelta(days=days), **when)
    return item


def drafts(cast: Cast) -> set[UUID]:
    with acting_as(cast.actor("ada")):
        return set(Item.objects.filter(state=0).values_list("pk", flat=True))


def test_what_nobody_touched_for_long_goes_with_its_files(cast: Cast, settings: Settings) -> None:
    settings.KRING_DRAFT_DAYS = 30
    old, young = left(cast, 31), left(cast, 29)
    file = with_file(cast, item=old)
    jobs.erase_expired(timestamp=0)
    assert drafts(cast) == {young}
    assert not is_held(cast, file)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_what_was_thrown_away_goes_though_its_author_never_comes_back(cast: Cast) -> None:
    kept = left(cast, 2, discarded_at=now() - timedelta(hours=23))
    gone = left(cast, 2, discarded_at=now() - timedelta(days=1, minutes=1))
    assert commands.erase_drafts() == 1
    assert gone not in drafts(cast)
    assert kept in drafts(cast)


def test_nobody_can_have_a_fresh_one_erased(cast: Cast) -> None:
    fresh = draft(cast)
    shared = share(cast)
    with clock.at(now() + timedelta(days=1000)):
        assert commands.erase_drafts() == 0
    with acting_as(cast.actor("ada")):
        assert set(Item.objects.values_list("pk", flat=True)) == {fresh, shared}


def test_what_was_written_about_one_stays(cast: Cast) -> None:
    old = left(cast, 400)
    asking = draft(cast, about=old)
    assert commands.erase_drafts() == 1
    assert drafts(cast) == {asking}


# Whatever takes a file away says so, and the bytes go.


@pytest.mark.parametrize("how", ["withdrawn", "reply", "expired", "discarded"])
def test_what_held_a_file_lets_go_of_it(cast: Cast, how: str) -> None:
    match how:
        case "withdrawn":
            item = share(cast)
            file = with_file(cast, item=item)
            withdraw(cast, item)
        case "reply":
            answer = reply(cast, share(cast), "cem")
            file = with_file(cast, reply=answer, by="cem")
            with acting_as(cast.actor("cem")) as cem:
                commands.remove_reply(actor=cem, reply=answer)
        case "expired":
            item = share(cast)
            file = with_file(cast, reply=reply(cast, item, "cem"), by="cem")
            cast.north.retention_days = {"warning": 1}
            cast.north.save()
            with acting_as(cast.actor("ada")):
                Item.objects.filter(pk=item).update(shared_at=now() - timedelta(days=2))
            commands.erase_expired()
        case _:
            file = with_file(cast, item=left(cast, 2, discarded_at=now() - timedelta(days=2)))
            StoredFile.objects.update(checked_at=now())
            draft(cast)  # whoever writes sweeps up after themselves
    assert not is_held(cast, file)

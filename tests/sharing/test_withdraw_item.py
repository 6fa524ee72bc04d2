"""Taking something back."""

from dataclasses import astuple

import pytest

from kring.kernel.binding import acting_as
from kring.kernel.errors import NotVisible
from kring.sharing import queries
from kring.sharing.models import Attachment, Item, ItemVersion, Reply
from kring.tlp.labels import Label
from tests.cast import Cast
from tests.sharing.stage import draft, readers, refused, reply, share, trail_seen_by, withdraw
from tests.sharing.test_add_attachment import add, who_can_have
from tests.sharing.test_edit_item import edit


def test_a_tombstone_without_content_stays(cast: Cast) -> None:
    item = share(cast, tags=["ot"])
    withdraw(cast, item)
    assert readers(cast, item) == {"ada", "cem", "chi", "max"}
    with acting_as(cast.actor("cem")) as actor:
        seen = queries.detail(actor, item)
        assert seen.row.withdrawn
        assert (seen.row.title, seen.what, seen.so_what, seen.do_what, list(seen.row.tags)) == ("", "", "", "", [])
        assert "pumps" not in str(astuple(seen)).lower()


def test_thread_files_and_versions_are_out_of_reach_for_everybody(cast: Cast) -> None:
    item = share(cast)
    attachment = add(cast, item=item)
    answer = reply(cast, item, "cem")
    beside = add(cast, "cem", reply=answer)
    edit(cast, item)
    withdraw(cast, item)
    assert who_can_have(cast, attachment.pk) == who_can_have(cast, beside.pk) == set()
    for name in cast.NAMES:
        with acting_as(cast.actor(name)) as actor:
            assert not ItemVersion.objects.filter(item=item).exists()
            assert not Reply.objects.filter(item=item).exists()
            assert not Attachment.objects.exists()
            assert queries.search(actor, "pumps") == []


def test_it_stands_in_the_trail(cast: Cast) -> None:
    item = share(cast)
    withdraw(cast, item)
    assert trail_seen_by(cast, "chi", item)[-1] == ("ada", "ItemWithdrawn")


def test_it_is_refused_the_second_time(cast: Cast) -> None:
    item = share(cast)
    withdraw(cast, item)
    with refused("withdrawn"):
        withdraw(cast, item)


def test_who_sits_for_the_same_organisation_may_too(cast: Cast) -> None:
    item = share(cast, "cem")
    withdraw(cast, item, "max")
    with acting_as(cast.actor("ada")) as actor:
        assert queries.detail(actor, item).row.withdrawn


def test_via_the_secretariat_its_author_can(cast: Cast) -> None:
    item = share(cast, via_secretariat=True, label=Label.GREEN)
    withdraw(cast, item)
    with acting_as(cast.actor("cem")):
        assert Item.objects.get(pk=item).title == ""


@pytest.mark.parametrize("name", ["cem", "chi", "max"])
def test_a_reader_is_refused(cast: Cast, name: str) -> None:
    item = share(cast)
    with refused("not_the_source"):
        withdraw(cast, item, name)


@pytest.mark.parametrize("name", ["bo", "dee", "eve", "visitor"])
def test_for_who_does_not_read_it_it_is_not_there(cast: Cast, name: str) -> None:
    item = share(cast)
    with pytest.raises(NotVisible):
        withdraw(cast, item, name)


def test_a_draft_is_not_withdrawn(cast: Cast) -> None:
    with refused("not_shared"):
        withdraw(cast, draft(cast))

"""Changing the words of something shared."""

from dataclasses import replace
from uuid import UUID

import pytest

from kring.kernel.binding import acting_as
from kring.kernel.errors import NotVisible
from kring.sharing import commands, queries
from kring.sharing.rules import Text
from kring.tlp.labels import Label
from tests.cast import Cast
from tests.sharing.stage import PUMPS, draft, kinds, refused, share, trail_seen_by, withdraw

CORRECTED = replace(PUMPS, what="Since last night three pumps stop.")


def edit(cast: Cast, item: UUID, by: str = "ada", *, text: Text = CORRECTED, version: int = 1) -> None:
    with acting_as(cast.actor(by)) as actor:
        commands.edit_item(actor=actor, item=item, text=text, version=version)


def test_readers_get_the_new_words_and_the_old_are_a_version(cast: Cast) -> None:
    item = share(cast)
    edit(cast, item)
    with acting_as(cast.actor("cem")) as actor:
        seen = queries.detail(actor, item)
        assert (seen.what, seen.version, seen.row.edited) == (CORRECTED.what, 2, True)
        assert [(v.number, v.what) for v in queries.versions(actor, item)] == [(1, PUMPS.what), (2, CORRECTED.what)]


def test_it_stands_in_the_trail(cast: Cast) -> None:
    item = share(cast)
    edit(cast, item)
    assert kinds(trail_seen_by(cast, "chi", item)) == ["ItemShared", "ItemEdited"]


def test_the_second_window_overwrites_nothing(cast: Cast) -> None:
    item = share(cast)
    edit(cast, item)
    with refused("changed_elsewhere"):
        edit(cast, item, text=PUMPS)
    with acting_as(cast.actor("cem")) as actor:
        assert queries.detail(actor, item).what == CORRECTED.what


def test_who_sits_for_the_same_organisation_may_too(cast: Cast) -> None:
    item = share(cast, "cem")
    with acting_as(cast.actor("max")) as actor:
        commands.edit_item(actor=actor, item=item, text=CORRECTED, version=1)
    with acting_as(cast.actor("ada")) as actor:
        assert queries.detail(actor, item).what == CORRECTED.what


def test_widening_does_not_widen_what_stood_there_before(cast: Cast) -> None:
    item = share(cast, label=Label.AMBER)
    edit(cast, item)
    with acting_as(cast.actor("ada")) as actor:
        commands.relabel_item(actor=actor, item=item, label=Label.GREEN)
    with acting_as(cast.actor("fay")) as actor:
        assert [version.number for version in queries.versions(actor, item)] == [2]
    with acting_as(cast.actor("cem")) as actor:
        assert [version.number for version in queries.versions(actor, item)] == [1, 2]


@pytest.mark.parametrize("name", ["cem", "chi", "max"])
def test_a_reader_is_refused(cast: Cast, name: str) -> None:
    item = share(cast)
    with refused("not_the_source"):
        edit(cast, item, name)


@pytest.mark.parametrize("name", ["bo", "dee", "eve", "visitor"])
def test_for_who_does_not_read_it_it_is_not_there(cast: Cast, name: str) -> None:
    item = share(cast)
    with pytest.raises(NotVisible):
        edit(cast, item, name)


def test_via_the_secretariat_its_author_still_can(cast: Cast) -> None:
    item = share(cast, via_secretariat=True)
    edit(cast, item)
    with acting_as(cast.actor("cem")) as actor:
        seen = queries.detail(actor, item)
        assert (seen.what, seen.row.source.name) == (CORRECTED.what, "")
    assert kinds(trail_seen_by(cast, "chi", item)) == []


def test_it_is_refused_without_words_and_after_withdrawal(cast: Cast) -> None:
    item = share(cast)
    with refused("nothing_to_say"):
        edit(cast, item, text=Text(title="Only a title"))
    withdraw(cast, item)
    with refused("withdrawn"):
        edit(cast, item)


def test_a_draft_is_saved_and_not_changed_so_that_nobody_hears_of_it(cast: Cast) -> None:
    item = draft(cast)
    with refused("not_shared"):
        edit(cast, item)
    assert trail_seen_by(cast, "ada", item) == []

"""Changing a reply of one's own."""

from uuid import UUID

import pytest

from kring.kernel.binding import acting_as
from kring.kernel.errors import NotVisible
from kring.sharing import commands, queries, rules
from tests.cast import Cast
from tests.sharing.stage import refused, reply, share, trail_seen_by, withdraw


def edit(cast: Cast, answer: UUID, by: str = "cem", body: str = "We see it twice.", version: int = 1) -> None:
    with acting_as(cast.actor(by)) as actor:
        commands.edit_reply(actor=actor, reply=answer, body=body, version=version)


def test_readers_get_the_new_words_and_the_old_are_a_version(cast: Cast) -> None:
    item = share(cast)
    answer = reply(cast, item, body="We see it too.")
    edit(cast, answer)
    with acting_as(cast.actor("chi")) as actor:
        (seen,) = queries.detail(actor, item).replies
        assert (seen.body, seen.version, seen.edited_at is not None) == ("We see it twice.", 2, True)
        assert [version.body for version in queries.reply_versions(actor, answer)] == [
            "We see it too.",
            "We see it twice.",
        ]


def test_versions_of_what_was_for_some_are_for_them_alone(cast: Cast) -> None:
    answer = reply(cast, share(cast), only=["ada"])
    edit(cast, answer)
    with acting_as(cast.actor("ada")) as actor:
        assert len(queries.reply_versions(actor, answer)) == 2
    with acting_as(cast.actor("chi")) as actor, pytest.raises(NotVisible):
        queries.reply_versions(actor, answer)


def test_it_stands_in_the_trail(cast: Cast) -> None:
    item = share(cast)
    edit(cast, reply(cast, item))
    assert trail_seen_by(cast, "ada", item)[-1] == ("cem", "ReplyEdited")


def test_the_second_window_overwrites_nothing(cast: Cast) -> None:
    answer = reply(cast, share(cast))
    edit(cast, answer)
    with refused("changed_elsewhere"):
        edit(cast, answer, body="Something else")


@pytest.mark.parametrize("name", ["ada", "chi", "max"])
def test_nobody_changes_the_words_of_another(cast: Cast, name: str) -> None:
    answer = reply(cast, share(cast))
    with refused("not_your_reply"):
        edit(cast, answer, name)


def test_for_who_does_not_read_it_it_is_not_there(cast: Cast) -> None:
    answer = reply(cast, share(cast), only=["ada"])
    for name in ("chi", "dee", "visitor"):
        with pytest.raises(NotVisible):
            edit(cast, answer, name)


def test_it_is_refused_without_words_or_with_too_many(cast: Cast) -> None:
    answer = reply(cast, share(cast))
    with refused("empty_reply"):
        edit(cast, answer, body=" ")
    with refused("too_long"):
        edit(cast, answer, body="x" * (rules.LONGEST_TEXT + 1))


def test_under_a_withdrawn_item_it_is_out_of_reach(cast: Cast) -> None:
    item = share(cast)
    answer = reply(cast, item)
    withdraw(cast, item)
    with pytest.raises(NotVisible):
        edit(cast, answer)

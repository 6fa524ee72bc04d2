"""Taking a reply of one's own back."""

from uuid import UUID

import pytest
from django.db import connection

from kring.kernel.binding import acting_as
from kring.kernel.errors import NotVisible
from kring.sharing import commands, queries
from tests.cast import Cast
from tests.sharing.stage import refused, reply, share, trail_seen_by
from tests.sharing.test_add_attachment import add, who_can_have
from tests.sharing.test_edit_reply import edit


def remove(cast: Cast, answer: UUID, by: str = "cem") -> None:
    with acting_as(cast.actor(by)) as actor:
        commands.remove_reply(actor=actor, reply=answer)


def test_words_files_and_versions_are_gone(cast: Cast) -> None:
    item = share(cast)
    answer = reply(cast, item, body="Our gateway is 203.0.113.9.")
    attachment = add(cast, "cem", reply=answer)
    edit(cast, answer, body="Our gateway is hit.")
    remove(cast, answer)
    assert who_can_have(cast, attachment.pk) == set()
    for name in ("ada", "cem", "chi"):
        with acting_as(cast.actor(name)) as actor:
            seen = queries.detail(actor, item)
            assert (list(seen.replies), seen.row.replies) == ([], 0)
            assert queries.search(actor, "gateway") == []
            with pytest.raises(NotVisible):
                queries.reply_versions(actor, answer)


def test_what_answered_it_keeps_its_place(cast: Cast) -> None:
    item = share(cast)
    question = reply(cast, item, "cem", "Which version?")
    reply(cast, item, "ada", "4.3.", answers=question)
    remove(cast, question)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    with acting_as(cast.actor("chi")) as actor:
        gone, answer = queries.detail(actor, item).replies
    assert (gone.removed, gone.body, gone.author) == (True, "", "")
    assert (answer.body, answer.answers) == ("4.3.", question)


def test_it_stands_in_the_trail(cast: Cast) -> None:
    item = share(cast)
    remove(cast, reply(cast, item))
    assert trail_seen_by(cast, "ada", item)[-1] == ("cem", "ReplyRemoved")


@pytest.mark.parametrize("name", ["ada", "chi", "max"])
def test_nobody_takes_back_the_words_of_another(cast: Cast, name: str) -> None:
    answer = reply(cast, share(cast))
    with refused("not_your_reply"):
        remove(cast, answer, name)


def test_it_is_not_there_the_second_time(cast: Cast) -> None:
    answer = reply(cast, share(cast))
    remove(cast, answer)
    with pytest.raises(NotVisible):
        remove(cast, answer)

"""Taking a file away again."""

from uuid import UUID

import pytest

from kring.kernel.binding import acting_as
from kring.kernel.errors import NotVisible
from kring.sharing import commands, queries
from tests.cast import Cast
from tests.sharing.stage import refused, reply, share, trail_seen_by
from tests.sharing.test_add_attachment import add, who_can_have


def remove(cast: Cast, by: str, attachment: UUID) -> None:
    with acting_as(cast.actor(by)) as actor:
        commands.remove_attachment(actor=actor, attachment=attachment)


def test_nobody_can_have_it_any_more(cast: Cast) -> None:
    item = share(cast)
    attachment = add(cast, item=item)
    remove(cast, "ada", attachment.pk)
    assert who_can_have(cast, attachment.pk) == set()
    assert trail_seen_by(cast, "ada", item)[-1] == ("ada", "AttachmentRemoved")
    with acting_as(cast.actor("ada")) as actor:
        assert queries.detail(actor, item).attachments == []


def test_who_wrote_the_reply_takes_it_away(cast: Cast) -> None:
    answer = reply(cast, share(cast), "cem")
    attachment = add(cast, "cem", reply=answer)
    with refused("not_your_reply"):
        remove(cast, "ada", attachment.pk)
    remove(cast, "cem", attachment.pk)
    assert who_can_have(cast, attachment.pk) == set()


def test_a_reader_is_refused(cast: Cast) -> None:
    attachment = add(cast, item=share(cast))
    with refused("not_the_source"):
        remove(cast, "cem", attachment.pk)
    assert "cem" in who_can_have(cast, attachment.pk)


def test_it_is_not_there_the_second_time(cast: Cast) -> None:
    attachment = add(cast, item=share(cast))
    remove(cast, "ada", attachment.pk)
    with pytest.raises(NotVisible):
        remove(cast, "ada", attachment.pk)

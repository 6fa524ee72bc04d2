"""Putting a file with an item or a reply."""

from uuid import UUID

import pytest

from kring.kernel.binding import acting_as
from kring.kernel.errors import NotVisible
from kring.sharing import commands, queries, rules
from kring.sharing.models import Attachment
from kring.tlp.labels import Label
from tests.cast import Cast
from tests.sharing.stage import draft, kinds, refused, reply, share, trail_seen_by, withdraw

LIST = b"update.pumps-cdn.top\n203.0.113.7\n"


def add(
    cast: Cast,
    by: str = "ada",
    *,
    content: bytes = LIST,
    name: str = "indicators.txt",
    is_sample: bool = False,
    **holder: UUID,
) -> Attachment:
    upload = commands.Upload(content=[content], name=name, is_sample=is_sample)
    with acting_as(cast.actor(by)) as actor:
        return commands.add_attachment(actor=actor, upload=upload, **holder)


def who_can_have(cast: Cast, attachment: UUID) -> set[str]:
    found = set()
    for name in (*cast.NAMES, "visitor"):
        with acting_as(cast.actor(name)) as actor:
            try:
                queries.attachment_file(actor, attachment)
            except NotVisible:
                continue
            found.add(name)
    return found


def test_who_reads_the_item_can_have_it(cast: Cast) -> None:
    item = share(cast, chosen=["cem"])
    attachment = add(cast, item=item)
    assert who_can_have(cast, attachment.pk) == {"ada", "cem", "max"}


def test_with_a_draft_it_is_its_author_s_alone(cast: Cast) -> None:
    item = draft(cast)
    attachment = add(cast, item=item)
    assert who_can_have(cast, attachment.pk) == {"ada"}
    assert kinds(trail_seen_by(cast, "ada", item)) == ["AttachmentAdded"]


def test_with_a_reply_for_some_alone_only_they_can_have_it(cast: Cast) -> None:
    item = share(cast)
    answer = reply(cast, item, "cem", only=["ada"])
    attachment = add(cast, "cem", reply=answer)
    assert who_can_have(cast, attachment.pk) == {"ada", "cem"}


def test_its_bytes_come_back_as_they_came(cast: Cast) -> None:
    attachment = add(cast, item=share(cast))
    with acting_as(cast.actor("cem")) as actor:
        file = queries.attachment_file(actor, attachment.pk)
    assert file.stored.path.read_bytes() == LIST
    assert (file.name, file.wrapped, file.label) == ("indicators.txt", False, Label.AMBER)


def test_what_could_run_is_wrapped(cast: Cast) -> None:
    attachment = add(cast, item=share(cast), content=b"MZ" + b"\x00" * 200, name="update.exe")
    assert attachment.name == "update.exe.zip"
    assert attachment.danger == "program"
    assert attachment.wrapped


def test_a_sample_is_wrapped_whatever_it_looks_like(cast: Cast) -> None:
    attachment = add(cast, item=share(cast), name="note.txt", is_sample=True)
    assert (attachment.name, attachment.danger) == ("note.txt.zip", "sample")


def test_it_stands_in_the_trail_with_who_put_it_there(cast: Cast) -> None:
    item = share(cast)
    add(cast, item=item)
    assert trail_seen_by(cast, "ada", item)[-1] == ("ada", "AttachmentAdded")
    assert trail_seen_by(cast, "cem", item) == []


@pytest.mark.parametrize("name", ["cem", "chi", "max"])
def test_who_reads_it_cannot_add_to_it(cast: Cast, name: str) -> None:
    item = share(cast)
    with refused("not_the_source"):
        add(cast, name, item=item)


@pytest.mark.parametrize("name", ["dee", "eve", "bo", "visitor"])
def test_for_who_does_not_read_it_it_is_not_there(cast: Cast, name: str) -> None:
    item = share(cast)
    with pytest.raises(NotVisible):
        add(cast, name, item=item)


def test_nobody_adds_to_the_reply_of_another(cast: Cast) -> None:
    answer = reply(cast, share(cast), "cem")
    with refused("not_your_reply"):
        add(cast, "ada", reply=answer)


def test_it_is_refused_after_withdrawal(cast: Cast) -> None:
    item = share(cast)
    withdraw(cast, item)
    with refused("withdrawn"):
        add(cast, item=item)


def test_there_is_an_end_to_how_many(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules.source, "MOST_FILES", 2)
    item = share(cast)
    add(cast, item=item, content=b"one")
    add(cast, item=item, content=b"two")
    with refused("too_many_files"):
        add(cast, item=item, content=b"three")


def test_nothing_in_it_is_refused(cast: Cast) -> None:
    item = share(cast)
    with refused("file_empty"):
        add(cast, item=item, content=b"")

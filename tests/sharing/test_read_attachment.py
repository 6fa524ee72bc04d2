"""Reading the text of a file, so that it is found and checked."""

from uuid import UUID

import pytest

from kring.kernel.binding import acting_as
from kring.kernel.errors import NotVisible
from kring.sharing import commands, queries
from kring.sharing.models import Attachment
from tests.cast import Cast
from tests.sharing.stage import share
from tests.sharing.test_add_attachment import add


def read(cast: Cast, by: str, attachment: UUID) -> None:
    with acting_as(cast.actor(by)) as actor:
        commands.read_attachment(actor=actor, attachment=attachment)


def test_its_text_is_found_afterwards(cast: Cast) -> None:
    item = share(cast)
    attachment = add(cast, item=item, content=b"The turbine hall uses Rotterdamse schroef 44.")
    read(cast, "ada", attachment.pk)
    with acting_as(cast.actor("cem")) as actor:
        (hit,) = queries.search(actor, "schroef")
    assert (hit.item.id, hit.place, hit.target) == (item, "attachment", attachment.pk)
    assert attachment.name in hit.name


def test_what_has_no_text_says_so(cast: Cast) -> None:
    attachment = add(cast, item=share(cast), content=b"MZ" + b"\x00" * 200, name="update.exe")
    read(cast, "ada", attachment.pk)
    with acting_as(cast.actor("ada")):
        found = Attachment.objects.get(pk=attachment.pk)
    assert found.text == ""
    assert found.outcome in {"no_text", "locked"}


def test_it_is_read_once(cast: Cast) -> None:
    attachment = add(cast, item=share(cast))
    read(cast, "ada", attachment.pk)
    with acting_as(cast.actor("ada")):
        Attachment.objects.filter(pk=attachment.pk).update(text="corrected")
    read(cast, "ada", attachment.pk)
    with acting_as(cast.actor("ada")):
        assert Attachment.objects.get(pk=attachment.pk).text == "corrected"


def test_it_is_not_there_for_who_cannot_have_it(cast: Cast) -> None:
    attachment = add(cast, item=share(cast))
    with pytest.raises(NotVisible):
        read(cast, "dee", attachment.pk)

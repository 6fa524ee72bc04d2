"""Files from the page: saved, looked at when that is safe, added and taken away."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kring.kernel.binding import acting_as
from kring.sharing import queries
from kring.sharing.models import Attachment
from tests.cast import Cast
from tests.sharing.pages.visit import look, visitor
from tests.sharing.stage import share
from tests.sharing.test_add_attachment import LIST, add

PAGE = b"<!doctype html><script>alert(1)</script>"
PICTURE = b"\x89PNG\r\n\x1a\n" + b"\0" * 60


def body(answer: Any) -> bytes:
    """All of a download; the test client closes it at the end."""
    return b"".join(answer.streaming_content)


def test_it_is_saved_under_its_name_and_never_guessed_at(cast: Cast) -> None:
    attachment = add(cast, item=share(cast), name="indicators – Çağla.txt").pk
    answer = visitor(cast, "cem").get(f"/files/{attachment}/")
    assert body(answer) == LIST
    assert answer["Content-Disposition"].startswith("attachment;")
    assert "indicators%20%E2%80%93%20%C3%87a%C4%9Fla.txt" in answer["Content-Disposition"]
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize(
    ("content", "name", "shown"),
    [(LIST, "list.txt", True), (PICTURE, "screen.png", True), (PAGE, "page.html", False), (PAGE, "photo.png", False)],
)
def test_a_browser_shows_only_what_is_safe_by_what_it_is(cast: Cast, content: bytes, name: str, shown: bool) -> None:
    item = share(cast)
    attachment = add(cast, item=item, content=content, name=name).pk
    answer = visitor(cast, "cem").get(f"/files/{attachment}/?show")
    assert body(answer) == content
    assert answer["Content-Disposition"].startswith("inline") == shown
    assert ("Look" in look(visitor(cast, "cem"), f"/items/{item}/")) == shown


def test_a_wrapped_one_says_why_and_how_it_opens(cast: Cast) -> None:
    item = share(cast)
    add(cast, item=item, content=b"MZ" + b"\0" * 200, name="update.exe")
    page = look(visitor(cast, "cem"), f"/items/{item}/")
    assert "update.exe.zip" in page
    assert "It is a program. It is kept in an archive with the password “infected”." in page


@pytest.mark.parametrize("name", ["bo", "dee", "eve"])
def test_to_who_does_not_read_the_item_it_is_not_there(cast: Cast, name: str) -> None:
    attachment = add(cast, item=share(cast)).pk
    client = visitor(cast, name)
    assert [client.get(f"/files/{pk}/").status_code for pk in (attachment, uuid4())] == [404, 404]


def test_the_source_adds_some_and_takes_them_away(cast: Cast) -> None:
    item = share(cast)
    client = visitor(cast, "ada")
    files = [SimpleUploadedFile("a.txt", b"one"), SimpleUploadedFile("b.txt", b"two")]
    client.post(f"/items/{item}/files/add/", {"uploads": files})
    client.post(f"/items/{item}/files/add/", {"uploads": [SimpleUploadedFile("c.txt", b"x")], "is_sample": "1"})
    with acting_as(cast.actor("cem")) as actor:
        seen = queries.detail(actor, item).attachments
    assert [(one.name, one.danger) for one in seen] == [("a.txt", ""), ("b.txt", ""), ("c.txt.zip", "sample")]
    client.post(f"/items/{item}/files/remove/", {"attachment": str(seen[0].id)})
    with acting_as(cast.actor("cem")) as actor:
        assert [one.name for one in queries.detail(actor, item).attachments] == ["b.txt", "c.txt.zip"]


@pytest.mark.parametrize(("name", "status"), [("cem", 409), ("dee", 404)])
def test_nobody_else_does(cast: Cast, name: str, status: int) -> None:
    item = share(cast)
    attachment = add(cast, item=item).pk
    client = visitor(cast, name)
    added = client.post(f"/items/{item}/files/add/", {"uploads": [SimpleUploadedFile("a.txt", b"one")]})
    assert added.status_code == status
    assert client.post(f"/items/{item}/files/remove/", {"attachment": str(attachment)}).status_code == status
    with acting_as(cast.actor("ada")):
        assert Attachment.objects.filter(item=item).count() == 1


@pytest.mark.parametrize("attachment", ["", "nonsense", str(UUID(int=7))])
def test_something_that_is_not_there_cannot_be_taken_away(cast: Cast, attachment: str) -> None:
    item = share(cast)
    assert visitor(cast, "ada").post(f"/items/{item}/files/remove/", {"attachment": attachment}).status_code == 404

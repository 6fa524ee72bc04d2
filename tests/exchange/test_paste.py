"""Paste anything: what is an indicator in it is found, and somebody says which of them to share."""

import io
import re
import zipfile
from hashlib import sha256
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kring.exchange import finding
from kring.kernel.binding import acting_as
from kring.sharing import queries as sharing
from kring.sharing.models import Item
from tests.browsing import Browse, Scheme, wrong_on
from tests.cast import Cast
from tests.files import made
from tests.sharing.pages.visit import look, send, visitor

PASTE = "/c/north/paste/"
TEXT = """Hello, Jan de Vries here, 06-12345678. We saw hxxps://bad-site[.]nl/x and 198.51.100.7 today,
mail from boss[@]evil[.]nl, after CVE-2024-3400. We asked 8.8.8.8 and looked at http://bad-site.nl/x again."""


def pasted(cast: Cast, text: str = TEXT, name: str = "ada", **more: Any) -> str:
    answer = send(visitor(cast, name), PASTE, {"text": text, **more})
    assert answer.status_code == 200, answer.content
    return str(answer.content.decode())


def dropped(cast: Cast, octets: bytes, name: str) -> str:
    return pasted(cast, "", file=SimpleUploadedFile(name, octets))


def proposed(page: str) -> dict[str, bool]:
    """What one can keep, and whether it is ticked."""
    return {value: bool(ticked) for value, ticked in re.findall(r'name="keep" value="([^"]*)"( checked)?', page)}


def written(cast: Cast, client: Client, **given: Any) -> tuple[str, str]:
    answer = send(client, f"{PASTE}write/", given)
    assert answer.status_code == 302, answer.content
    with acting_as(cast.actor("ada")) as actor:
        text = sharing.draft(actor, answer["Location"].split("/")[-2]).text
    return text.title, text.what


def test_each_indicator_is_proposed_once_and_none_can_be_followed(cast: Cast) -> None:
    page = pasted(cast)
    assert set(proposed(page)) == {
        "198.51.100.7", "https://bad-site.nl/x", "http://bad-site.nl/x", "boss@evil.nl", "CVE-2024-3400", "8.8.8.8",
    }  # fmt: skip
    assert "hxxps[://]bad-site[.]nl/x" in page
    assert 'href="http://bad-site' not in page


def test_what_everybody_would_find_is_not_ticked_and_it_says_why(cast: Cast) -> None:
    page = pasted(cast)
    assert proposed(page)["8.8.8.8"] is False
    assert proposed(page)["https://bad-site.nl/x"] is True
    assert "translates names for everybody" in page


def test_it_says_what_stays_behind(cast: Cast) -> None:
    page = pasted(cast)
    assert "What stays behind" in page
    assert "Phone number: 1" in page
    assert "12345678" not in page


@pytest.mark.parametrize(
    ("octets", "name"),
    [
        (made.eml("See hxxps://bad-site[.]nl/x", Subject="Fwd: invoice"), "melding.eml"),
        (made.msg("See hxxps://bad-site[.]nl/x"), "melding.msg"),
        (made.pdf("See https://bad-site.nl/x"), "report.pdf"),
        (made.docx("<w:p><w:r><w:t>See https://bad-site.nl/x</w:t></w:r></w:p>"), "report.docx"),
        (b"<html><body><p>See <b>https://bad-site.nl/x</b></p></body></html>", "page.html"),
        ("See https://bad-site.nl/x – naïve".encode("utf-16"), "notes.txt"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_files_are_read(cast: Cast, octets: bytes, name: str) -> None:
    assert "https://bad-site.nl/x" in proposed(dropped(cast, octets, name))


def test_a_bomb_is_not_opened(cast: Cast) -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", b"<Types/>")
        archive.writestr("word/document.xml", b"\0" * 300_000_000)
    page = dropped(cast, bomb.getvalue(), "report.docx")
    assert proposed(page) == {}
    assert "grows beyond reason" in page


def test_of_what_is_pasted_nothing_is_kept(cast: Cast) -> None:
    pasted(cast)
    assert not Item.objects.exists()


def test_what_is_ticked_becomes_a_draft_and_nothing_else_does(cast: Cast) -> None:
    ada = visitor(cast, "ada")
    title, what = written(cast, ada, keep=["https://bad-site.nl/x", "198.51.100.7"], name="melding.eml")
    assert title == "Indicatoren uit melding.eml", "in the language of the circle"
    assert "`hxxps[://]bad-site[.]nl/x`" in what
    assert "`198[.]51[.]100[.]7`" in what
    assert what.index("198") < what.index("hxxps"), "by kind"
    assert "boss@" not in what


def test_the_draft_gives_the_same_indicators_again(cast: Cast) -> None:
    """So that machines are told of just these once it is shared."""
    values = [
        "198.51.100.7",
        "2001:db8::7",
        "https://bad-site.nl/x",
        "bad-site.nl",
        "CVE-2024-3400",
        sha256(b"x").hexdigest(),
    ]
    _, what = written(cast, visitor(cast, "ada"), keep=values)
    assert sorted(one.value for one in finding.find(what).values) == sorted(values)


def test_what_is_no_indicator_does_not_come_in_that_way(cast: Cast) -> None:
    _, what = written(
        cast, visitor(cast, "ada"), keep=["<script>alert(1)</script>", "see 198.51.100.7", "198.51.100.7"]
    )
    assert what == "IPv4-adres\n- `198[.]51[.]100[.]7`"


def test_more_than_one_can_choose_from_is_said(cast: Cast) -> None:
    page = pasted(cast, "\n".join(f"203.0.{n // 250}.{n % 250}" for n in range(1200)))
    assert len(proposed(page)) == 1000
    assert "200 more were found" in page


def test_an_empty_box_is_said_to(cast: Cast) -> None:
    answer = send(visitor(cast, "ada"), PASTE, {"text": "  "})
    assert answer.status_code == 422
    assert "Paste a text, or choose a file." in answer.content.decode()


def test_who_cannot_share_cannot_paste(cast: Cast) -> None:
    assert visitor(cast, "gus").get(PASTE).status_code == 409
    assert visitor(cast, "dee").get(PASTE).status_code == 404
    assert send(visitor(cast, "dee"), f"{PASTE}write/", {"keep": ["198.51.100.7"]}).status_code == 404


def test_one_comes_there_from_the_share_box(cast: Cast) -> None:
    assert f'href="{PASTE}"' in visitor(cast, "ada").get("/c/north/share/").content.decode()
    assert "Paste anything" in look(visitor(cast, "ada"), PASTE)


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (320, "dark")])
def test_everybody_can_use_the_pages(browse: Browse, cast: Cast, width: int, scheme: Scheme) -> None:
    page = browse(visitor(cast, "ada"), PASTE, width=width, scheme=scheme)
    assert wrong_on(page) == []
    page.get_by_label("Text").fill(TEXT)
    page.get_by_role("button", name="Find indicators").click()
    page.get_by_text("What stays behind").wait_for()
    assert wrong_on(page) == []

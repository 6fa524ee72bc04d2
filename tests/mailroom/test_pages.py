"""Buttons in mail and the way out of it: a link shows, a button acts, and a token opens one thing alone."""

import re
from uuid import UUID

import pytest
from django.test import Client

from kring.kernel.binding import acting_as
from kring.notices import queries
from kring.notices.rules import RepliesWish, Wish
from kring.sharing.models import Feedback
from kring.tlp.labels import Label
from tests.cast import Cast
from tests.notices.office import Post, words
from tests.sharing import stage
from tests.sharing.mail.sending import send_item


def taps(mail: Post, name: str) -> dict[str, str]:
    """The paths behind the buttons in somebody's mail."""
    found = re.findall(r"https://kring\.example(/mail/(\w+)/\w+/)", words(mail.to(name)))
    return {what: path for path, what in found}


def way_out(mail: Post, name: str) -> str:
    return str(mail.to(name)["List-Unsubscribe"]).strip("<>").removeprefix("https://kring.example")


@pytest.fixture
def item(cast: Cast, mail: Post) -> UUID:
    item = stage.share(cast, label=Label.GREEN)
    send_item(cast, item)
    return item


def given(cast: Cast, name: str, item: UUID) -> list[tuple[str, str, bool]]:
    with acting_as(cast.actor(name)):
        rows = Feedback.objects.filter(item=item, person=cast.person(name).pk)
        return [(row.kind, row.note, row.named) for row in rows]


@pytest.mark.requirement("R85")
@pytest.mark.parametrize("what", ["useful", "not_relevant", "known", "affected", "acted", "doubted"])
def test_one_tap_reaches_the_source(cast: Cast, mail: Post, item: UUID, client: Client, what: str) -> None:
    path = taps(mail, "cem")[what]

    assert client.get(path).status_code == 200
    assert given(cast, "cem", item) == []  # programs that check mail open every link
    assert client.post(path, {"note": "Two pumps here.", "named": "on"}).status_code == 200
    assert given(cast, "cem", item) == [(what, "Two pumps here.", True)]


def test_a_tap_without_a_word_keeps_the_name_back(cast: Cast, mail: Post, item: UUID, client: Client) -> None:
    answer = client.post(taps(mail, "bo")["useful"])
    assert answer.status_code == 200, answer.content.decode()[-900:]
    assert given(cast, "bo", item) == [("useful", "", False)]


def test_the_page_behind_a_button_tells_nothing_of_the_item(mail: Post, item: UUID, client: Client) -> None:
    page = client.get(taps(mail, "cem")["useful"]).content.decode()
    assert "Pumps" not in page
    assert "North" not in page


@pytest.mark.parametrize("spoil", ["cut", "other", "verb"])
def test_a_token_that_is_not_ours_opens_nothing(mail: Post, item: UUID, client: Client, spoil: str) -> None:
    path = taps(mail, "cem")["useful"]
    token = path.split("/")[3]
    spoilt = {
        "cut": path.replace(token, token[:-2]),
        "other": path.replace(token, ("0" if token[0] != "0" else "1") + token[1:]),
        "verb": path.replace("useful", "delete"),
    }[spoil]
    assert client.get(spoilt).status_code == 404
    assert client.post(spoilt).status_code == 404


def test_a_reply_token_is_no_tap(mail: Post, item: UUID, client: Client) -> None:
    token = str(mail.to("cem")["Reply-To"]).partition("+")[2].partition("@")[0]
    assert client.post(f"/mail/useful/{token}/").status_code == 404


def test_who_was_cut_off_taps_nothing(cast: Cast, mail: Post, item: UUID, client: Client) -> None:
    path = taps(mail, "cem")["useful"]
    cast.seats["cem"].membership.state = "suspended"
    cast.seats["cem"].membership.save()

    assert client.get(path).status_code == 404
    assert client.post(path).status_code == 404


def test_a_withdrawn_item_takes_no_taps(cast: Cast, mail: Post, item: UUID, client: Client) -> None:
    stage.withdraw(cast, item)
    assert client.post(taps(mail, "cem")["useful"]).status_code == 404


def test_one_click_in_the_mail_program_stops_the_mail(cast: Cast, mail: Post, item: UUID) -> None:
    program = Client(enforce_csrf_checks=True)  # the provider's server: no cookie, no page of ours
    answer = program.post(way_out(mail, "cem"), {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200

    mail.clear()
    send_item(cast, stage.share(cast, label=Label.GREEN))
    send_item(cast, stage.share(cast, label=Label.GREEN, urgent=True))
    assert "cem" not in mail.recipients
    assert "bo" in mail.recipients


def test_the_link_alone_stops_nothing(cast: Cast, mail: Post, item: UUID, client: Client) -> None:
    assert client.get(way_out(mail, "cem")).status_code == 200
    with acting_as(cast.actor("cem")) as actor:
        assert queries.wishes_of(actor, cast.north.pk).items is Wish.AT_ONCE


def test_wishes_are_kept_per_circle(cast: Cast, client: Client, db: None) -> None:
    client.force_login(cast.cem)
    client.post("/you/mail/", {"items": "digest", "replies": "all", "urgent": "on"})
    client.post("/you/mail/north/", {"items": "off", "replies": "off"})

    with acting_as(cast.actor("cem")) as actor:
        everywhere, north = queries.wishes_of(actor, None), queries.wishes_of(actor, cast.north.pk)
    assert (everywhere.items, everywhere.replies, everywhere.urgent, everywhere.digest) == (
        Wish.DIGEST, RepliesWish.ALL, True, False,
    )  # fmt: skip
    assert (north.items, north.replies, north.urgent) == (Wish.OFF, RepliesWish.OFF, False)
    client.post("/you/mail/north/as-everywhere/")
    with acting_as(cast.actor("cem")) as actor:
        assert queries.wishes_of(actor, cast.north.pk) == everywhere


def test_nobody_has_wishes_for_a_circle_they_do_not_know(cast: Cast, client: Client, db: None) -> None:
    client.force_login(cast.eve)
    assert client.get("/you/mail/").status_code == 200
    assert client.get("/you/mail/north/").status_code == 404


def test_our_key_is_there_for_who_wants_to_answer_encrypted(mail: Post, client: Client) -> None:
    from kring.kernel.clock import now
    from kring.notices.post.openpgp import read_key
    from kring.notices.post.wkd import directory_name

    shown = read_key(client.get("/mail/kring.asc").content, now())
    published = read_key(client.get(f"/.well-known/openpgpkey/hu/{directory_name('kring')}").content, now())
    assert shown.fingerprint == published.fingerprint
    assert client.get(f"/.well-known/openpgpkey/hu/{directory_name('ada')}").status_code == 404

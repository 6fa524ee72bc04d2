"""The week's mail: Monday at eight on the reader's own clock, and nothing when there is nothing to say."""

import email
import email.policy
from datetime import UTC, datetime, timedelta

import pytest
from pysequoia import decrypt

from kring.kernel.binding import acting_as
from kring.notices import commands as notices
from kring.notices.rules import RepliesWish, Wish, digest_week
from kring.sharing import commands, jobs
from kring.sharing.rules import Text
from kring.tlp.labels import Label
from tests.cast import Cast
from tests.notices.office import Post, octets, words
from tests.sharing import stage
from tests.sharing.mail.sending import give_key

MONDAY = datetime(2026, 11, 23, 7, 5, tzinfo=UTC)  # five past eight in Amsterdam


@pytest.fixture
def monday(monkeypatch: pytest.MonkeyPatch) -> datetime:
    """The next Monday morning, so that what is shared in the test lies in the week before."""
    today = datetime.now(UTC)
    moment = (today + timedelta(days=7 - today.weekday())).replace(hour=7, minute=5, second=0, microsecond=0)
    monkeypatch.setattr(jobs, "now", lambda: moment)
    return moment


def digest() -> None:
    jobs.mail_digests(timestamp=0)


@pytest.mark.requirement("R81")
def test_what_came_and_was_not_opened_is_in_it(cast: Cast, mail: Post, monday: datetime) -> None:
    item = stage.share(cast, label=Label.GREEN)
    digest()

    letter = mail.to("cem")
    assert "Pumps stop after the update" in words(letter)
    assert f"https://kring.example/items/{item}/" in words(letter)
    assert letter["Subject"] == "Your week on Kring: 1 new item"
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


@pytest.mark.requirement("R81")
def test_nothing_to_say_means_no_mail(cast: Cast, mail: Post, monday: datetime) -> None:
    item = stage.share(cast, label=Label.GREEN)
    with acting_as(cast.actor("cem")) as actor:
        commands.note_reading(actor=actor, item=item)
    digest()

    assert "cem" not in mail.recipients
    assert "chi" in mail.recipients
    assert not {"ada", "dee", "eve", "max"} & mail.recipients


@pytest.mark.requirement("R142")
def test_nobody_hears_of_another_community(cast: Cast, mail: Post, monday: datetime) -> None:
    stage.share(cast, label=Label.GREEN)
    stage.share(cast, "dee", label=Label.GREEN, circle=cast.south.pk, text=Text(title="Southern", what="x"))
    digest()
    assert "Southern" not in words(mail.to("cem"))
    assert mail.all_to("dee") == []


def test_it_comes_once_a_week(cast: Cast, mail: Post, monday: datetime) -> None:
    stage.share(cast, label=Label.GREEN)
    digest()
    digest()
    assert len(mail.all_to("cem")) == 1


def test_what_does_not_travel_in_the_open_is_counted_and_not_named(cast: Cast, mail: Post, monday: datetime) -> None:
    stage.share(cast, label=Label.GREEN, text=Text(title="Greenish", what="x"))
    stage.share(cast, label=Label.AMBER)
    stage.share(cast, label=Label.RED, named=["cem"], text=Text(title="Reddish", what="x"))
    digest()

    text = words(mail.to("cem"))
    assert "Greenish" in text
    assert "And 2 that do not travel by mail" in text
    for word in (b"Pumps", b"Reddish", b"AMBER", b"RED"):
        assert word not in mail.octets()


def test_with_a_key_the_week_comes_sealed_and_still_without_red(cast: Cast, mail: Post, monday: datetime) -> None:
    secret = give_key(cast, "cem")
    stage.share(cast, label=Label.AMBER)
    stage.share(cast, label=Label.RED, named=["cem"], text=Text(title="Reddish", what="x"))
    digest()

    letter = mail.to("cem")
    assert letter["Subject"] == "[...]"
    _, sealed = letter.iter_parts()
    opened = decrypt(octets(sealed), decryptor=secret.decryptor()).bytes
    assert opened
    text = words(email.message_from_bytes(opened, policy=email.policy.default))
    assert "Pumps stop after the update" in text
    assert "Reddish" not in text
    assert "And 1 that does not travel by mail" in text


def test_circles_and_topics_one_wants_nothing_of_are_left_out(cast: Cast, mail: Post, monday: datetime) -> None:
    stage.share(cast, label=Label.GREEN, tags=["pumps"])
    with acting_as(cast.actor("cem")) as actor:
        notices.mute_topic(actor=actor, tag="pumps")
    with acting_as(cast.actor("chi")) as actor:
        notices.wish(actor=actor, circle=cast.north.pk, items=Wish.OFF, replies=RepliesWish.OFF, urgent=False)
    digest()
    assert not {"cem", "chi"} & mail.recipients


def test_who_left_the_weeks_mail_gets_none(cast: Cast, mail: Post, monday: datetime) -> None:
    stage.share(cast, label=Label.GREEN)
    with acting_as(cast.actor("cem")) as actor:
        notices.leave_list(actor=actor, circle=None)
    digest()
    assert "cem" not in mail.recipients


@pytest.mark.parametrize(
    ("moment", "zone", "due"),
    [
        (MONDAY, "Europe/Amsterdam", True),
        (MONDAY - timedelta(minutes=10), "Europe/Amsterdam", False),
        (MONDAY + timedelta(hours=11), "Europe/Amsterdam", True),
        (MONDAY + timedelta(hours=13), "Europe/Amsterdam", False),
        (MONDAY - timedelta(days=1), "Europe/Amsterdam", False),
        (MONDAY, "America/Paramaribo", False),
        (MONDAY + timedelta(hours=4), "America/Paramaribo", True),
        (datetime(2026, 11, 23, 2, 35, tzinfo=UTC), "Asia/Kolkata", True),
        (datetime(2026, 11, 22, 19, 5, tzinfo=UTC), "Pacific/Auckland", True),
        (MONDAY, "Nowhere/Nothing", True),
    ],
)
def test_it_is_due_on_monday_at_eight_on_the_readers_clock(moment: datetime, zone: str, due: bool) -> None:
    assert (digest_week(moment, zone) == "2026-W48") is due

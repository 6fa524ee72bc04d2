import pytest

from kring.kernel.binding import acting_as
from kring.notices import commands as notices
from kring.notices.rules import RepliesWish, Wish
from kring.sharing import commands
from kring.tlp.labels import Label
from tests.cast import Cast
from tests.notices.office import Post, words
from tests.sharing import stage
from tests.sharing.mail.sending import send_item, send_reply


def test_the_source_and_who_answered_before_hear_of_it(cast: Cast, mail: Post) -> None:
    item = stage.share(cast, label=Label.GREEN)
    send_reply(cast, stage.reply(cast, item, "cem"), item)
    assert mail.recipients == {"ada"}
    mail.clear()

    send_reply(cast, stage.reply(cast, item, "chi", "So do we."), item)

    assert mail.recipients == {"ada", "cem"}
    assert "So do we." in words(mail.to("cem"))
    assert mail.to("cem")["From"] == "Chi via North <kring@kring.example>"


def test_who_is_mentioned_hears_of_it(cast: Cast, mail: Post) -> None:
    item = stage.share(cast, label=Label.GREEN)
    send_reply(cast, stage.reply(cast, item, "cem", mentions=["bo"]), item)
    assert mail.recipients == {"ada", "bo"}


def test_the_sealed_source_hears_of_it_and_nobody_can_tell(cast: Cast, mail: Post) -> None:
    item = stage.share(cast, label=Label.GREEN, via_secretariat=True)
    send_reply(cast, stage.reply(cast, item, "cem"), item)

    assert mail.recipients == {"ada"}
    with acting_as(cast.actor("cem")):
        from kring.notices.models import Following

        assert [row.person_id for row in Following.objects.all()] == [cast.cem.pk]


def test_it_stands_under_the_mail_with_the_item(cast: Cast, mail: Post) -> None:
    item = stage.share(cast, label=Label.GREEN)
    send_item(cast, item)
    first = mail.to("cem")
    stage.reply(cast, item, "cem")
    mail.clear()

    send_reply(cast, stage.reply(cast, item, "chi"), item)

    answer = mail.to("cem")
    assert answer["In-Reply-To"] == first["Message-ID"]
    assert answer["References"] == first["Message-ID"]
    assert answer["Subject"] == f"Re: {first['Subject']}"


def test_a_reply_for_a_few_reaches_those_few_as_a_bare_link(cast: Cast, mail: Post) -> None:
    item = stage.share(cast, label=Label.GREEN)
    stage.reply(cast, item, "chi")
    send_reply(cast, stage.reply(cast, item, "cem", "For ada's eyes.", only=["ada"]), item)

    assert mail.recipients == {"ada"}
    for word in (b"eyes", b"TLP", b"Cem", b"North", b"Pumps"):
        assert word not in mail.octets()


@pytest.mark.parametrize(
    ("wish", "hears"), [(RepliesWish.ALL, True), (RepliesWish.MINE, False), (RepliesWish.OFF, False)]
)
def test_who_takes_no_part_hears_only_when_they_want_all(
    cast: Cast, mail: Post, wish: RepliesWish, hears: bool
) -> None:
    with acting_as(cast.actor("chi")) as actor:
        notices.wish(actor=actor, circle=None, items=Wish.AT_ONCE, replies=wish, urgent=True)
    item = stage.share(cast, label=Label.GREEN)
    send_reply(cast, stage.reply(cast, item, "cem"), item)
    assert ("chi" in mail.recipients) is hears


def test_a_reply_that_was_taken_back_is_told_to_nobody(cast: Cast, mail: Post) -> None:
    item = stage.share(cast, label=Label.GREEN)
    reply = stage.reply(cast, item, "cem")
    with acting_as(cast.actor("cem")) as actor:
        commands.remove_reply(actor=actor, reply=reply)
    send_reply(cast, reply, item)
    assert mail.recipients == set()


def test_once_its_item_is_narrowed_it_travels_as_its_item_does(cast: Cast, mail: Post) -> None:
    item = stage.share(cast, label=Label.GREEN)
    reply = stage.reply(cast, item, "cem", "Ours leak.")
    stage.relabel(cast, item, Label.AMBER)
    send_reply(cast, reply, item)

    assert mail.recipients == {"ada"}
    for word in (b"leak", b"Pumps", b"pumps"):
        assert word not in mail.octets()

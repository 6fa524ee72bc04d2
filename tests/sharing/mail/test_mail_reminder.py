import pytest

from kring.kernel.binding import acting_as
from kring.sharing import commands
from kring.tlp.labels import Label
from tests.cast import Cast
from tests.notices.office import Post, words
from tests.sharing import stage
from tests.sharing.mail.sending import send_item, send_reminder


@pytest.mark.requirement("R78")
def test_those_who_have_not_acknowledged_are_asked_again(cast: Cast, mail: Post) -> None:
    item = stage.share(cast, label=Label.GREEN, urgent=True)
    send_item(cast, item)
    everybody = mail.recipients
    first = mail.to("chi")
    with acting_as(cast.actor("cem")) as actor:
        commands.acknowledge_item(actor=actor, item=item)
    mail.clear()

    send_reminder(cast, item)

    assert mail.recipients == everybody - {"cem"}
    assert mail.to("chi")["In-Reply-To"] == first["Message-ID"]
    assert "do you have this?" in words(mail.to("chi"))


def test_a_second_reminder_is_another_mail_and_the_first_one_again_is_none(cast: Cast, mail: Post) -> None:
    item = stage.share(cast, label=Label.GREEN, urgent=True)
    send_reminder(cast, item, "1")
    send_reminder(cast, item, "1")
    assert len(mail.all_to("chi")) == 1
    send_reminder(cast, item, "2")
    assert len(mail.all_to("chi")) == 2

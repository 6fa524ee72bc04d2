from kring.kernel.clock import now
from kring.tlp.labels import Label
from tests.cast import Cast
from tests.notices.office import Post, words
from tests.sharing import stage
from tests.sharing.mail.sending import send_item, send_withdrawal


def test_it_follows_the_item_to_everybody_who_got_a_mail(cast: Cast, mail: Post) -> None:
    item = stage.share(cast, label=Label.GREEN)
    send_item(cast, item)
    told, first = mail.recipients, mail.to("cem")
    mail.clear()
    stage.withdraw(cast, item)

    send_withdrawal(cast, item)

    assert mail.recipients == told
    assert "has been withdrawn" in words(mail.to("cem"))
    assert mail.to("cem")["In-Reply-To"] == first["Message-ID"]
    assert b"Pumps" not in mail.octets()


def test_who_got_no_mail_hears_of_no_withdrawal(cast: Cast, mail: Post) -> None:
    item = stage.share(cast, label=Label.GREEN)
    stage.withdraw(cast, item)
    send_withdrawal(cast, item)
    assert mail.recipients == set()


def test_who_was_cut_off_since_hears_nothing_more(cast: Cast, mail: Post) -> None:
    item = stage.share(cast, label=Label.AMBER)
    send_item(cast, item)
    mail.clear()
    stage.withdraw(cast, item)
    cast.seats["cem"].until = now()
    cast.seats["cem"].save()
    send_withdrawal(cast, item)
    assert mail.recipients == {"chi"}


def test_a_withdrawn_red_item_is_still_a_bare_link(cast: Cast, mail: Post) -> None:
    item = stage.share(cast, label=Label.RED, named=["cem"])
    send_item(cast, item)
    mail.clear()
    stage.withdraw(cast, item)
    send_withdrawal(cast, item)
    assert mail.recipients == {"cem"}
    for word in (b"withdrawn", b"TLP", b"North"):
        assert word not in mail.octets()

"""Mail that comes in: answers land once in their thread, mails to a circle wait as drafts, others hear why not."""

from collections.abc import Callable
from email.message import EmailMessage
from uuid import UUID

import pytest
from pysequoia import Cert, encrypt
from pytest_django import Settings

from kring.kernel.binding import acting_as
from kring.kernel.clock import now
from kring.mailroom import commands
from kring.mailroom.jobs import mail_draft
from kring.notices import queries
from kring.notices.commands import office
from kring.sharing.models import Attachment, Item, Reply
from kring.tlp.labels import Label
from tests.cast import Cast
from tests.mailroom import corpus
from tests.notices.office import Post, words
from tests.sharing import stage
from tests.sharing.mail.sending import give_key, own_deliveries, send_item, send_reply
from tests.sharing.stage import refused

AUTHSERV = "mail.kring.example"


def letter(
    sender: str, body: str = "We see it too.", *, subject: str = "Re: Pumps", message_id: str = "<1@x>"
) -> EmailMessage:
    made = EmailMessage()
    made["From"], made["Subject"], made["Message-ID"] = sender, subject, message_id
    made.set_content(body)
    return made


def bring(made: EmailMessage | bytes, to: str, sender: str = "somebody@example.org") -> None:
    octets = made if isinstance(made, bytes) else made.as_bytes()
    commands.take_in(sender=sender, recipient=to, octets=octets)


def replies(cast: Cast, item: UUID, name: str = "ada") -> list[Reply]:
    with acting_as(cast.actor(name)):
        return list(Reply.objects.filter(item=item).order_by("at"))


@pytest.fixture
def shared(cast: Cast, mail: Post) -> UUID:
    item = stage.share(cast, label=Label.GREEN)
    send_item(cast, item)
    return item


def reply_to(mail: Post, name: str) -> str:
    return str(mail.to(name)["Reply-To"])


@pytest.mark.requirement("R80")
def test_an_answer_lands_once_in_its_thread(cast: Cast, mail: Post, shared: UUID) -> None:
    answer = letter("Cem <cem@cem.example>", "We see it too.\n\nOn Tue, 3 Mar 2026 at 10:12, Ada wrote:\n> Pumps")
    bring(answer, reply_to(mail, "cem"))
    bring(answer, reply_to(mail, "cem"))

    [reply] = replies(cast, shared)
    assert (reply.body, reply.author_id, reply.way, reply.message_id) == ("We see it too.", cast.cem.pk, "mail", "1@x")


def test_without_a_message_id_the_same_octets_land_once(cast: Cast, mail: Post, shared: UUID) -> None:
    answer = letter("cem@cem.example")
    del answer["Message-ID"]
    bring(answer, reply_to(mail, "cem"))
    bring(answer, reply_to(mail, "cem"))
    assert len(replies(cast, shared)) == 1


def test_its_files_come_along(cast: Cast, mail: Post, shared: UUID) -> None:
    answer = letter("cem@cem.example", "Logs attached.")
    answer.add_attachment(b"src,dst\n", maintype="text", subtype="csv", filename="log.csv")
    bring(answer, reply_to(mail, "cem"))
    bring(answer, reply_to(mail, "cem"))

    with acting_as(cast.actor("ada")):
        assert [file.name for file in Attachment.objects.filter(reply=replies(cast, shared)[0])] == ["log.csv"]


def test_a_file_without_words_is_an_answer_too(cast: Cast, mail: Post, shared: UUID) -> None:
    answer = letter("cem@cem.example", "")
    answer.add_attachment(b"x", maintype="image", subtype="png", filename="screen.png")
    bring(answer, reply_to(mail, "cem"))
    assert replies(cast, shared)[0].body == "screen.png"


def test_the_case_of_letters_in_addresses_does_not_matter(cast: Cast, mail: Post, shared: UUID) -> None:
    bring(letter("CEM@Cem.Example"), reply_to(mail, "cem").upper())
    assert len(replies(cast, shared)) == 1


@pytest.mark.parametrize(
    ("sender", "code"),
    [("eve@eve.example", "mail_other_sender"), ("ada@ada.example", "mail_other_sender"), ("", "mail_other_sender")],
)
def test_somebody_elses_answer_is_refused(cast: Cast, mail: Post, shared: UUID, sender: str, code: str) -> None:
    with refused(code):
        bring(letter(sender), reply_to(mail, "cem"))
    assert replies(cast, shared) == []


@pytest.mark.parametrize(
    "to",
    [
        "reply+{cut}@kring.example", "reply+{turned}@kring.example", "bounce+{token}@kring.example",
        "reply+{token}@other.example", "reply+@kring.example", "reply@kring.example", "what+{token}@kring.example",
        "nowhere@kring.example", "@kring.example", "",
    ],
)  # fmt: skip
def test_an_address_that_is_not_ours_takes_nothing(cast: Cast, mail: Post, shared: UUID, to: str) -> None:
    token = reply_to(mail, "cem").partition("+")[2].partition("@")[0]
    turned = token[:-1] + ("0" if token[-1] != "0" else "1")
    with refused("no_such_address"):
        bring(letter("cem@cem.example"), to.format(token=token, cut=token[:-2], turned=turned))
    assert replies(cast, shared) == []


@pytest.mark.requirement("R50")
@pytest.mark.parametrize("how", ["membership", "person", "withdrawn"])
def test_who_may_no_longer_read_it_answers_nothing(cast: Cast, mail: Post, shared: UUID, how: str) -> None:
    to = reply_to(mail, "cem")
    match how:
        case "membership":
            cast.memberships["cem"].state = "suspended"
            cast.memberships["cem"].save()
        case "person":
            cast.cem.suspended_at = now()
            cast.cem.save()
        case "withdrawn":
            stage.withdraw(cast, shared)
    with refused({"membership": "not_taken", "person": "no_such_address", "withdrawn": "withdrawn"}[how]):
        bring(letter("cem@cem.example"), to)


def test_a_forged_sender_is_refused_where_our_mail_system_looks(
    cast: Cast, mail: Post, shared: UUID, settings: Settings
) -> None:
    settings.KRING_MAIL_AUTHSERV = AUTHSERV
    with refused("mail_forged"):
        bring(letter("cem@cem.example"), reply_to(mail, "cem"))
    genuine = f"Authentication-Results: {AUTHSERV}; dmarc=pass header.from=cem.example\r\n".encode()
    bring(genuine + letter("cem@cem.example").as_bytes(), reply_to(mail, "cem"))
    assert len(replies(cast, shared)) == 1


@pytest.mark.parametrize("name", corpus.names(starting=("automatic",)))
def test_an_automatic_answer_is_taken_and_forgotten(cast: Cast, mail: Post, shared: UUID, name: str) -> None:
    bring(corpus.octets(name), reply_to(mail, "cem"), sender="")
    assert replies(cast, shared) == []


def test_nothing_but_a_quote_is_no_answer(cast: Cast, mail: Post, shared: UUID) -> None:
    with refused("mail_empty"):
        bring(letter("cem@cem.example", "> Pumps stop\n"), reply_to(mail, "cem"))


def test_a_mail_beyond_reason_is_refused_with_a_reason(cast: Cast, mail: Post, shared: UUID) -> None:
    with refused("mail_unreadable"):
        bring(b"X: " + b"y" * 300_000 + b"\n\nz", reply_to(mail, "cem"))


@pytest.mark.parametrize("name", corpus.names(besides=("automatic", "bounce")))
def test_what_programs_write_lands_as_what_people_said(cast: Cast, mail: Post, shared: UUID, name: str) -> None:
    sender = corpus.letter(name).sender
    cast.cem.email = sender
    cast.cem.save()
    bring(corpus.octets(name), reply_to(mail, "cem"), sender=sender)
    assert replies(cast, shared)[0].body == corpus.said(name)


# What does not travel in the open is not answered in the open


@pytest.fixture
def sealed_answer(cast: Cast, mail: Post) -> Callable[[str], EmailMessage]:
    def make(body: str) -> EmailMessage:
        inner = letter("cem@cem.example", body).as_bytes()
        sealed = encrypt(inner, recipients=[Cert.from_bytes(office().seal.octets)])
        made = letter("cem@cem.example", "")
        made.make_mixed()
        made.add_attachment("Version: 1\n", subtype="x")
        made.add_attachment(sealed, maintype="application", subtype="octet-stream", filename="encrypted.asc")
        made.replace_header("Content-Type", f'multipart/encrypted; boundary="{made.get_boundary() or "b"}"')
        return made

    return make


def test_amber_is_answered_encrypted(cast: Cast, mail: Post, sealed_answer: Callable[[str], EmailMessage]) -> None:
    give_key(cast, "cem")
    item = stage.share(cast, label=Label.AMBER)
    send_item(cast, item)
    with refused("must_be_sealed"):
        bring(letter("cem@cem.example"), reply_to(mail, "cem"))

    sealed = sealed_answer("Sealed words.")
    sealed.set_boundary("=_b")
    bring(sealed, reply_to(mail, "cem"))

    assert [reply.body for reply in replies(cast, item)] == ["Sealed words."]


def test_red_is_not_answered_by_mail_at_all(cast: Cast, mail: Post, shared: UUID) -> None:
    to = reply_to(mail, "cem")
    from kring.sharing import commands as sharing

    with acting_as(cast.actor("ada")) as actor:
        sharing.relabel_item(actor=actor, item=shared, label=Label.RED, named=[cast.cem.pk])
    with refused("never_by_mail"):
        bring(letter("cem@cem.example"), to)


def test_what_is_sealed_for_somebody_else_is_refused(cast: Cast, mail: Post, shared: UUID) -> None:
    from pysequoia import Tsk

    other = Tsk.generate("Other <other@example.org>").extract_certificate()
    made = letter("cem@cem.example", "")
    made.make_mixed()
    made.add_attachment(
        encrypt(b"x", recipients=[other]), maintype="application", subtype="octet-stream", filename="e.asc"
    )
    made.replace_header("Content-Type", 'multipart/encrypted; boundary="=_b"')
    made.set_boundary("=_b")
    with refused("not_for_us"):
        bring(made, reply_to(mail, "cem"))


def test_a_mail_about_a_reply_answers_that_reply(cast: Cast, mail: Post, shared: UUID) -> None:
    first = stage.reply(cast, shared, "cem")
    send_reply(cast, first, shared)
    bring(letter("ada@ada.example", "Thanks."), reply_to(mail, "ada"))
    assert replies(cast, shared)[1].answers_id == first


# Mail to a circle


def drafts(cast: Cast, name: str) -> list[Item]:
    with acting_as(cast.actor(name)):
        return list(Item.objects.filter(author=cast.person(name).pk, state=0))


def test_a_mail_to_a_circle_waits_as_a_draft(cast: Cast, mail: Post) -> None:
    made = letter("Ada <ada@ada.example>", "Two pumps stop.\n\n-- \nAda\n", subject="TLP:GREEN Pumps stop")
    made.add_attachment(b"log", maintype="text", subtype="plain", filename="log.txt")
    bring(made, "north@kring.example")
    bring(made, "north@kring.example")

    [draft] = drafts(cast, "ada")
    assert (draft.title, draft.what, draft.label, draft.circle_id) == (
        "Pumps stop",
        "Two pumps stop.",
        1,
        cast.north.pk,
    )
    with acting_as(cast.actor("ada")):
        assert [file.name for file in Attachment.objects.filter(item=draft)] == ["log.txt"]
    assert stage.readers(cast, draft.pk) == {"ada"}


def test_its_author_hears_that_it_waits(cast: Cast, mail: Post) -> None:
    bring(letter("ada@ada.example", "Two pumps.", subject="Pumps"), "north@kring.example")
    [draft] = drafts(cast, "ada")

    mail_draft(draft=str(draft.pk), circle=str(cast.north.pk), person=str(cast.ada.pk))

    assert mail.recipients == {"ada"}
    assert f"https://kring.example/drafts/{draft.pk}/" in words(mail.to("ada"))


@pytest.mark.parametrize(
    ("sender", "to"),
    [("bo@bo.example", "north"), ("dee@dee.example", "north"), ("eve@eve.example", "north"), ("gus@gus.example", "north"),
     ("nobody@example.org", "north"), ("ada@ada.example", "south"), ("ada@ada.example", "nowhere"), ("", "north")],
)  # fmt: skip
def test_who_has_no_seat_and_a_circle_that_is_not_there_get_one_answer(
    cast: Cast, mail: Post, sender: str, to: str
) -> None:
    with refused("no_such_address"):
        bring(letter(sender), f"{to}@kring.example")


def test_a_forged_author_gets_no_draft(cast: Cast, mail: Post, settings: Settings) -> None:
    settings.KRING_MAIL_AUTHSERV = AUTHSERV
    with refused("mail_forged"):
        bring(letter("ada@ada.example"), "north@kring.example")
    assert drafts(cast, "ada") == []


def test_a_flood_is_put_off(cast: Cast, mail: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commands, "MOST_AN_HOUR", 2)
    for number in range(2):
        bring(letter("ada@ada.example", message_id=f"<{number}@x>"), "north@kring.example")
    with refused("too_often"):
        bring(letter("ada@ada.example", message_id="<3@x>"), "north@kring.example")


# Bounces


def test_a_bounce_is_counted_and_shown(cast: Cast, mail: Post, shared: UUID) -> None:
    bring(corpus.octets("bounce-postfix"), mail.envelope("cem"), sender="")

    [delivery] = own_deliveries(cast, "cem")
    assert delivery.state == "bounced"
    assert "User unknown" in delivery.words
    with acting_as(cast.actor("cem")) as actor:
        standing = queries.mail_standing(actor, key="")
        assert standing.bounces == 1
        assert "User unknown" in standing.last_words
    with acting_as(cast.actor("ada")):
        assert queries.deliveries_of(shared, cast.north.pk).bounced == 1
        assert [each.person for each in queries.bounces_of(shared, cast.north.pk)] == [cast.cem.pk]


def test_a_server_that_still_tries_is_no_bounce_yet(cast: Cast, mail: Post, shared: UUID) -> None:
    bring(corpus.octets("bounce-delayed"), mail.envelope("cem"), sender="")
    [delivery] = own_deliveries(cast, "cem")
    assert (delivery.state, delivery.words.startswith("4.4.1")) == ("sent", True)


def test_an_absence_note_to_the_return_path_is_no_bounce(cast: Cast, mail: Post, shared: UUID) -> None:
    bring(corpus.octets("automatic-exchange-nl"), mail.envelope("cem"), sender="")
    assert [row.state for row in own_deliveries(cast, "cem")] == ["sent"]


def test_a_made_up_bounce_counts_for_nothing(cast: Cast, mail: Post, shared: UUID) -> None:
    with refused("no_such_address"):
        bring(corpus.octets("bounce-postfix"), "bounce+" + "0" * 52 + "@kring.example", sender="")


def test_what_came_in_long_ago_is_forgotten(cast: Cast, mail: Post, shared: UUID) -> None:
    from kring.mailroom.models import Arrival

    bring(letter("cem@cem.example"), reply_to(mail, "cem"))
    Arrival.objects.update(at=now() - commands.KEPT * 2)
    commands.forget_arrivals()
    assert not Arrival.objects.exists()

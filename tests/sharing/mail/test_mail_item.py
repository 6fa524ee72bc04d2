"""Who gets which mail of an item: exactly its readers, and exactly what the label lets travel."""

import email
import email.policy
import re
from uuid import UUID

import pytest
from pysequoia import Cert, decrypt

from kring.circles.models import Affiliation, Expertise, Seat
from kring.kernel.binding import acting_as
from kring.kernel.clock import now
from kring.notices import commands as notices
from kring.notices import queries
from kring.notices.commands import office
from kring.notices.post.carrier import Unreachable
from kring.notices.rules import RepliesWish, Wish
from kring.sharing import commands
from kring.tlp.labels import Label
from tests.cast import Cast
from tests.notices.office import Post, octets, words
from tests.sharing import stage
from tests.sharing.mail.sending import give_key, own_deliveries, send_item

SECRETS = (b"Pumps", b"pumps", b"update.pumps-cdn.top", b"water level", b"4.2")
"""Words of the item that `stage.PUMPS` is made of."""


@pytest.mark.parametrize("label", [label for label in Label if label is not Label.CLEAR])
def test_its_readers_get_it_and_nobody_else(cast: Cast, mail: Post, label: Label) -> None:
    item = stage.share(cast, label=label, named=["cem"] if label is Label.RED else [])

    send_item(cast, item)

    assert mail.recipients == stage.readers(cast, item) - {"visitor", "ada", "max"}
    assert len(mail.server.mails) == len(mail.recipients)


def test_what_anybody_may_read_is_news_for_its_own_community(cast: Cast, mail: Post) -> None:
    item = stage.share(cast, label=Label.CLEAR)

    send_item(cast, item)

    assert {"dee", "eve"} <= stage.readers(cast, item), "they may read it"
    assert mail.recipients == {"bo", "cem", "chi", "fay", "gus"}, "and are not written to"


@pytest.mark.parametrize("label", [Label.GREEN, Label.CLEAR])
def test_what_may_travel_is_in_the_mail(cast: Cast, mail: Post, label: Label) -> None:
    send_item(cast, stage.share(cast, label=label))
    letter = mail.to("cem")

    assert letter["Subject"] == f"{label.marking} Pumps stop after the update"
    assert letter["From"] == "Ada via North <kring@kring.example>"
    assert letter["List-Id"] == "North <north.kring.example>"
    assert letter["Reply-To"].startswith("reply+")
    for kind in ("plain", "html"):
        text = words(letter, kind)
        assert label.marking in text
        assert "update.pumps-cdn.top" in text
        assert "Whoever runs the same firmware" in text
        assert "Block the address" in text
        assert "Alpha" in text


@pytest.mark.parametrize("label", [Label.AMBER, Label.AMBER_STRICT])
def test_without_a_key_the_reader_gets_a_link_and_the_reason(cast: Cast, mail: Post, label: Label) -> None:
    item = stage.share(cast, label=label)
    send_item(cast, item)
    letter = mail.to("cem")

    assert not any(word in mail.octets() for word in (*SECRETS, b"Ada"))
    assert letter["Subject"] == f"{label.marking} New for you in North"
    assert letter["Reply-To"] is None
    assert f"https://kring.example/items/{item}/" in words(letter)
    assert "no OpenPGP key of yours" in words(letter)
    assert [(row.form, row.reason) for row in own_deliveries(cast, "cem")] == [("link", "no_key")]


@pytest.mark.parametrize("label", [Label.AMBER, Label.AMBER_STRICT])
def test_with_a_key_the_content_comes_sealed_and_signed(cast: Cast, mail: Post, label: Label) -> None:
    secret = give_key(cast, "cem")
    send_item(cast, stage.share(cast, label=label))
    letter = mail.to("cem")

    assert not any(word in mail.octets() for word in SECRETS)
    assert not re.search(rb"\bAda\b", mail.octets()), "three letters alone stand in what is sealed now and then"
    assert letter["Subject"] == "[...]"
    assert letter["From"] == "North <kring@kring.example>"
    assert letter.get_content_type() == "multipart/encrypted"
    _, sealed = letter.iter_parts()
    ours = Cert.from_bytes(office().seal.octets)
    opened = decrypt(octets(sealed), decryptor=secret.decryptor(), store=lambda _: [ours])
    assert [signature.certificate for signature in opened.valid_sigs] == [office().seal.fingerprint]
    assert opened.bytes
    inner = email.message_from_bytes(opened.bytes, policy=email.policy.default)
    assert inner["Subject"] == f"{label.marking} Pumps stop after the update"
    assert "update.pumps-cdn.top" in words(inner)


def test_a_key_that_died_means_a_link_and_the_reason_never_silence(cast: Cast, mail: Post) -> None:
    secret = give_key(cast, "cem")
    certificate = secret.extract_certificate()
    dead = Cert.from_bytes(bytes(certificate) + bytes(certificate.revoke(secret.certifier())))
    cast.cem.openpgp_certificate = str(dead)
    cast.cem.save()

    send_item(cast, stage.share(cast, label=Label.AMBER))

    assert "This key has been revoked" in words(mail.to("cem"))
    assert [(row.form, row.reason) for row in own_deliveries(cast, "cem")] == [("link", "key_revoked")]


@pytest.mark.requirement("R88")
def test_red_is_a_link_and_nothing_else(cast: Cast, mail: Post) -> None:
    give_key(cast, "cem")
    item = stage.share(cast, label=Label.RED, named=["cem"], urgent=True)
    send_item(cast, item)
    letter = mail.to("cem")

    for word in (*SECRETS, b"TLP", b"North", b"north", b"Ada", b"Alpha", b"Urgent", b"something urgent", b"named"):
        assert word not in mail.octets()
    assert letter["Subject"] == "Something for you on Kring"
    assert letter["From"] == "Kring <kring@kring.example>"
    assert letter["List-Id"] is None
    assert letter["Reply-To"] is None
    assert f"https://kring.example/items/{item}/" in words(letter)


@pytest.mark.requirement("R87")
def test_via_the_secretariat_no_mail_names_the_source(cast: Cast, mail: Post) -> None:
    item = stage.share(cast, label=Label.GREEN, via_secretariat=True)
    send_item(cast, item)

    assert b"Ada" not in mail.octets().replace(b"To: Ada", b"")
    assert b"Alpha" not in mail.octets()
    assert "shared via the secretariat" in words(mail.to("cem"))
    # The source gets it like everybody else: who got none would be known for it.
    assert "ada" in mail.recipients


def test_everybody_reads_it_in_their_own_language(cast: Cast, mail: Post) -> None:
    cast.cem.language = "nl"
    cast.cem.save()
    send_item(cast, stage.share(cast, label=Label.GREEN))

    assert "Antwoord boven deze regel" in words(mail.to("cem"))
    assert "TLP:GREEN" in words(mail.to("cem"))
    assert "Reply above this line" in words(mail.to("bo"))


def test_urgent_says_so_and_asks_to_acknowledge(cast: Cast, mail: Post) -> None:
    send_item(cast, stage.share(cast, label=Label.GREEN, urgent=True))
    assert mail.to("cem")["Subject"] == "TLP:GREEN Urgent: Pumps stop after the update"
    assert "URGENT" in words(mail.to("cem"))


# Once


def test_nobody_is_told_twice(cast: Cast, mail: Post) -> None:
    item = stage.share(cast, label=Label.GREEN)
    send_item(cast, item)
    before = len(mail.server.mails)
    send_item(cast, item)
    assert len(mail.server.mails) == before


def test_new_readers_of_a_widened_item_are_told_and_the_others_not_again(cast: Cast, mail: Post) -> None:
    item = stage.share(cast, label=Label.AMBER)
    send_item(cast, item)
    assert mail.recipients == {"cem", "chi"}
    mail.clear()
    with acting_as(cast.actor("ada")) as actor:
        commands.relabel_item(actor=actor, item=item, label=Label.GREEN)

    send_item(cast, item)

    assert mail.recipients == stage.readers(cast, item) - {"visitor", "ada", "max", "cem", "chi"}


def test_every_try_has_the_same_message_id_and_every_reader_another(cast: Cast, mail: Post) -> None:
    mail.behaviour.refused["cem@cem.example"] = "451 4.2.1 try later"
    item = stage.share(cast, label=Label.GREEN)
    send_item(cast, item)
    first = {row.recipient: row for row in mail.server.mails}
    assert "cem@cem.example" not in first
    [waiting] = own_deliveries(cast, "cem")
    assert (waiting.state, waiting.attempts, waiting.words) == ("pending", 1, "451 4.2.1 try later")

    mail.behaviour.refused.clear()
    _make_due(waiting.person)
    send_item(cast, item)

    assert [row.state for row in own_deliveries(cast, "cem")] == ["sent"]
    identifiers = [str(mail.to(name)["Message-ID"]) for name in mail.recipients]
    assert len(set(identifiers)) == len(identifiers)
    assert len(mail.all_to("cem")) == 1


def _make_due(person: UUID) -> None:
    from kring.notices.access import as_postman
    from kring.notices.models import Delivery

    with as_postman():
        Delivery.objects.filter(person=person).update(due_at=now())


def test_what_a_server_refuses_for_good_is_not_tried_again(cast: Cast, mail: Post) -> None:
    mail.behaviour.refused["cem@cem.example"] = "550 5.1.1 no such user"
    item = stage.share(cast, label=Label.GREEN)
    send_item(cast, item)
    send_item(cast, item)

    [failed] = own_deliveries(cast, "cem")
    assert (failed.state, failed.words, failed.attempts) == ("failed", "550 5.1.1 no such user", 1)
    with acting_as(cast.actor("ada")):
        tally = queries.deliveries_of(item, cast.north.pk)
        assert (tally.full, tally.failed) == (len(mail.recipients), 1)
        assert [(each.person, each.words) for each in queries.bounces_of(item, cast.north.pk)] == [
            (cast.cem.pk, "550 5.1.1 no such user")
        ]
    with acting_as(cast.actor("chi")):  # not the source: their own alone
        assert queries.deliveries_of(item, cast.north.pk).sent == 1
        assert queries.bounces_of(item, cast.north.pk) == []


def test_without_a_server_nothing_is_lost_and_the_job_comes_back(cast: Cast, mail: Post) -> None:
    item = stage.share(cast, label=Label.GREEN)
    mail.behaviour.greeting = "421 closed for the night"
    with pytest.raises(Unreachable, match="closed for the night"):
        send_item(cast, item)
    assert [row.state for row in own_deliveries(cast, "cem")] == ["pending"]

    mail.behaviour.greeting = "220 ready"
    send_item(cast, item)
    assert "cem" in mail.recipients


# Cut off between queueing and sending


@pytest.mark.requirement("R50")
@pytest.mark.parametrize("how", ["membership", "person", "seat"])
def test_who_is_cut_off_after_queueing_gets_nothing(cast: Cast, mail: Post, how: str) -> None:
    item = stage.share(cast, label=Label.AMBER)
    mail.behaviour.greeting = "421 not yet"
    with pytest.raises(Unreachable):
        send_item(cast, item)
    mail.behaviour.greeting = "220 ready"
    match how:
        case "membership":
            cast.memberships["cem"].state = "suspended"
            cast.memberships["cem"].save()
        case "person":
            cast.cem.suspended_at = now()
            cast.cem.save()
        case "seat":
            cast.seats["cem"].until = now()
            cast.seats["cem"].save()

    send_item(cast, item)

    assert mail.recipients == {"chi"}
    if how != "person":
        assert [(row.state, row.reason) for row in own_deliveries(cast, "cem")] == [("withheld", "not_a_reader")]


def test_what_was_withdrawn_after_queueing_is_not_sent(cast: Cast, mail: Post) -> None:
    item = stage.share(cast, label=Label.GREEN)
    mail.behaviour.greeting = "421 not yet"
    with pytest.raises(Unreachable):
        send_item(cast, item)
    mail.behaviour.greeting = "220 ready"
    stage.withdraw(cast, item)

    from kring.notices.commands import send
    from kring.sharing.mails import ItemTelling

    send(ItemTelling(item, cast.north.pk))
    assert mail.recipients == set()
    assert [(row.state, row.reason) for row in own_deliveries(cast, "cem")] == [("withheld", "nothing_to_tell")]


def test_a_draft_is_told_to_nobody(cast: Cast, mail: Post) -> None:
    send_item(cast, stage.draft(cast))
    assert mail.recipients == set()


# What somebody wants to hear


def wish(cast: Cast, name: str, items: Wish, *, urgent: bool = True) -> None:
    with acting_as(cast.actor(name)) as actor:
        notices.wish(actor=actor, circle=cast.north.pk, items=items, replies=RepliesWish.MINE, urgent=urgent)


@pytest.mark.parametrize("items", [Wish.DIGEST, Wish.OFF])
def test_who_does_not_want_it_at_once_gets_urgent_items_alone(cast: Cast, mail: Post, items: Wish) -> None:
    wish(cast, "cem", items)
    send_item(cast, stage.share(cast, label=Label.GREEN))
    assert "cem" not in mail.recipients
    send_item(cast, stage.share(cast, label=Label.GREEN, urgent=True))
    assert "cem" in mail.recipients


@pytest.mark.requirement("R83")
def test_a_muted_topic_is_not_mailed_unless_it_is_urgent(cast: Cast, mail: Post) -> None:
    with acting_as(cast.actor("cem")) as actor:
        notices.mute_topic(actor=actor, tag="Pumps")
    send_item(cast, stage.share(cast, label=Label.GREEN, tags=["pumps"]))
    assert "cem" not in mail.recipients
    assert "chi" in mail.recipients
    send_item(cast, stage.share(cast, label=Label.GREEN, tags=["pumps"], urgent=True))
    assert "cem" in mail.recipients


@pytest.mark.requirement("R89")
def test_a_request_for_help_reaches_the_three_who_know_and_want_no_other_mail(cast: Cast, mail: Post) -> None:
    membership = cast.memberships["cem"]
    for name in ("bo", "eve"):
        Seat.objects.create(membership=membership, person=cast.person(name), role="deputy")
        Affiliation.objects.get_or_create(person=cast.person(name), organisation=cast.gamma)
    for name in ("cem", "chi", "bo", "eve"):
        wish(cast, name, Wish.OFF, urgent=False)
    for name in ("cem", "chi", "bo"):
        Expertise.objects.create(person=cast.person(name), topic="OT", level=4)
    send_item(cast, stage.share(cast, label=Label.AMBER, kind="help", expertise=["OT"]))
    assert mail.recipients == {"cem", "chi", "bo"}


def test_no_wish_changes_what_a_mail_carries(cast: Cast, mail: Post) -> None:
    for items in Wish:
        wish(cast, "cem", items)
        send_item(cast, stage.share(cast, label=Label.AMBER, urgent=True))
    assert not any(word in mail.octets() for word in SECRETS)

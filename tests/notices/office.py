"""An installation that sends its mail to a server on loopback, for tests of what goes out."""

import email
import email.policy
from collections.abc import Iterator
from email.message import EmailMessage, Message

import pytest
from pytest_django import Settings

from kring.notices.commands.office import office
from tests.notices.post.servers import Behaviour, Mailserver, mailserver


class Post:
    """What went out, read back."""

    def __init__(self, server: Mailserver) -> None:
        self.server = server

    @property
    def behaviour(self) -> Behaviour:
        return self.server.behaviour

    @property
    def recipients(self) -> set[str]:
        """To whom: "ada@ada.example" is "ada"."""
        return {mail.recipient.partition("@")[0] for mail in self.server.mails}

    def to(self, name: str) -> EmailMessage:
        """The last mail to somebody."""
        return self.all_to(name)[-1]

    def all_to(self, name: str) -> list[EmailMessage]:
        return [
            email.message_from_bytes(mail.letter, policy=email.policy.default)
            for mail in self.server.mails
            if mail.recipient.startswith(f"{name}@")
        ]

    def envelope(self, name: str) -> str:
        """Where a bounce of the last mail to somebody goes."""
        return [mail.sender for mail in self.server.mails if mail.recipient.startswith(f"{name}@")][-1]

    def octets(self) -> bytes:
        """Every mail, whole."""
        return b"\n".join(mail.letter for mail in self.server.mails)

    def clear(self) -> None:
        self.server.mails.clear()


def words(message: EmailMessage, kind: str = "plain") -> str:
    part = message.get_body((kind,))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


def octets(part: "Message[str, str]") -> bytes:
    """What a part of a mail holds, decoded."""
    payload = part.get_payload(decode=True)
    assert isinstance(payload, bytes)
    return payload


@pytest.fixture
def mail(settings: Settings, db: None) -> Iterator[Post]:
    """Mail goes to a server that remembers it, and answers come back to us."""
    with mailserver() as server:
        settings.KRING_SMTP_URL = server.url
        settings.KRING_MAIL_FROM = "kring@kring.example"
        settings.KRING_MAIL_DOMAIN = "kring.example"
        settings.KRING_BASE_URL = "https://kring.example"
        settings.KRING_MAIL_LISTEN = "127.0.0.1:0"
        office.cache_clear()
        yield Post(server)
        if (carrier := office().carrier) is not None:
            carrier.close()
        office.cache_clear()

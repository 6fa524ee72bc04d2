"""What a mail server is answered: taken, or why not, in words its sender can do something with."""

from django.db import connection
from django.utils import translation

from kring.kernel.errors import NotVisible, Refusal, Refused
from kring.mailroom import commands, rules
from kring.web.doors import spoken

_LONGEST_LINE = 400  # octets; a reply line holds 512


def answer(sender: str, recipient: str, octets: bytes) -> str:
    """Take a mail, and say what became of it. Whoever wrote it reads the answer in a bounce, so it is in both languages."""
    try:
        commands.take_in(sender=sender, recipient=recipient, octets=octets)
    except Refused as refused:
        return _lines(refused.refusal)
    except NotVisible:
        return _lines(rules.NO_SUCH_ADDRESS)
    finally:
        connection.close()
    return "250 2.0.0 taken"


def _lines(refusal: Refusal) -> str:
    code, _, status = rules.smtp_status(refusal).partition(" ")
    texts = []
    for language in ("en", "nl"):
        with translation.override(language):
            text = spoken(refusal).encode("ascii", "replace").decode()
        if text not in texts:
            texts.append(text)
    lines = [f"{status} {' '.join(text.split())}"[:_LONGEST_LINE] for text in texts]
    return "\r\n".join([*(f"{code}-{line}" for line in lines[:-1]), f"{code} {lines[-1]}"])

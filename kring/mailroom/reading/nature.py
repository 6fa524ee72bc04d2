"""What kind of mail came in: a letter somebody wrote, an automatic reply, or word of a mail that did not arrive."""

import re
from dataclasses import dataclass
from email.message import Message
from enum import Enum

from kring.mailroom.reading.letter import Letter, header, headers

__all__ = ["Bounce", "Nature", "bounce_of", "nature_of"]

_AUTOMATIC_SUBJECT = re.compile(
    r"(?:automatisch(?:e)? (?:antwoord|beantwoord)|automatic reply|auto(?:matic)?[ -]?(?:reply|response)|out of (?:the )?office"
    r"|afwezig|abwesenheit|automatische antwort|réponse automatique|absence du bureau)\b",
    re.IGNORECASE,
)
_BOUNCING_SENDER = re.compile(r"(?:mailer-daemon|postmaster)@", re.IGNORECASE)


class Nature(Enum):
    """What kind of mail it is."""

    LETTER = "letter"
    AUTOMATIC = "automatic"
    BOUNCE = "bounce"


@dataclass(frozen=True, slots=True)
class Bounce:
    """What a server says about a mail that did not arrive (RFC 3464). `final`: it stopped trying."""

    final: bool
    words: str


def nature_of(letter: Letter, envelope_sender: str) -> Nature:
    """What kind of mail this is. `envelope_sender` is empty for mails that want no answer (RFC 5321 section 4.5.5)."""
    if _report_type(letter.parsed) == "delivery-status":
        return Nature.BOUNCE
    if not envelope_sender and _BOUNCING_SENDER.match(letter.sender):
        return Nature.BOUNCE
    return Nature.AUTOMATIC if not envelope_sender or _is_automatic(letter) else Nature.LETTER


def bounce_of(letter: Letter) -> Bounce:
    """What a bounce says. Without a report in the standard's form its text is taken, as a final failure."""
    for part in letter.parsed.walk():
        if part.get_content_type() == "message/delivery-status":
            for block in _blocks(part):
                if action := header(block, "Action"):
                    return Bounce(final=action.lower() == "failed", words=_status_words(block))
    return Bounce(final=True, words=" ".join(letter.text.split())[:300])


def _is_automatic(letter: Letter) -> bool:
    """RFC 3834 section 5, and what programs do that are older than it."""
    parsed = letter.parsed
    if header(parsed, "Auto-Submitted").partition(";")[0].strip().lower() not in ("", "no"):
        return True
    if _report_type(parsed) == "disposition-notification" or header(parsed, "Precedence").lower() in _PRECEDENCES:
        return True
    if any(header(parsed, name) for name in ("X-Autoreply", "X-Autorespond", "X-Autoresponder")):
        return True
    return bool(_AUTOMATIC_SUBJECT.match(letter.subject))


_PRECEDENCES = ("auto_reply", "bulk", "junk", "list")


def _report_type(parsed: Message) -> str:
    return str(parsed.get_param("report-type", "")).lower() if parsed.get_content_type() == "multipart/report" else ""


def _blocks(part: Message) -> list[Message]:
    payload = part.get_payload()
    return [block for block in payload if isinstance(block, Message)] if isinstance(payload, list) else []


def _status_words(block: Message) -> str:
    """The status code and the remote server's words: "5.1.1 550 no such user"."""
    diagnosis = next(headers(block, "Diagnostic-Code"), "").partition(";")[2].strip()
    return " ".join((header(block, "Status"), diagnosis)).strip()[:300]

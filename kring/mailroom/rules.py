"""Which mail is taken in and why not. Values in, a reason out.

The sender's mail server turns a reason into a bounce that the sender reads, so it says what to do.
"""

from dataclasses import dataclass

from kring.kernel.errors import Refusal
from kring.kernel.words import N_
from kring.tlp.carriage import carriage_of
from kring.tlp.labels import Label

NO_SUCH_ADDRESS = Refusal("no_such_address", N_("There is nothing at this address that takes your mail."))
UNREADABLE = Refusal("mail_unreadable", N_("This mail could not be read: {why}."))
FORGED = Refusal(
    "mail_forged",
    N_("It could not be shown that this mail comes from the address it names. Send it by way of your own mail server."),
)
OTHER_SENDER = Refusal(
    "mail_other_sender",
    N_(
        "This answers a mail that went to another address than yours. Answer from the address it went to, or on the page."
    ),
)
NEVER_BY_MAIL = Refusal("never_by_mail", N_("What you answer does not travel by mail. Answer on the page."))
MUST_BE_SEALED = Refusal(
    "must_be_sealed",
    N_("What you answer travels encrypted only. Encrypt your answer to our key, or answer on the page."),
)
NOT_FOR_US = Refusal("not_for_us", N_("This mail is encrypted, and not to our key."))
EMPTY = Refusal("mail_empty", N_("There was nothing in your mail beside what it quotes."))
NO_CALENDAR = Refusal(
    "no_calendar", N_("This address takes what your calendar answers, and there was none of that in your mail.")
)
NOT_TAKEN = Refusal("not_taken", N_("You cannot answer this any more. See the page."))

_STATUS = {
    NO_SUCH_ADDRESS.code: "550 5.1.1",
    UNREADABLE.code: "550 5.6.0",
    EMPTY.code: "550 5.6.0",
    MUST_BE_SEALED.code: "550 5.7.10",
    NOT_FOR_US.code: "550 5.7.5",
    "too_often": "451 4.7.1",
}


@dataclass(frozen=True, slots=True)
class Answered:
    """What somebody answers, and how: the label of what they answer, and whether their answer came sealed."""

    label: Label
    sealed: bool


def why_not_answer(answered: Answered) -> Refusal | None:
    """May this be answered by mail? What travels sealed is answered sealed; what never travels is not answered so."""
    if carriage_of(answered.label, can_encrypt=False).takes_replies:
        return None
    if not carriage_of(answered.label, can_encrypt=True).takes_replies:
        return NEVER_BY_MAIL
    return None if answered.sealed else MUST_BE_SEALED


def smtp_status(refusal: Refusal) -> str:
    """The code and enhanced status of a refusal (RFC 5321, RFC 3463)."""
    return _STATUS.get(refusal.code, "550 5.7.1")

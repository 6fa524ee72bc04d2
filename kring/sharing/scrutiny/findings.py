"""What the check on a text can find, how sure it is, and how it is taken out again."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import IntEnum, StrEnum

from kring.kernel.words import N_


class Group(StrEnum):
    """Why somebody should think twice."""

    PERSONAL = "personal"
    SECRET = "secret"  # noqa: S105  # the word, not one
    INTERNAL = "internal"


class Kind(StrEnum):
    """What was found."""

    EMAIL = "email"
    PHONE = "phone"
    CITIZEN_NUMBER = "citizen_number"
    NATIONAL_NUMBER = "national_number"
    DOCUMENT_NUMBER = "document_number"
    BANK_ACCOUNT = "bank_account"
    PAYMENT_CARD = "payment_card"
    BIRTH_DATE = "birth_date"
    ADDRESS = "address"
    NAME = "name"
    PRIVATE_KEY = "private_key"
    PASSWORD = "password"  # noqa: S105  # the word, not one
    TOKEN = "token"  # noqa: S105  # the word, not one
    CONNECTION = "connection"
    SESSION = "session"
    INTERNAL_NAME = "internal_name"

    @property
    def group(self) -> Group:
        """Personal data, a secret, or something from inside the house."""
        if self is Kind.INTERNAL_NAME:
            return Group.INTERNAL
        return Group.SECRET if self in _SECRETS else Group.PERSONAL


_SECRETS = frozenset({Kind.PRIVATE_KEY, Kind.PASSWORD, Kind.TOKEN, Kind.CONNECTION, Kind.SESSION})

GROUP_NAMES: dict[Group, str] = {
    Group.PERSONAL: N_("personal data"),
    Group.SECRET: N_("secrets"),
    Group.INTERNAL: N_("names from inside your organisation"),
}

KIND_NAMES: dict[Kind, str] = {
    Kind.EMAIL: N_("mail address"),
    Kind.PHONE: N_("phone number"),
    Kind.CITIZEN_NUMBER: N_("citizen service number (BSN)"),
    Kind.NATIONAL_NUMBER: N_("national identity number"),
    Kind.DOCUMENT_NUMBER: N_("passport or licence number"),
    Kind.BANK_ACCOUNT: N_("bank account"),
    Kind.PAYMENT_CARD: N_("payment card"),
    Kind.BIRTH_DATE: N_("date of birth"),
    Kind.ADDRESS: N_("home or postal address"),
    Kind.NAME: N_("name of a person"),
    Kind.PRIVATE_KEY: N_("private key"),
    Kind.PASSWORD: N_("password"),
    Kind.TOKEN: N_("key or token"),
    Kind.CONNECTION: N_("password in a connection string"),
    Kind.SESSION: N_("session or cookie"),
    Kind.INTERNAL_NAME: N_("internal name of a system"),
}

REMOVED: dict[Kind, str] = {
    Kind.EMAIL: N_("[mail address removed]"),
    Kind.PHONE: N_("[phone number removed]"),
    Kind.CITIZEN_NUMBER: N_("[citizen service number removed]"),
    Kind.NATIONAL_NUMBER: N_("[identity number removed]"),
    Kind.DOCUMENT_NUMBER: N_("[document number removed]"),
    Kind.BANK_ACCOUNT: N_("[bank account removed]"),
    Kind.PAYMENT_CARD: N_("[payment card removed]"),
    Kind.BIRTH_DATE: N_("[date of birth removed]"),
    Kind.ADDRESS: N_("[address removed]"),
    Kind.NAME: N_("[name removed]"),
    Kind.PRIVATE_KEY: N_("[private key removed]"),
    Kind.PASSWORD: N_("[password removed]"),
    Kind.TOKEN: N_("[token removed]"),
    Kind.CONNECTION: N_("[password removed]"),
    Kind.SESSION: N_("[session removed]"),
    Kind.INTERNAL_NAME: N_("[internal name removed]"),
}
"""What stands in its place after one click."""


class Certainty(IntEnum):
    """How sure it is. From LIKELY on it is a warning before sending; POSSIBLE is only pointed out."""

    POSSIBLE = 1
    LIKELY = 2
    CERTAIN = 3


@dataclass(frozen=True, slots=True)
class Finding:
    """One place in one text. It never carries what was found, only a masked excerpt."""

    kind: Kind
    start: int
    end: int
    excerpt: str
    certainty: Certainty
    field: str = ""
    """Which text it stands in: the name of a field, or of an attachment."""
    line: int = 1

    @property
    def is_warning(self) -> bool:
        """Should the sender be asked about it?"""
        return self.certainty >= Certainty.LIKELY


def mask(kind: Kind, text: str) -> str:
    """Enough of it to find it back, not enough to use it."""
    first_line = text.split("\n", 1)[0].strip()
    if kind is Kind.PRIVATE_KEY and first_line.startswith("-----"):
        return first_line
    if kind.group is Group.SECRET:
        return f"{first_line[:4]}{_DOTS}" if kind is Kind.TOKEN and len(text) >= 20 else _DOTS
    shown = 0 if len(text) < 5 else 1 if len(text) < 9 else 2
    return f"{first_line[:shown]}{_DOTS}{first_line[len(first_line) - shown :]}"


_DOTS = "\u2022" * 5


def redact(text: str, findings: Iterable[Finding], translate: Callable[[str], str] = str) -> str:
    """The text without these findings, which must be of this very text; says in their place what was removed."""
    parts: list[str] = []
    place = 0
    for finding in sorted(findings, key=lambda finding: finding.start):
        if finding.start >= place:
            parts += [text[place : finding.start], translate(REMOVED[finding.kind])]
            place = finding.end
    return "".join((*parts, text[place:]))

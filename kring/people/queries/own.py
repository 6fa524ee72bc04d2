"""What somebody sees of their own account."""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession

from kring.kernel.actor import Actor
from kring.kernel.clock import now
from kring.kernel.errors import NotVisible
from kring.people import access
from kring.people.models import AddressChange, Person, Token
from kring.tlp.labels import Label


@dataclass(frozen=True, slots=True)
class Account:
    """Everything somebody said about themselves, as they see it."""

    id: UUID
    email: str
    name: str
    function: str
    phone: str
    phone_out_of_hours: str
    speaks: tuple[str, ...]
    introduction: str
    shown_to: Mapping[str, str]
    language: str
    timezone: str
    appearance: str
    key: str
    """The OpenPGP certificate, armored; empty when there is none."""
    key_fingerprint: str
    has_second_factor: bool
    since: datetime


def account_of(actor: Actor) -> Account:
    """The account of who acts. Raises `NotVisible` for a visitor."""
    return _account(access.own_account(actor))


def account_by_address(email: str) -> UUID | None:
    """The account with this address. For who may know: an invitation to it, not a page that anybody can ask."""
    return Person.objects.filter(email__iexact=email, erased_at__isnull=True).values_list("id", flat=True).first()


def has_second_factor(person: UUID) -> bool:
    """Can this person show more than a password?"""
    return bool(with_second_factor([person]))


def with_second_factor(people: Collection[UUID]) -> set[UUID]:
    """Who of these can."""
    found = Authenticator.objects.filter(user__in=people, type__in=("totp", "webauthn"))
    return set(found.values_list("user", flat=True))


def _account(person: Person) -> Account:
    return Account(
        id=person.pk,
        email=person.email,
        name=person.name,
        function=person.function,
        phone=person.phone,
        phone_out_of_hours=person.phone_out_of_hours,
        speaks=tuple(person.speaks),
        introduction=person.introduction,
        shown_to=dict(person.shown_to),
        language=person.language,
        timezone=person.timezone,
        appearance=person.appearance,
        key=person.openpgp_certificate,
        key_fingerprint=person.openpgp_fingerprint,
        has_second_factor=has_second_factor(person.pk),
        since=person.created_at,
    )


@dataclass(frozen=True, slots=True)
class TokenRow:
    """A token as its owner sees it: all but the secret."""

    id: UUID
    name: str
    scopes: tuple[str, ...]
    circles: tuple[UUID, ...] | None
    """None: every circle of its person."""
    ceiling: Label
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None
    last_used_at: datetime | None


def tokens_of(actor: Actor) -> list[TokenRow]:
    """The tokens of who acts that were not revoked, the newest first."""
    rows = Token.objects.filter(person=access.own_account(actor), revoked_at__isnull=True).order_by("-created_at")
    return [
        TokenRow(
            id=row.pk,
            name=row.name,
            scopes=tuple(row.scopes),
            circles=None if row.circles is None else tuple(row.circles),
            ceiling=Label(row.ceiling),
            created_at=row.created_at,
            expires_at=row.expires_at,
            revoked_at=row.revoked_at,
            last_used_at=row.last_used_at,
        )
        for row in rows
    ]


def own_data(actor: Actor) -> dict[str, object]:
    """What is kept about the account of who acts, as JSON values: for a copy that they take with them."""
    person = access.own_account(actor)
    account = asdict(_account(person))
    sessions = UserSession.objects.filter(user=person).order_by("created_at")
    return {
        "account": {name: _plain(value) for name, value in account.items()},
        "tokens": [{name: _plain(value) for name, value in asdict(token).items()} for token in tokens_of(actor)],
        "sessions": [
            {
                "from": session.ip,
                "device": session.user_agent,
                "since": session.created_at.isoformat(),
                "last_seen": session.last_seen_at.date().isoformat(),
            }
            for session in sessions
        ],
    }


def _plain(value: object) -> object:
    match value:
        case UUID():
            return str(value)
        case datetime():
            return value.isoformat()
        case Label():
            return value.marking
        case tuple():
            return [_plain(part) for part in value]
        case _:
            return value


def address_asked_for(actor: Actor, change: UUID) -> str:
    """The address that who acts asked to use, while its link works. Raises `NotVisible` otherwise."""
    asked = AddressChange.objects.filter(pk=change, person=access.own_account(actor), taken_at__isnull=True).first()
    if asked is None or asked.expires_at <= now():
        raise NotVisible
    return asked.email

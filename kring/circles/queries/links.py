"""What a signed link stands for, and who may open it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.urls import reverse

from kring.circles import access, rules
from kring.circles.models import BridgeOffer, Invitation
from kring.circles.rules import Link
from kring.kernel.actor import Actor
from kring.kernel.clock import now
from kring.kernel.errors import Refusal
from kring.people import queries as people
from kring.tlp.labels import Label


def life_of(row: Invitation | BridgeOffer) -> Link:
    """Where an invitation or an offer is in its life."""
    used = row.accepted_at if isinstance(row, Invitation) else row.taken_at
    return Link(row.expires_at, used=used is not None, revoked=row.revoked_at is not None)


def invitation_link(invitation: UUID) -> str:
    """The address that opens an invitation, for the mail to the person invited. Whoever has it can take it."""
    return _absolute("invitation", access.INVITATION.sign(invitation.hex))


def offer_link(offer: UUID) -> str:
    """The address that opens the offer of a bridge, for the chair who made it to hand over."""
    return _absolute("bridge_offer", access.OFFER.sign(offer.hex))


def _absolute(page: str, link: str) -> str:
    return str(settings.KRING_BASE_URL) + reverse(page, args=[link])


@dataclass(frozen=True, slots=True)
class OpenedInvitation:
    """An invitation as whoever has its link sees it."""

    email: str
    name: str
    organisation: str
    circle: str
    """Empty: as a colleague, for no circle in particular."""
    circle_purpose: str
    role: str
    invited_by: str
    language: str
    expires_at: datetime
    second_factor: bool
    """The circle counts the seat only with a second factor."""
    refusal: Refusal | None
    """Why it opens nothing, if it does not."""
    has_account: bool
    """There is an account with this address: sign in with it."""


def opened_invitation(actor: Actor, link: str) -> OpenedInvitation:
    """The invitation behind a signed link. Raises `NotVisible` for a link that is not ours."""
    row = access.invitation_in(link)
    circle = row.membership.circle if row.membership else None
    if actor.person is None:
        refusal = rules.why_not_open(life_of(row), now())
    else:
        own = people.account_of(actor).email
        refusal = rules.why_not_take(life_of(row), now(), invited=row.email, own=own)
    return OpenedInvitation(
        email=row.email,
        name=row.name,
        organisation=row.organisation.name,
        circle=circle.name if circle else "",
        circle_purpose=circle.purpose if circle else "",
        role=row.role,
        invited_by=row.invited_by.name if row.invited_by else "",
        language=circle.language if circle else "",
        expires_at=row.expires_at,
        second_factor=bool(circle and circle.second_factor and row.role),
        refusal=refusal,
        has_account=people.account_by_address(row.email) is not None,
    )


@dataclass(frozen=True, slots=True)
class SentInvitation:
    """An invitation as those see it who may take it back."""

    id: UUID
    email: str
    name: str
    role: str
    organisation: str
    invited_by: str
    created_at: datetime
    expires_at: datetime
    expired: bool


def open_invitations(*, membership: UUID | None = None, organisation: UUID | None = None) -> list[SentInvitation]:
    """Invitations that were not used or taken back: into a membership, or of colleagues without one. Newest first."""
    rows = Invitation.objects.filter(accepted_at__isnull=True, revoked_at__isnull=True)
    rows = rows.filter(membership=membership) if membership else rows.filter(organisation=organisation, membership=None)
    return [
        SentInvitation(
            id=row.pk,
            email=row.email,
            name=row.name,
            role=row.role,
            organisation=row.organisation.name,
            invited_by=row.invited_by.name if row.invited_by else "",
            created_at=row.created_at,
            expires_at=row.expires_at,
            expired=row.expires_at <= now(),
        )
        for row in rows.select_related("organisation", "invited_by").order_by("-created_at")
    ]


@dataclass(frozen=True, slots=True)
class OpenedOffer:
    """The offer of a bridge as whoever has its link sees it."""

    circle: str
    purpose: str
    gives: bool
    ceiling: Label
    expires_at: datetime
    refusal: Refusal | None


def opened_offer(link: str) -> OpenedOffer:
    """The offer behind a signed link. Raises `NotVisible` for a link that is not ours."""
    row = access.offer_in(link)
    gone = rules.why_not_open(life_of(row), now())
    return OpenedOffer(
        circle=row.circle.name,
        purpose=row.circle.purpose,
        gives=row.gives,
        ceiling=Label(row.ceiling),
        expires_at=row.expires_at,
        refusal=rules.OFFER_GONE if gone else None,
    )

"""One row for this actor, or `NotVisible`; and what a link opens."""

from collections.abc import Collection
from uuid import UUID

from django.core.signing import BadSignature, Signer

from kring.admission.models import Application, Ballot, Evidence, Opening, Question, Urn
from kring.admission.urn import Key, Keys, Lost, Papers
from kring.circles import queries as circles
from kring.circles.queries import CirclePlace
from kring.circles.rules import why_not_steer
from kring.files import queries as files
from kring.kernel.actor import Actor
from kring.kernel.clock import now
from kring.kernel.errors import NotVisible, enforce
from kring.kernel.lookups import fetched

OPENING = Signer(salt="kring.admission.opening")
CANDIDATE = Signer(salt="kring.admission.candidate")
SEALED = "SELECT ballot_id, sealed FROM admission_urn WHERE ballot_id = ANY (%(ballots)s)"


def steered(actor: Actor, circle: UUID | str) -> CirclePlace:
    """A circle for somebody who steers it.

    Refused: not_steering.
    """
    place = circles.circle_for(actor, circle)
    enforce(why_not_steer(place.standing))
    return place


def opening(actor: Actor, which: UUID) -> Opening:
    """A link by which one applies, to a circle that the actor may know of."""
    found = Opening.objects.filter(pk=which).first()
    if found is None or not circles.sees(actor, found.circle_id):
        raise NotVisible
    return found


def opening_in(link: str) -> Opening:
    """What a link to apply by stands for, while it is open."""
    rows = Opening.objects.filter(pk=_signed(OPENING, link), revoked_at__isnull=True, expires_at__gt=now())
    found = rows.select_related("circle").first()
    if found is None:
        raise NotVisible
    return found


def candidate_in(link: str) -> UUID:
    """The application that a candidate's own link is for. Whether it is still there is asked as that candidate."""
    return _signed(CANDIDATE, link)


def application(actor: Actor, which: UUID, *, lock: bool = False) -> Application:
    """An application that the bound actor may see: the candidate's own, or one that came in."""
    rows = Application.objects.filter(pk=which, erased_at__isnull=True).select_related("circle", "membership")
    found = (rows.select_for_update(of=("self",)) if lock else rows).first()
    if found is None:
        raise NotVisible
    return found


def evidence(application: UUID, which: UUID) -> Evidence:
    """A file that came with an application that the bound actor may see."""
    found = Evidence.objects.filter(pk=which, application=application, application__erased_at__isnull=True).first()
    if found is None:
        raise NotVisible
    return found


def question(actor: Actor, which: UUID) -> Question:
    """Something that the candidate who is bound was asked."""
    found = Question.objects.filter(pk=which, application=actor.guest).select_for_update().first()
    if found is None:
        raise NotVisible
    return found


def ballot(actor: Actor, which: UUID, *, lock: bool = False) -> Ballot:
    """A ballot of a circle that the actor sits in."""
    rows = Ballot.objects.filter(pk=which).select_related("circle", "application", "sponsor__organisation", "candidate")
    found = (rows.select_for_update(of=("self",)) if lock else rows).first()
    if found is None:
        raise NotVisible
    return found


def urn(ballot: Ballot) -> Urn | None:
    """The urn of a ballot, locked; None once it was destroyed."""
    return Urn.objects.filter(pk=ballot.pk).select_for_update().first()


def sealed(ballots: Collection[UUID]) -> dict[UUID, bytes]:
    """What lies in the urns of these ballots, sealed; without those that were destroyed."""
    return dict(fetched(SEALED, ballots=list(ballots)))


def opened(ballot: UUID, octets: bytes) -> tuple[Key, Papers]:
    """The key of a ballot's urn and what lies in it. Raises `Lost`. Whoever calls this minds what it tells whom."""
    while True:
        try:
            return keys().open(ballot, octets)
        except Lost:  # perhaps a vote that came in between turned the key
            octets_now = sealed([ballot]).get(ballot)
            if octets_now is None or octets_now == octets:
                raise
            octets = octets_now


def keys() -> Keys:
    """Where this installation keeps the keys of urns: beside the stored files, which all its machines share."""
    return Keys(files.store().root / "urns")


def _signed(signer: Signer, link: str) -> UUID:
    try:
        return UUID(hex=signer.unsign(link))
    except (BadSignature, ValueError):
        raise NotVisible from None

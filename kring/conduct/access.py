"""One row for this actor, or `NotVisible`. The database decides; this asks it."""

import hashlib
import secrets
from uuid import UUID

from django.db.models import BooleanField, F, Func, QuerySet

from kring.circles import queries as circles
from kring.conduct import rules
from kring.conduct.models import Buddy, Case, Code, Hearing, Introduction, Letter
from kring.kernel.actor import Actor
from kring.kernel.errors import NotVisible, Refused

REPORTED = Func(F("id"), function="kring.reported_case", output_field=BooleanField())


def code(which: UUID) -> Code:
    """A version of a code that the bound actor reads."""
    found = Code.objects.select_related("circle").filter(pk=which).first()
    if found is None:
        raise NotVisible
    return found


def letter(which: UUID) -> Letter:
    """A letter of entry that the bound actor reads."""
    found = Letter.objects.select_related("circle", "membership__organisation", "code").filter(pk=which).first()
    if found is None:
        raise NotVisible
    return found


def asked_as_buddy(actor: Actor, which: UUID) -> Buddy:
    """The question to this actor to be a buddy, locked."""
    found = Buddy.objects.select_for_update(of=("self",)).filter(pk=which, buddy=actor.person).first()
    if found is None:
        raise NotVisible
    return found


def introduction(which: UUID) -> Introduction:
    """A card that the bound actor reads."""
    found = Introduction.objects.filter(pk=which).first()
    if found is None:
        raise NotVisible
    return found


def case_handled(actor: Actor, which: UUID) -> Case:
    """A case that this actor looks into, locked."""
    rows = Case.objects.select_for_update(of=("self",)).select_related("circle", "accused__organisation")
    found = rows.filter(pk=which).first()  # who reported it reads it, and locks nothing
    if found is None:
        raise NotVisible
    return found


def case_reported(which: UUID) -> Case:
    """A case that the bound actor, a person or the holder of a code, reported."""
    found = Case.objects.select_related("circle").filter(REPORTED, pk=which).first()
    if found is None:
        raise NotVisible
    return found


def hearings() -> QuerySet[Hearing]:
    """The hearings of which the bound actor is part: of the organisation that is heard, or looking into it."""
    return Hearing.objects.select_related("circle", "membership__organisation", "answered_by")


def hearing(which: UUID, *, lock: bool = False) -> Hearing:
    """One of them."""
    rows = hearings().filter(pk=which)
    found = (rows.select_for_update(of=("self",)) if lock else rows).first()
    if found is None:
        raise NotVisible
    return found


def own_membership(actor: Actor, circle: UUID) -> UUID:
    """The membership for which this actor takes part in a circle. Refused: not_seated."""
    seat = circles.seat_for_sharing(actor, circle)
    if seat is None:
        raise Refused(rules.NOT_SEATED)
    return seat.membership


def steered(actor: Actor, circle: UUID) -> circles.CirclePlace:
    """A circle that this actor steers. Refused: not_steering."""
    place = circles.circle_for(actor, circle)
    if place.standing is None or not place.standing.steers:
        raise Refused(rules.NOT_STEERING)
    return place


def case_of_guest(actor: Actor) -> Case:
    """The case that the code opens with which this guest came in."""
    found = Case.objects.filter(REPORTED, return_key=actor.guest, return_key__isnull=False).first()
    if found is None:
        raise NotVisible
    return found


# --- The code of who reported something and wishes to stay unknown ---


def new_return_code() -> str:
    """Eighty bits in groups of four, without letters that look alike. Shown once, kept nowhere."""
    letters = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(letters) for _ in range(4)) for _ in range(4))


def return_key(code: str) -> UUID:
    """The key that a code opens. Nobody gets from the key to the code."""
    plain = "".join(letter for letter in code.casefold() if letter.isalnum())
    return UUID(bytes=hashlib.scrypt(plain.encode(), salt=b"kring.conduct.case", n=2**14, r=8, p=1, dklen=16))

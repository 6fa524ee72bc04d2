"""The OpenPGP key of a reader: uploaded, found in its domain's directory, or taken away."""

from django.conf import settings

from kring.kernel import outgoing
from kring.kernel.actor import Actor
from kring.kernel.clock import now
from kring.kernel.errors import Refusal, Refused
from kring.kernel.words import N_
from kring.notices.post import wkd
from kring.notices.post.headers import NotAnAddress
from kring.notices.post.openpgp import accept_key, worries
from kring.people import commands as people
from kring.people import queries as people_queries

NOT_PUBLISHED = Refusal(
    "key_not_published",
    N_("The mail domain of your address publishes no key for it. Upload your public key instead."),
)
LOOKUP_OFF = Refusal(
    "key_lookup_off", N_("This installation does not look for keys on the network. Upload your public key instead.")
)


def use_key(*, actor: Actor, octets: bytes) -> list[Refusal]:
    """Seal mail to the actor with this key from now on. Returns what its owner should know about it.

    Refused: key_too_large, key_unreadable, key_secret, key_several, key_revoked, key_expired, key_cannot_encrypt.
    Records: KeyKept.
    """
    moment = now()
    key, armored = accept_key(octets, moment)
    people.keep_key(actor=actor, certificate=armored, fingerprint=key.fingerprint)
    return worries(key, people_queries.account_of(actor).email, moment)


def look_up_key(*, actor: Actor) -> list[Refusal]:
    """Look for the actor's key in the directory of their mail domain, and use it.

    Off unless KRING_KEY_LOOKUP is set: Kring asks nobody on the network by itself.

    Refused: key_lookup_off, key_not_published, and what `use_key` refuses.
    Records: KeyKept.
    """
    if not settings.KRING_KEY_LOOKUP:
        raise Refused(LOOKUP_OFF)
    email = people_queries.account_of(actor).email
    try:
        places = wkd.addresses(email)
    except NotAnAddress:
        raise Refused(NOT_PUBLISHED) from None
    for address in places:
        try:
            answer = outgoing.fetch("GET", address)
        except outgoing.CannotReach:
            continue
        if answer.ok:
            return use_key(actor=actor, octets=wkd.pick_key(answer.body, email, now()).encode())
    raise Refused(NOT_PUBLISHED)


def forget_key(*, actor: Actor) -> None:
    """Seal nothing to the actor any more.

    Records: KeyRemoved.
    """
    people.remove_key(actor=actor)

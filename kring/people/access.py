"""One's own account and tokens, or `NotVisible`. Nobody opens somebody else's."""

from uuid import UUID

from kring.kernel.actor import Actor
from kring.kernel.errors import NotVisible
from kring.people.models import Person, Token


def own_account(actor: Actor, *, lock: bool = False) -> Person:
    """The account of who acts."""
    if actor.person is None:
        raise NotVisible
    return account(actor.person, lock=lock)


def account(person: UUID, *, lock: bool = False) -> Person:
    """An account. Whoever asks has shown elsewhere that they have a say over it."""
    accounts = Person.objects.select_for_update() if lock else Person.objects
    found = accounts.filter(pk=person).first()
    if found is None:
        raise NotVisible
    return found


def own_token(actor: Actor, token: UUID, *, lock: bool = False) -> Token:
    """A token of who acts."""
    tokens = Token.objects.select_for_update() if lock else Token.objects
    found = tokens.filter(pk=token, person=actor.person).first() if actor.person else None
    if found is None:
        raise NotVisible
    return found

"""Introduces the demo's people to whoever comes to look: tokens for all, and a file that says who they are."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from django.conf import settings

from kring.circles import queries as circles
from kring.exchange import queries as exchange
from kring.kernel.actor import Actor
from kring.kernel.binding import acting_as
from kring.kernel.clock import now
from kring.people import commands as people
from kring.people import queries as accounts
from kring.people.rules import LONGEST_TOKEN, Scope
from kring.site.demo import described
from kring.site.demo.cast import HOUSES, MACHINES, PLAYERS
from kring.site.demo.described import InCircle, Introduced, Taxii
from kring.taxii import door as taxii
from kring.tlp.labels import Label

ACCESS = {
    (True, True): "read_write",
    (True, False): "read_only",
    (False, True): "write_only",
    (False, False): "no_access",
}
"""How a machine meets a collection: whether it reads there, and whether it adds to it."""

HOUSE = {house.key: house.name for house in HOUSES}


def introduce() -> None:
    """Write `demo.json`. Made anew, it has new tokens; the ones from before keep working."""
    introduced = [
        _introduced(account, player.key, player.name, player.email, HOUSE[player.house])
        for player in PLAYERS
        if (account := accounts.account_by_address(player.email))
    ]
    for name, (called, owner) in MACHINES.items():
        keeper = next(player for player in PLAYERS if player.key == owner)
        machine = _machine_of(keeper.email, called)
        introduced.append(_introduced(machine, name, called, "", HOUSE[keeper.house], kind="machine"))
    described.write(described.Described(settings.KRING_BASE_URL, introduced, _taxii(introduced)))


def _taxii(introduced: Sequence[Introduced]) -> Taxii:
    machine = next(one for one in introduced if one.kind == "machine")
    with acting_as(Actor(person=UUID(machine.id))) as actor:
        user = accounts.account_of(actor).email
        met = {ACCESS[one.can_read, one.can_write]: str(one.id) for one in exchange.collections(actor)}
    return Taxii(user, machine.token, machine.token, taxii.PREFIX, taxii.ROOT, met)


def _introduced(
    account: UUID, key: str, name: str, email: str, organisation: str, *, kind: str = "person"
) -> Introduced:
    with acting_as(Actor(person=account)) as actor:
        places = [InCircle(place.name, place.slug, _roles(place)) for place in circles.circles_of(actor)]
        return Introduced(key, str(account), kind, name, email, organisation, places, _token(actor))


def _roles(place: circles.CirclePlace) -> list[str]:
    if place.standing:
        return sorted(place.standing.roles)
    return ["waiting" if place.waits_for_second_factor else "colleague"]


def _token(actor: Actor) -> str:
    expires = now() + LONGEST_TOKEN - timedelta(days=1)
    return people.issue_token(
        actor=actor, name="demo", scopes=list(Scope), ceiling=Label.AMBER_STRICT, expires=expires
    ).text


def _machine_of(email: str, called: str) -> UUID:
    keeper = accounts.account_by_address(email)
    with acting_as(Actor(person=keeper)) as actor:
        return next(
            colleague.person
            for house in circles.own_organisations(actor)
            for colleague in circles.staff(house.card.id)
            if colleague.is_machine and colleague.name == called
        )

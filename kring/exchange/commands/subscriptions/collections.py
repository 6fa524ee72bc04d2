"""Collections of others over TAXII 2.1: a page at a time, either way."""

from collections.abc import Sequence

from kring.circles import queries as circles
from kring.exchange import queries
from kring.exchange.commands.subscriptions.noting import credentials_of, note, refusals
from kring.exchange.commands.taking import Outcome, add, read_arrived
from kring.exchange.models import Subscription
from kring.exchange.rules import Way
from kring.exchange.wires.taxii import Fetched, Mark, ask, give
from kring.kernel.actor import MACHINE_REACH, Actor
from kring.kernel.binding import acting_as
from kring.sharing import commands as sharing
from kring.tlp.labels import Label

PAGES_A_TURN = 50
"""Then others get their turn; it goes on right after them."""
A_PUSH = 500
"""Objects that are given at once: some servers take no more."""


def give_or_read(found: Subscription) -> bool:
    """Pages until there are no more, or it is somebody else's turn. Raises `Failed`."""
    turn = _pull if found.way == Way.PULL else _push
    return all(turn(found) for _ in range(PAGES_A_TURN))


def _pull(found: Subscription) -> bool:
    """One page. Gives whether there is another."""
    page = ask(found.url, credentials_of(found), Mark(found.after, found.next))
    with acting_as(Actor(person=found.person_id, ceiling=MACHINE_REACH)) as actor:
        _keep(found, page, actor)
    return page.more


def _keep(found: Subscription, page: Fetched, actor: Actor) -> None:
    widest = circles.circle_for(actor, found.circle_id).widest_label
    arrived = [
        read_arrived(octets, unmarked=Label(found.default_label), widest=widest) for octets in page.envelope.objects
    ]
    outcomes: Sequence[Outcome] = ()
    if arrived:
        outcomes = add(actor=actor, circle=found.circle_id, arrived=arrived, subscription=found.pk).outcomes
    refused = refusals(outcomes)
    goes_on = page.goes_on
    note(found, passed=len(outcomes) - len(refused), refused=refused, after=goes_on.after, next=goes_on.next)


def _push(found: Subscription) -> bool:
    """The same the other way."""
    credentials = credentials_of(found)
    with acting_as(Actor(person=found.person_id, ceiling=min(found.default_label, MACHINE_REACH))) as actor:
        circles.circle_for(actor, found.circle_id)  # or they have nothing to do here any more
        page = queries.page(found.circle_id, after=int(found.after or 0), most=A_PUSH)
        for item in {row.strict_item for row in page.rows if row.strict_item}:
            sharing.note_reading(actor=actor, item=item)
    if not page.rows:
        return False
    octets = b'{"objects":[%s]}' % b",".join(row.body for row in page.rows)
    refused = give(found.url, credentials, octets)
    note(found, passed=len(page.rows) - len(refused), refused=refused, after=str(page.rows[-1].added))
    return page.more

"""Reading collections and feeds of others, and giving to collections: as far as one gets, and going on there the next time."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F

from kring.circles import queries as circles
from kring.exchange import access, queries, rules
from kring.exchange.commands.taking import Arrived, Outcome, Spoiled, add, read_arrived
from kring.exchange.facts import Subscribed, Unsubscribed
from kring.exchange.misp import Converter, Entry, Event, Unreadable
from kring.exchange.models import Store, Subscription
from kring.exchange.rules import Place, Way
from kring.exchange.wires.asking import Credentials, Failed
from kring.exchange.wires.feeds import fetch_event, look
from kring.exchange.wires.taxii import Fetched, Mark, ask, give
from kring.kernel import vault
from kring.kernel.actor import MACHINE_REACH, Actor
from kring.kernel.binding import acting_as
from kring.kernel.clock import now
from kring.kernel.errors import Misconfigured, NotVisible, Refusal, Refused, enforce
from kring.kernel.outgoing import why_not_reach
from kring.kernel.record import record
from kring.sharing import commands as sharing
from kring.tlp.labels import Label

PURPOSE = "subscription"
PAGES_A_TURN = 50
"""Then others get their turn; it goes on right after them."""
REASONS_KEPT = 20
EVENTS_A_TURN = 50
OF_ONE_EVENT = frozenset({"not_there", "too_large", "other_answer"})
"""What goes wrong with one file of a feed and says nothing of the others."""
A_PUSH = 500
"""Objects that are given at once: some servers take no more."""


@transaction.atomic
def subscribe(
    *,
    actor: Actor,
    circle: UUID,
    name: str,
    way: Way,
    url: str,
    label: Label,
    place: Place = Place.TAXII,
    user: str = "",
    secret: str = "",
    minutes: int = 60,
) -> UUID:
    """Have a circle read a collection of others over TAXII 2.1 or a feed of MISP, or give to a collection, in the actor's name.

    Refused: not_steering, not_seated, only_read, too_many, no_red, never_clear, bad_address.
    Records: Subscribed.
    """
    circles.circle_for(actor, circle)
    enforce(circles.why_not_steer(actor, circle))
    if actor.person is None or circles.seat_for_sharing(actor, circle) is None:
        raise Refused(rules.NOT_SEATED)
    count = Subscription.objects.filter(circle_id=circle, ended_at__isnull=True).count()
    enforce(rules.why_not_subscribe(place, way, label, count=count))
    if wrong := why_not_reach(url):
        raise Refused(Refusal(rules.BAD_ADDRESS.code, rules.BAD_ADDRESS.text, {"why": wrong}))
    Store.objects.get_or_create(circle_id=circle)
    made = Subscription.objects.create(
        circle_id=circle,
        person_id=actor.person,
        name=name.strip(),
        place=place,
        way=way,
        url=url,
        user=user.strip(),
        sealed_secret=vault.seal(PURPOSE, secret) if secret else b"",
        default_label=label,
        minutes=minutes,
    )
    record(Subscribed(circle=circle, subscription=made.pk, way=way), by=actor)
    return made.pk


@transaction.atomic
def unsubscribe(*, actor: Actor, subscription: UUID) -> None:
    """Nothing comes in or goes out this way from now on. What came in stays.

    Refused: not_steering. Raises `NotVisible`. Records: Unsubscribed.
    """
    found = access.subscription(actor, subscription, lock=True)
    enforce(circles.why_not_steer(actor, found.circle_id))
    Subscription.objects.filter(pk=found.pk).update(ended_at=now(), sealed_secret=b"")
    record(Unsubscribed(circle=found.circle_id, subscription=found.pk), by=actor)


@transaction.atomic
def run_soon(*, actor: Actor, subscription: UUID) -> None:
    """Do not wait until it is due. Refused: not_steering. Raises `NotVisible`."""
    found = access.subscription(actor, subscription, lock=True)
    enforce(circles.why_not_steer(actor, found.circle_id))
    Subscription.objects.filter(pk=found.pk).update(due_at=now())


def due() -> list[UUID]:
    """Whose turn it is, who waits longest first."""
    found = Subscription.objects.filter(ended_at__isnull=True, due_at__lte=now()).order_by("due_at")
    return list(found.values_list("pk", flat=True))


def run(*, subscription: UUID) -> bool:
    """Read or give what is new, page by page. Gives whether there is more to do at once.

    Each page is kept before the next is asked for: cut short anywhere, it goes on there. What fails is noted, for
    people to read, and tried again later and later.
    """
    found = Subscription.objects.filter(pk=subscription, ended_at__isnull=True).first()
    if found is None:
        return False
    # Should we break down in the middle, the next try is no sooner than usual.
    Subscription.objects.filter(pk=found.pk).update(due_at=now() + timedelta(minutes=found.minutes))
    try:
        more = _take_turn(found)
    except Failed as why:
        _note_failure(found, why)
        return False
    except Misconfigured as why:
        _note_failure(found, Failed("secret_lost", str(why)))
        return False
    except (NotVisible, Refused):
        _note_failure(found, Failed("not_seated", ""))
        return False
    _note_success(found, more=more)
    return more


def _take_turn(found: Subscription) -> bool:
    if found.place == Place.MISP:
        return _read_feed(found)
    turn = _pull if found.way == Way.PULL else _push
    return all(turn(found) for _ in range(PAGES_A_TURN))


def _read_feed(found: Subscription) -> bool:
    """The events that are new, the oldest first, each kept before the next is asked for. Gives whether there are more."""
    credentials = _credentials(found)
    looked = look(found.url, credentials, {UUID(event): version for event, version in found.known.items()}, found.next)
    if looked is None:
        return False
    with Converter() as converter:
        for entry in looked.news.new[:EVENTS_A_TURN]:
            _read_event(found, credentials, entry, converter)
    if len(looked.news.new) > EVENTS_A_TURN:
        return True
    refused = [f"{problem.path} {problem.text}".strip() for problem in looked.news.problems]
    _note_page(found, Mark("", looked.mark), passed=0, refused=refused)
    return False


def _read_event(found: Subscription, credentials: Credentials, entry: Entry, converter: Converter) -> None:
    """One event. What is wrong with it alone is noted, and keeps the others from nothing."""
    passed, refused = 0, []
    try:
        events = fetch_event(found.url, credentials, entry, converter)
        with acting_as(Actor(person=found.person_id, ceiling=MACHINE_REACH)) as actor:
            widest = circles.circle_for(actor, found.circle_id).widest_label
            arrived = list(_arrived(events, Label(found.default_label), widest))
            if arrived:
                outcomes = add(actor=actor, circle=found.circle_id, arrived=arrived, subscription=found.pk).outcomes
                refused = [f"{one.stix_id}: {_why(one)}" for one in outcomes if not one.is_taken]
                passed = len(outcomes) - len(refused)
    except (Unreadable, Failed) as why:
        if isinstance(why, Failed) and why.code not in OF_ONE_EVENT:
            raise
        refused = [f"{entry.file}: {why}"]
    found.known[str(entry.uuid)] = entry.version
    Subscription.objects.filter(pk=found.pk).update(known=found.known)
    _note_page(found, Mark(), passed=passed, refused=refused)


def _arrived(events: Sequence[Event], unmarked: Label, widest: Label) -> Iterator[Arrived | Spoiled]:
    for event in events:
        for piece in event.objects:
            yield read_arrived(piece, unmarked=unmarked if event.label is None else event.label, widest=widest)


def _pull(found: Subscription) -> bool:
    """One page. Gives whether there is another."""
    page = ask(found.url, _credentials(found), Mark(found.after, found.next))
    with acting_as(Actor(person=found.person_id, ceiling=MACHINE_REACH)) as actor:
        _keep(found, page, actor)
    found.after, found.next = page.goes_on.after, page.goes_on.next
    return page.more


def _keep(found: Subscription, page: Fetched, actor: Actor) -> None:
    widest = circles.circle_for(actor, found.circle_id).widest_label
    arrived = [
        read_arrived(octets, unmarked=Label(found.default_label), widest=widest) for octets in page.envelope.objects
    ]
    outcomes: Sequence[Outcome] = ()
    if arrived:
        outcomes = add(actor=actor, circle=found.circle_id, arrived=arrived, subscription=found.pk).outcomes
    refused = [f"{one.stix_id}: {_why(one)}" for one in outcomes if not one.is_taken]
    _note_page(found, page.goes_on, passed=len(outcomes) - len(refused), refused=refused)


def _why(one: Outcome) -> str:
    if one.refusal:
        return str(one.refusal)
    return " ".join(f"{problem.path} {problem.text}".strip() for problem in one.problems)


def _push(found: Subscription) -> bool:
    """The same the other way."""
    credentials = _credentials(found)
    with acting_as(Actor(person=found.person_id, ceiling=min(found.default_label, MACHINE_REACH))) as actor:
        circles.circle_for(actor, found.circle_id)  # or they have nothing to do here any more
        page = queries.page(found.circle_id, after=int(found.after or 0), most=A_PUSH)
        for item in {row.strict_item for row in page.rows if row.strict_item}:
            sharing.note_reading(actor=actor, item=item)
    if not page.rows:
        return False
    octets = b'{"objects":[%s]}' % b",".join(row.body for row in page.rows)
    refused = give(found.url, credentials, octets)
    goes_on = Mark(str(page.rows[-1].added))
    _note_page(found, goes_on, passed=len(page.rows) - len(refused), refused=refused)
    found.after = goes_on.after
    return page.more


def _credentials(found: Subscription) -> Credentials:
    sealed = bytes(found.sealed_secret)
    return Credentials(found.user, vault.unseal(PURPOSE, sealed) if sealed else "")


def _note_page(found: Subscription, goes_on: Mark, *, passed: int, refused: Sequence[str]) -> None:
    values = {
        "after": goes_on.after,
        "next": goes_on.next,
        "passed": F("passed") + passed,
        "refused": F("refused") + len(refused),
    }
    if refused:
        values["reasons"] = [reason[:500] for reason in refused[:REASONS_KEPT]]
    Subscription.objects.filter(pk=found.pk).update(**values)


def _note_success(found: Subscription, *, more: bool) -> None:
    due_at = now() if more else now() + timedelta(minutes=found.minutes)
    Subscription.objects.filter(pk=found.pk).update(
        ran_at=now(), went_well_at=now(), failures=0, problem="", problem_text="", due_at=due_at
    )


def _note_failure(found: Subscription, why: Failed) -> None:
    failures = found.failures + 1
    wait = rules.wait_after(failures, minutes=found.minutes, asked=why.wait)
    Subscription.objects.filter(pk=found.pk).update(
        ran_at=now(),
        failures=failures,
        problem=why.code,
        problem_text=str(why)[:500],
        due_at=now() + timedelta(seconds=wait),
    )

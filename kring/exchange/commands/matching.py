"""Finding out what matters to whom. There is no actor: each organisation is asked in the name of one of its own people.

What that person may not read is not held against the profile, and the profile is read by nobody else. See
`docs/decisions/where-matching-runs.md`.
"""

from collections.abc import Collection
from contextlib import suppress
from datetime import timedelta
from uuid import UUID

from django.db import connection

from kring.circles import queries as circles
from kring.exchange import queries, relevance, stix
from kring.exchange.models import Store
from kring.exchange.queries import Stored
from kring.kernel.actor import Actor
from kring.kernel.binding import acting_as
from kring.kernel.clock import now
from kring.kernel.errors import NotVisible
from kring.profiles import commands as profiles
from kring.profiles import queries as profiled
from kring.profiles.rules import About, Profile
from kring.sharing import queries as sharing
from kring.sharing.queries import Filters, Told

BACK = timedelta(days=90)
"""How far a changed profile looks back."""
A_PAGE = 500
"""Objects, or items, in one go."""
NEW_TOGETHER = 2_000
"""Objects that came in, held against profiles in one go: each time each organisation that they may concern is asked anew."""
MOST_PEOPLE = 100
"""Of one organisation, in whose names things are held against its profile: those who sit in circles first."""
MOST_ITEMS = 5_000
MOST_OBJECTS = 200_000
"""That a changed profile looks back on, for one person."""


def match_item(*, item: UUID) -> int:
    """Hold an item against the profiles of those whom it reaches. Gives to how many organisations it matters."""
    readers = sharing.reached(item)
    told = _told_to_any(item, readers)
    if told is None or told.is_withdrawn:
        return 0
    text = queries.words_of(told)
    keys = relevance.keys_of_words(text, told.tags) | _cve_keys(relevance.cves_of_words(text))
    watchers = profiled.watchers(readers)
    asked = queries.interested(keys, watchers.keys())
    return sum(_match_item(item, organisation, watchers[organisation]) for organisation in sorted(asked))


def match_objects(*, circle: UUID) -> bool:
    """Hold the next objects of a circle's store against profiles. Gives whether there are more."""
    after, last = queries.matched_up_to(circle)
    if after >= last:
        return False
    around = circles.around(circle, circles.community_of(circle))
    page = _page(circle, around.seated, after)
    more = len(page) == NEW_TOGETHER
    reached = page[-1].added if more else last
    _forget_objects(circle, after, reached)
    by_key: dict[str, set[int]] = {}
    for one in page:
        for key in relevance.keys_of_document(one.document) | _cve_keys(relevance.cves_of_document(one.document)):
            by_key.setdefault(key, set()).add(one.added)
    watchers = profiled.watchers(around.others) | profiled.watchers(around.seated)
    for organisation, keys in sorted(queries.interested(by_key.keys(), watchers.keys()).items()):
        with acting_as(Actor(person=watchers[organisation])) as actor:
            _match_objects(actor, organisation, circle, by_key, keys)
    Store.objects.filter(pk=circle, matched__lt=reached).update(matched=reached)
    return more


def match_profile(*, organisation: UUID) -> None:
    """Hold what came in the last ninety days against a profile that changed, and forget what it has no longer."""
    items: set[UUID] = set()
    objects: set[tuple[UUID, int]] = set()
    for place, person in enumerate(circles.people_of(organisation, most=MOST_PEOPLE)):
        with acting_as(Actor(person=person)):
            profile = profiled.profile_of(organisation)
            if place == 0:
                _keep_interest(profile)
                profiles.drop_parts(organisation=organisation, left=relevance.parts_of(profile))
        _look_back_on_items(profile, person, items)
        _look_back_on_objects(profile, person, objects)


# --- One organisation ---


def _match_item(item: UUID, organisation: UUID, person: UUID) -> bool:
    with suppress(NotVisible), acting_as(Actor(person=person)) as actor:
        told = sharing.told(actor, item)
        if told is not None and not told.is_withdrawn:
            return _keep_item(profiled.profile_of(organisation), told)
    return False


def _keep_item(profile: Profile, told: Told) -> bool:
    text = queries.words_of(told)
    known = queries.known(relevance.cves_of_words(text))
    reasons = relevance.of_words(profile, text, tags=told.tags, known=known)
    profiles.keep_match(organisation=profile.organisation, about=About(item=told.id), at=told.at, reasons=reasons)
    return bool(reasons)


def _match_objects(
    actor: Actor, organisation: UUID, circle: UUID, by_key: dict[str, set[int]], keys: frozenset[str]
) -> None:
    """What is found to concern the organisation says which vulnerabilities do: then what else speaks of those is asked."""
    profile = profiled.profile_of(organisation)
    done: set[int] = set()
    waiting = set().union(*(by_key[key] for key in keys))
    news: set[str] = set()
    while waiting:
        met: set[str] = set()
        for one in queries.stored_these(circle, sorted(waiting)):
            met.update(_keep_object(profile, one, is_new=True))
            news.update(cve for cve in relevance.cves_of_document(one.document) if relevance.is_news(one.document))
        done |= waiting
        waiting = set().union(*(by_key.get(key, set()) for key in _cve_keys(met))) - done
    _match_again(actor, profile, news, beside=done)


def _match_again(actor: Actor, profile: Profile, cves: Collection[str], *, beside: Collection[int]) -> None:
    """A vulnerability turns out to be worse than was known: so does what mattered for it before."""
    for about in profiled.matched_by(profile.organisation, cves):
        if about.item:
            with suppress(NotVisible):
                told = sharing.told(actor, about.item)
                if told is not None and not told.is_withdrawn:
                    _keep_item(profile, told)
        elif about.circle and (one := queries.stored_called(about.circle, about.stix_id)) and one.added not in beside:
            _keep_object(profile, one)


def _keep_object(profile: Profile, one: Stored, *, is_new: bool = False) -> set[str]:
    """Gives the vulnerabilities for which it matters. Of what is new nothing was said that is to be taken back."""
    reasons = relevance.of_document(
        profile, one.document, known=queries.known(relevance.cves_of_document(one.document))
    )
    about = About(circle=one.circle, stix_id=one.stix_id)
    if reasons or not is_new:
        profiles.keep_match(organisation=profile.organisation, about=about, at=one.at, reasons=reasons)
    cves = {cve for reason in reasons for cve in reason.cves}
    _add_interest(profile.organisation, cves)
    return cves


# --- A profile that changed ---


def _look_back_on_items(profile: Profile, person: UUID, judged: set[UUID]) -> None:
    mine, place, looked_at = relevance.keys_of_profile(profile), None, 0
    since = Filters(since=now() - BACK)
    while looked_at < MOST_ITEMS:
        with acting_as(Actor(person=person)) as actor:
            rows = sharing.new_items(actor, since, before=place, most=A_PAGE)
            for told in sharing.told_of(actor, [row.id for row in rows if row.id not in judged]):
                text = queries.words_of(told)
                if relevance.cves_of_words(text) or mine & relevance.keys_of_words(text, told.tags):
                    _keep_item(profile, told)
        judged.update(row.id for row in rows)
        if len(rows) < A_PAGE:
            return
        place, looked_at = rows[-1].place, looked_at + len(rows)


def _look_back_on_objects(profile: Profile, person: UUID, judged: set[tuple[UUID, int]]) -> None:
    for circle in queries.stores():
        with acting_as(Actor(person=person)) as actor:
            is_near = circles.sees(actor, circle)
        if is_near:
            _look_back_on_store(profile, person, circle, judged)


def _look_back_on_store(profile: Profile, person: UUID, circle: UUID, judged: set[tuple[UUID, int]]) -> None:
    """What speaks of vulnerabilities waits until it is known which of them concern the organisation."""
    mine, met = relevance.keys_of_profile(profile), set[str]()
    waiting: dict[int, tuple[str, ...]] = {}
    after, looked_at = stix.moment_of(now() - BACK), 0
    while looked_at < MOST_OBJECTS:
        with acting_as(Actor(person=person)):
            page = queries.stored(circle, after=after, most=A_PAGE)
            for one in page:
                if (circle, one.added) in judged:
                    continue
                judged.add((circle, one.added))
                if mine & relevance.keys_of_document(one.document):
                    met.update(_keep_object(profile, one))
                elif cves := relevance.cves_of_document(one.document):
                    waiting[one.added] = cves
        if len(page) < A_PAGE:
            break
        after, looked_at = page[-1].added, looked_at + len(page)
    with acting_as(Actor(person=person)):
        for one in queries.stored_these(circle, [added for added, cves in waiting.items() if met.intersection(cves)]):
            _keep_object(profile, one)


# --- Words between the database and here ---


def _told_to_any(item: UUID, readers: Collection[UUID]) -> Told | None:
    """What it says, to one of those who may read it: they all read the same."""
    for reader in sorted(readers):
        with suppress(NotVisible), acting_as(Actor(person=reader)) as actor:
            return sharing.told(actor, item)
    return None


def _page(circle: UUID, people: Collection[UUID], after: int) -> list[Stored]:
    """As one of those who sit there: they all read the same, save what was written of items."""
    if not people:
        return []
    with acting_as(Actor(person=min(people))):
        return queries.stored(circle, after=after, most=NEW_TOGETHER)


def _cve_keys(cves: Collection[str]) -> set[str]:
    return {f"cve {cve}" for cve in cves}


def _keep_interest(profile: Profile) -> None:
    keys = sorted(relevance.keys_of_profile(profile))
    with connection.cursor() as cursor:
        cursor.execute("SELECT kring.keep_interest(%s, %s)", [profile.organisation, keys])


def _add_interest(organisation: UUID, cves: Collection[str]) -> None:
    if cves:
        with connection.cursor() as cursor:
            cursor.execute("SELECT kring.add_interest(%s, %s)", [organisation, sorted(_cve_keys(cves))])


def _forget_objects(circle: UUID, after: int, upto: int) -> None:
    """What was said of an older version is not said of the new one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT kring.forget_matches(%s, %s, %s)", [circle, after, upto])

"""Every way out of Kring, as a function from a person to the words that come out of it.

The histories compare each of them with the oracle. A new way out is added here, or it is not finished.
"""

import email
import email.policy
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email.message import EmailMessage
from functools import cache
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse
from odfdo import Document
from pypdf import PdfReader
from pysequoia import Cert, Tsk, decrypt

from kring.conduct import queries as conduct
from kring.conduct.mails import CodeTelling
from kring.exchange import queries as exchange
from kring.feeds import access as feeds
from kring.feeds import mails, rules
from kring.feeds import queries as outlets
from kring.feeds.live.news import News, letters
from kring.feeds.models import Messenger, Webhook
from kring.kernel.binding import acting_as
from kring.kernel.errors import NotVisible
from kring.kernel.ids import new_id
from kring.meetings.mails import AgainTelling, MeetingTelling, MinutesTelling, VerdictTelling, guest_letter
from kring.meetings.queries import guest_link
from kring.notices.commands import office
from kring.notices.commands.press import Press
from kring.notices.mails import Telling
from kring.notices.queries import LeftOut, Waiting
from kring.notices.rules import Correspondent
from kring.sharing import queries
from kring.sharing.mails import DigestTelling, ItemTelling, PollTelling, ReplyTelling, WithdrawalTelling
from tests.cast import Cast
from tests.doors.oracle import OPEN, World
from tests.rest.machine import Machine
from tests.taxii.inside import asked

WORD = re.compile(r"zk\d{5}qx")


def words_in(text: str | bytes) -> set[str]:
    """The made-up words that stand in a text."""
    return set(WORD.findall(text.decode(errors="replace") if isinstance(text, bytes) else text))


STORED = """
SELECT concat_ws(' ', title, what, so_what, do_what) FROM sharing_item
UNION ALL SELECT concat_ws(' ', title, what, so_what, do_what) FROM sharing_itemversion
UNION ALL SELECT body FROM sharing_reply
UNION ALL SELECT body FROM sharing_replyversion
UNION ALL SELECT concat_ws(' ', name, text) FROM sharing_attachment
UNION ALL SELECT question FROM sharing_poll
UNION ALL SELECT motive FROM admission_application
UNION ALL SELECT name FROM admission_evidence
UNION ALL SELECT text FROM admission_question
UNION ALL SELECT reasons::text FROM admission_ballot
UNION ALL SELECT concat_ws(' ', title, about, place) FROM health_visit
UNION ALL SELECT topic FROM health_subject UNION ALL SELECT topic FROM health_wish UNION ALL SELECT topic FROM health_pair
UNION ALL SELECT what FROM health_hours
UNION ALL SELECT array_to_string(remarks, ' ') FROM health_tally
UNION ALL SELECT concat_ws(' ', text_nl, text_en, changed) FROM conduct_code
UNION ALL SELECT concat_ws(' ', does, helps, seeks, beside) FROM conduct_introduction
UNION ALL SELECT what FROM conduct_case
UNION ALL SELECT text FROM conduct_note
UNION ALL SELECT concat_ws(' ', asked, answer) FROM conduct_hearing
UNION ALL SELECT concat_ws(' ', inside, outside) FROM leadership_scope
UNION ALL SELECT next_step FROM leadership_glance
UNION ALL SELECT concat_ws(' ', text, signed_by) FROM conduct_letter
UNION ALL SELECT array_to_string(own, ' ') FROM conduct_welcome UNION ALL SELECT step FROM conduct_tick
UNION ALL SELECT concat_ws(' ', title, remit) FROM leadership_duty
UNION ALL SELECT note FROM leadership_talk UNION ALL SELECT words FROM leadership_thanks
UNION ALL SELECT concat_ws(' ', title, topic, place) FROM meetings_meeting
UNION ALL SELECT concat_ws(' ', title, explanation) FROM meetings_agendaitem
UNION ALL SELECT text FROM meetings_note
UNION ALL SELECT text FROM meetings_section
UNION ALL SELECT text FROM meetings_outcome
UNION ALL SELECT convert_from(body, 'UTF8') FROM exchange_object
UNION ALL SELECT concat_ws(' ', title, convert_from(document, 'UTF8')) FROM exchange_advisory
"""


def everything_stored() -> set[str]:
    """All the words that the database lets out to whoever is bound, whatever the query.

    To plan it takes ten times as long as to answer it. psycopg would have it planned anew after each step undone.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT FROM pg_prepared_statements WHERE name = 'stored'")
        if not cursor.rowcount:
            cursor.execute(f"PREPARE stored AS {STORED}")
        cursor.execute("EXECUTE stored")
        return words_in(" ".join(text for (text,) in cursor.fetchall()))


def answers_stored(house: "House", members: list[UUID]) -> set[tuple[int, int]]:
    """All the answers to polls that the database lets out to whoever is bound, by poll and membership."""
    numbers = {poll: number for number, (poll, _) in enumerate(house.polls)}
    with connection.cursor() as cursor:
        cursor.execute("SELECT poll_id, membership_id FROM sharing_pollanswer")
        return {(numbers[poll], members.index(membership)) for poll, membership in cursor.fetchall()}


def ties_stored(house: "House") -> tuple[set[tuple[int, str]], set[tuple[str, str, str]]]:
    """Who accepted which version of North's code, and who is asked as whose buddy where, as the database lets it out."""
    people = {house.cast.person(name).pk: name for name in Cast.NAMES}
    circles = {getattr(house.cast, name).pk: name for name in ("north", "pier", "south")}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT code_id, person_id, NULL FROM conduct_acceptance"
            " UNION ALL SELECT circle_id, newcomer_id, buddy_id FROM conduct_buddy"
        )
        rows = cursor.fetchall()
    accepted = {(house.codes.index(code), people[person]) for code, person, buddy in rows if buddy is None}
    return accepted, {(circles[circle], people[one], people[buddy]) for circle, one, buddy in rows if buddy}


def sightings_stored(items: list[UUID], members: list[UUID]) -> set[tuple[int, int]]:
    """All the sightings that the database lets out with a name, by item and membership."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT item_id, membership_id FROM sharing_sighting")
        return {(items.index(item), members.index(membership)) for item, membership in cursor.fetchall()}


def judgements_stored(items: list[UUID], members: list[UUID]) -> tuple[set[int], set[int]]:
    """Of which items the database lets out what readers made of them, and of which members how theirs turned out."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT item_id, NULL FROM sharing_judgement UNION ALL SELECT NULL, membership_id FROM sharing_trackrecord"
        )
        rows = cursor.fetchall()
    return {items.index(item) for item, _ in rows if item}, {members.index(member) for _, member in rows if member}


def sightings_listed(item: UUID) -> list[UUID]:
    """The sightings of an item of which whoever is bound learns at all."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM kring.sightings_of(%s)", [item])
        return [sighting for (sighting,) in cursor.fetchall()]


def readers_listed(item: UUID) -> set[UUID]:
    """The accounts to whom this item would be delivered now."""
    return queries.readers(item)


@dataclass
class House:
    """What a story has made so far, and how each of the cast comes in."""

    cast: Cast
    items: list[UUID] = field(default_factory=list)
    """In the order of the oracle's things."""
    replies: list[tuple[UUID, UUID]] = field(default_factory=list)
    """A reply and its item."""
    polls: list[tuple[UUID, UUID]] = field(default_factory=list)
    """A poll and its item, in the order of the oracle's."""
    applications: list[UUID] = field(default_factory=list)
    """In the order of the oracle's dossiers."""
    ballots: dict[int, UUID] = field(default_factory=dict)
    """The ballot that runs on each of them, or ran last."""
    codes: list[UUID] = field(default_factory=list)
    """The versions of North's code."""
    hearings: list[tuple[UUID, int]] = field(default_factory=list)
    """With the suspicion each is of, by its number in the oracle's."""
    meetings: list[UUID] = field(default_factory=list)
    points: list[tuple[UUID, int]] = field(default_factory=list)
    """On agendas, with their places among what the oracle heard of."""
    speakers: list[UUID] = field(default_factory=list)
    """The invitations of guests to meetings, in the order of the oracle's."""
    minutes: dict[int, UUID] = field(default_factory=dict)
    """By the number of the meeting."""
    files: list[UUID] = field(default_factory=list)
    guests: list[str] = field(default_factory=list)
    """The links of clients, in the order of the oracle's guests."""
    machines: dict[str, Machine] = field(default_factory=dict)
    """The token of each who has one, revoked or not."""
    secrets: dict[str, str] = field(default_factory=dict)
    """What stands in the address of each one's feed."""
    webhooks: dict[str, UUID] = field(default_factory=dict)
    collections: dict[str, UUID] = field(default_factory=dict)
    """Each circle's collection for machines."""
    cookies: dict[str, str] = field(default_factory=dict)
    turn: int = 0

    def picked(self) -> int | None:
        """Whose turn it is among the items; None while there are none."""
        return self.turn % len(self.items) if self.items else None

    def item(self) -> Iterator[UUID]:
        """The same, by its id."""
        number = self.picked()
        if number is not None:
            yield self.items[number]

    def some_files(self) -> list[UUID]:
        """A few of them, others every time."""
        return self.files[self.turn % 3 :: 3]

    def browser(self, name: str) -> Client:
        """The browser of somebody who signed in when the story began, and not again."""
        client = Client()
        if name not in self.cookies:
            client.force_login(self.cast.person(name), backend="allauth.account.auth_backends.AuthenticationBackend")
            self.cookies[name] = client.cookies[settings.SESSION_COOKIE_NAME].value
        client.cookies[settings.SESSION_COOKIE_NAME] = self.cookies[name]
        return client


def nothing(world: World, name: str, picked: int | None) -> set[str]:
    """Of ways out that need not tell everything."""
    return set()


@dataclass(frozen=True, slots=True)
class WayOut:
    """A door through which words reach a person."""

    name: str
    words: Callable[[House, str], set[str]]
    allowed: Callable[[World, str], set[str]] = World.reads
    """Nothing but these may come out."""
    complete: Callable[[World, str, int | None], set[str]] = nothing
    """All of these must come out."""


# What is asked of the subject itself.


def _search(house: House, name: str) -> set[str]:
    with acting_as(house.cast.actor(name)) as actor:
        found = [*queries.search(actor, "Seen", most=200), *queries.search(actor, "answer", most=200)]
    return words_in(repr(found))


def _lists(house: House, name: str) -> set[str]:
    with acting_as(house.cast.actor(name)) as actor:
        rows = [*queries.new_items(actor, most=500), *queries.drafts(actor)]
        return words_in(repr(rows))


def _details(house: House, name: str) -> set[str]:
    with acting_as(house.cast.actor(name)) as actor:
        rows = queries.new_items(actor, most=20)
        return words_in(repr([(queries.detail(actor, row.id), queries.versions(actor, row.id)) for row in rows]))


# Pages.


def _pages(house: House, name: str, *paths: str) -> set[str]:
    client = house.browser(name)
    return {word for path in paths for word in words_in(_body(client.get(path)))}


def _body(answer: Any) -> bytes:
    assert answer.status_code in {200, 302, 404, 409}, answer.status_code
    content: bytes = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return content + str(answer.headers).encode()


def _home(house: House, name: str) -> set[str]:
    return _pages(house, name, "/")


def _circle_pages(house: House, name: str) -> set[str]:
    circle = ("north", "pier", "south")[house.turn % 3]
    pages = tuple(f"/c/{circle}/{page}" for page in ("items/", "items.csv", "trail/", "", "objects/"))
    which = house.turn % 5
    return _pages(house, name, pages[which], ("/drafts/", "/search/?q=Seen")[which % 2])


MACHINE_FORMATS = ("stix.json", "misp.json", "indicators.csv")


def _taken_along(house: House, name: str) -> set[str]:
    """One item, and all of them at once, in a format for machines."""
    one, all_of_them = ("&".join(f"item={item}" for item in items) for items in (house.item(), house.items))
    name_of_file = MACHINE_FORMATS[house.turn % len(MACHINE_FORMATS)]
    return _pages(house, name, f"/take-along/stix.json?{one}", f"/take-along/{name_of_file}?{all_of_them}")


def _ticked(house: House, name: str) -> set[str]:
    """What the page says of all that is ticked, whoever ticked it."""
    return _pages(house, name, "/take-along/?" + "&".join(f"item={item}" for item in house.items))


def _advisories(house: House, name: str) -> set[str]:
    """What the world finds, without an account, in the folders of those who publish."""
    client, found = Client(), set()
    for circle in ("north", "pier", "south"):
        answer = client.get(f"/csaf/{circle}/feed-tlp-white.json")
        found |= words_in(answer.content)
        for entry in answer.json()["feed"]["entry"]:
            found |= words_in(client.get(urlsplit(entry["content"]["src"]).path).content)
    return found


def _published(world: World, name: str) -> set[str]:
    return world.visitor_reads()


def _picked_but_red(world: World, name: str, picked: int | None) -> set[str]:
    """The item itself, for a reader of it, unless it is RED."""
    is_red = picked is not None and world.things[picked].marking.label == "RED"
    return set() if is_red else _picked(world, name, picked)


def _object_pages(house: House, name: str) -> set[str]:
    """The newest objects of a circle, each with its own page."""
    circle = ("north", "pier", "south")[house.turn % 3]
    with acting_as(house.cast.actor(name)) as actor:
        try:
            lines = exchange.object_lines(actor, getattr(house.cast, circle).pk).lines[:5]
        except NotVisible:
            return set()
    return _pages(house, name, *(f"/c/{circle}/objects/{line.stix_id}/" for line in lines))


def _item_page(house: House, name: str) -> set[str]:
    return {word for item in house.item() for word in _pages(house, name, f"/items/{item}/")}


def _polls(house: House, name: str) -> set[str]:
    """A poll with its own page, and those of an item for programs."""
    if not house.polls:
        return set()
    poll, item = house.polls[house.turn % len(house.polls)]
    found = _pages(house, name, f"/polls/{poll}/", f"/items/{item}/polls/")
    if name in house.machines:
        found |= words_in(house.machines[name].get(f"items/{item}/polls").raw)
    return found


def _admission(house: House, name: str) -> set[str]:
    """An application and its ballot, and the lists of them."""
    circle = ("north", "pier", "south")[house.turn % 3]
    paths = [f"/c/{circle}/applications/", f"/c/{circle}/ballots/"]
    if house.applications:
        number = house.turn % len(house.applications)
        paths.append(f"/applications/{house.applications[number]}/")
        paths += [f"/ballots/{house.ballots[number]}/"] if number in house.ballots else []
    return _pages(house, name, *paths)


def _with_own_vote(world: World, name: str) -> set[str]:
    """One reads one's own objection while the ballot runs."""
    return world.reads(name) | world.own_objections(name)


def _promises(house: House, name: str) -> set[str]:
    """The code of a circle, somebody's page there, and the breach cases one looks into or reported."""
    circle, about = ("north", "pier", "south")[house.turn % 3], Cast.NAMES[house.turn % len(Cast.NAMES)]
    with acting_as(house.cast.actor(name)) as actor:
        rows = [*conduct.cases_waiting(actor), *conduct.reported_with(actor)][-3:]
    cases = [f"/cases/{row.id}/{end}" for row in rows for end in ("", "reported/")]
    places = [f"/c/{circle}/{page}" for page in ("code/", "cases/", f"people/{house.cast.person(about).pk}/")]
    return _pages(house, name, *places, *cases)


def _leading(house: House, name: str) -> set[str]:
    """Who does what, who is new, the log of who leads, a letter, a hearing, and the page of a member with its thanks."""
    circle, members = ("north", "pier", "south")[house.turn % 3], list(house.cast.memberships.values())
    about = members[house.turn % len(members)]
    pages = ("who-for-what", "newcomers", "newcomers/list", "talks", "cockpit")
    hearings = [f"/hearings/{hearing}/" for hearing, _ in house.hearings[-2:]]
    theirs = [f"/c/{about.circle.slug}/members/{about.pk}/{page}" for page in ("", "letter/")]
    return _pages(house, name, *(f"/c/{circle}/{page}/" for page in pages), *theirs, *hearings)


def _looking_along(house: House, name: str) -> set[str]:
    """What a circle is for, who looks along with it; and the portfolio of somebody who does."""
    circle = ("north", "pier", "south")[house.turn % 3]
    return _pages(house, name, f"/c/{circle}/scope/", f"/c/{circle}/advisers/", "/portfolio/")


def _with_glances(world: World, name: str) -> set[str]:
    return world.reads(name) | world.glimpses(name)


def _in_portfolio(world: World, name: str, picked: int | None) -> set[str]:
    """How the circles are doing with which somebody looks along."""
    return set() if name in world.suspended else {world.glances[one] for who, one in world.advisers if who == name}


def _meetings(house: House, name: str) -> set[str]:
    """The meetings of a circle, and one of them with its agenda."""
    circle = ("north", "south")[house.turn % 2]
    one = house.meetings[house.turn % len(house.meetings)]
    return _pages(house, name, f"/c/{circle}/meetings/", f"/meetings/{one}/", f"/meetings/{one}/change/")


def _minutes(house: House, name: str) -> set[str]:
    """Minutes on the page, as PDF and as OpenDocument text; and a register."""
    circle = ("north", "south")[house.turn % 2]
    words = _pages(house, name, f"/c/{circle}/agreements/")
    if not house.minutes:
        return words
    one = list(house.minutes.values())[house.turn % len(house.minutes)]
    client = house.browser(name)
    pdf, odt = (client.get(f"/minutes/{one}/{kind}/") for kind in ("pdf", "odt"))
    if pdf.status_code == 200:
        words |= words_in(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf.content)).pages))
        words |= words_in(Document(io.BytesIO(odt.content)).get_formatted_text())
    return words | _pages(house, name, f"/minutes/{one}/")


def _calendar(house: House, name: str) -> set[str]:
    """The calendar of one's own meetings, under the address of one's feed."""
    if name not in house.secrets:
        return set()
    answer = Client().get(reverse("calendar", args=[house.secrets[name]]))
    assert answer.status_code in {200, 404}
    return words_in(answer.content)


def _in_calendar(world: World, name: str) -> set[str]:
    """What a calendar may say: it travels in the open."""
    return _through("feed")(world, name) & world.reads_in_the_open(name)


BESIDE = ("history", "trail", "readers", "label", "onward", "wider", "edit", "reply", "feedback", "withdraw")


def _item_beside(house: House, name: str) -> set[str]:
    pages = BESIDE[house.turn % 2 :: 2]
    return {
        word for item in house.item() for word in _pages(house, name, *(f"/items/{item}/{page}/" for page in pages))
    }


def _paper(house: House, name: str) -> set[str]:
    found: set[str] = set()
    for item in house.item():
        answer = house.browser(name).get(f"/items/{item}/paper/")
        if answer.headers["Content-Type"] == "application/pdf":
            found |= words_in("".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages))
        found |= words_in(str(answer.headers))
    return found


def _files(house: House, name: str) -> set[str]:
    return _pages(house, name, *(f"/files/{file}/" for file in house.some_files()))


def guest_finds(house: House, number: int) -> set[str]:
    """What comes out behind a client's link."""
    client, link = Client(), house.guests[number]
    files = (f"/g/{link}/files/{file}/" for file in house.some_files())
    return {word for path in (f"/g/{link}/", *files) for word in words_in(_body(client.get(path)))}


def speaker_finds(house: House, number: int) -> set[str]:
    """What comes out behind the link of a guest at a meeting."""
    return words_in(_body(Client().get(f"/meetings/guest/{guest_link(house.speakers[number])}/")))


def speaker_is_written(house: House, number: int) -> set[str]:
    """What the letter to that guest says."""
    letter = guest_letter(house.speakers[number], 0)
    return (
        _said(email.message_from_bytes(letter.message().as_bytes(), policy=email.policy.default)) if letter else set()
    )


# The API, feeds, webhooks, messengers, live updates.


def _api(house: House, name: str) -> set[str]:
    if name not in house.machines:
        return set()
    paths = ["items?limit=100", "drafts", "asks", "search?q=Seen", "meetings"]
    paths.append(f"meetings/{house.meetings[house.turn % len(house.meetings)]}")
    paths.append(f"circles/{house.cast.north.pk}/outcomes?limit=100")
    for item in house.item():
        paths += [f"items/{item}", *(f"items/{item}/{part}" for part in ("versions", "replies", "trail", "related"))]
    paths += [f"attachments/{file}" for file in house.some_files()]
    return {word for path in paths for word in words_in(house.machines[name].get(path).raw)}


def _taxii(house: House, name: str) -> set[str]:
    return _objects(house, name, "objects/?limit=1000")


def _taxii_versions(house: House, name: str) -> set[str]:
    return _objects(house, name, "objects/?limit=1000&match[version]=all")


def _objects(house: House, name: str, question: str) -> set[str]:
    if name not in house.machines:
        return set()
    found = set()
    for collection in house.collections.values():
        status, said = asked("GET", f"/taxii2/kring/collections/{collection}/{question}", house.machines[name].token)
        assert status in {200, 401, 404}
        found |= words_in(said)
    return found


def _atom(house: House, name: str) -> set[str]:
    if name not in house.secrets:
        return set()
    answer = Client().get(reverse("atom", args=[house.secrets[name]]))
    assert answer.status_code in {200, 404}
    return words_in(answer.content)


def _misp(house: House, name: str) -> set[str]:
    """The manifest of the same feed, and its events, some of them each time."""
    if name not in house.secrets:
        return set()
    client, address = Client(), f"/feeds/misp/{house.secrets[name]}"
    manifest = client.get(f"{address}/manifest.json")
    if manifest.status_code == 404:
        return set()
    events = list(manifest.json())[house.turn % 2 :: 2]
    return words_in(manifest.content) | {
        word for event in events for word in words_in(client.get(f"{address}/{event}.json").content)
    }


def _titles_in_misp(world: World, name: str, picked: int | None) -> set[str]:
    """What is shared: a feed of MISP has no drafts."""
    return _shared_in_reach(world, name) & _through("feed")(world, name)


def _webhook(house: House, name: str) -> set[str]:
    """What a webhook would be told of each event now, asked as it asks when it sends."""
    from kring.people.models import Person

    hook = (
        Webhook.objects.filter(pk__in=[house.webhooks[name]], ended_at=None).first() if name in house.webhooks else None
    )
    if hook is None or not Person.objects.get(pk=hook.person_id).is_active:
        return set()
    found = set()
    actor = feeds.actor_of(hook)
    about = [(item, None) for item in house.items] + [(item, reply) for reply, item in house.replies]
    with acting_as(actor):
        for item, reply in about:
            for event in (rules.Event.ITEM_SHARED, rules.Event.ITEM_WITHDRAWN, rules.Event.REPLY_ADDED):
                said = mails.told(actor, event, circle=house.cast.north.pk, item=item, reply=reply, had=True)
                found |= words_in(repr(said))
    return found


def _told(house: House, name: str) -> set[str]:
    """Of which items this person's webhook would be told at all."""
    hook = house.webhooks.get(name)
    found = set()
    with feeds.as_courier():
        for item in house.items:
            targets = outlets.receivers(rules.Event.ITEM_SHARED, item=item, reply=None, urgent=False)
            if hook in {target.id for target in targets}:
                found.add(item)
    with acting_as(house.cast.actor(name)) as actor:
        rows = {item: queries.row(actor, item) for item in found}
    # Of what was withdrawn nothing is left to say when it is sent: the webhook above.
    told = {item: row for item, row in rows.items() if row is None or not row.withdrawn}
    return {word for item, row in told.items() for word in words_in(repr(row)) or {f"item {item}"}}


def _messenger(house: House, name: str) -> set[str]:
    found = set()
    actor = feeds.actor_of(Messenger(person=house.cast.person(name), ceiling=4, circles=None))
    with acting_as(actor):
        for item in house.items:
            found |= words_in(repr(mails.whisper(actor, item)))
    return found


def _live(house: House, name: str) -> set[str]:
    person = house.cast.person(name).pk
    found = set()
    for item in house.item():
        listeners = {house.cast.person(who).pk: "en" for who in Cast.NAMES}
        circle = house.cast.north.pk
        for kind, about in [("shared", item), ("withdrawn", item), ("changed", item)]:
            found |= words_in(letters([News(kind, item, circle, about)], listeners).get(person, b""))
    return found


# Mail: printed by the press that prints all mail, whoever it is for.


def _letter(house: House, telling: Telling, name: str, key: str = "") -> EmailMessage | None:
    person = house.cast.person(name)
    reader = Correspondent(person.pk, person.name, person.email, "en", "Europe/Amsterdam", key)
    (slip,) = Press(telling, office()).print_all([Waiting(new_id(), person.pk, 0, reader)])
    return email.message_from_bytes(slip.parcel.letter, policy=email.policy.default) if slip.parcel else None


def _tellings(house: House, name: str) -> Iterator[Telling]:
    """All that this person could be told by mail of what is there."""
    cast = house.cast
    for item in house.item():
        yield ItemTelling(item, cast.north.pk)
        yield WithdrawalTelling(item, cast.north.pk)
    if house.replies:
        reply, item = house.replies[house.turn % len(house.replies)]
        yield ReplyTelling(reply, item, cast.north.pk)
    if house.polls:
        poll, item = house.polls[house.turn % len(house.polls)]
        yield PollTelling(poll, item, cast.north.pk)
    for code in house.codes[-1:]:
        yield CodeTelling(code, cast.north.pk)
    for minutes in list(house.minutes.values())[-1:]:
        yield MinutesTelling(minutes, cast.north.pk, approved=True)
    meeting = house.meetings[house.turn % len(house.meetings)]
    yield MeetingTelling(meeting, cast.north.pk, 0)
    yield AgainTelling(meeting, cast.north.pk, 0)
    yield VerdictTelling(meeting, cast.north.pk)
    yield DigestTelling("2026-W48", {cast.person(name).pk: LeftOut(frozenset(), frozenset())})


def _said(letter: EmailMessage) -> set[str]:
    parts = [part.get_content() for part in letter.walk() if part.get_content_maintype() == "text"]
    return words_in(" ".join([*map(str, parts), str(letter.items())]))


def _mail(house: House, name: str) -> set[str]:
    printed = (_letter(house, telling, name) for telling in _tellings(house, name))
    return {word for letter in printed if letter for word in _said(letter)}


@cache
def _key() -> Tsk:
    return Tsk.generate("Somebody <somebody@somebody.example>")


def _mail_outside(house: House, name: str) -> set[str]:
    """What a mail says to whoever sees it pass, when it is sealed to its reader where it can be."""
    key = str(_key().extract_certificate())
    printed = (_letter(house, telling, name, key) for telling in _tellings(house, name))
    return {word for letter in printed if letter for word in _said(letter)}


def _mail_inside(house: House, name: str) -> set[str]:
    """What the reader finds in it."""
    found = set()
    for telling in _tellings(house, name):
        letter = _letter(house, telling, name, str(_key().extract_certificate()))
        if letter is not None and letter.get_content_type() == "multipart/encrypted":
            _, sealed = letter.iter_parts()
            octets = sealed.get_payload(decode=True)
            ours = Cert.from_bytes(office().seal.octets)
            assert isinstance(octets, bytes)
            opened = decrypt(octets, decryptor=_key().decryptor(), store=lambda _, ours=ours: [ours])
            assert opened.bytes
            inner = email.message_from_bytes(opened.bytes, policy=email.policy.default)
            assert isinstance(inner, EmailMessage)
            found |= _said(inner)
    return found


# What must come out.


def titles_in_reach(world: World, name: str, picked: int | None = None) -> set[str]:
    """The words that stand in titles of what a person finds in lists: CLEAR of strange communities is not listed."""
    drafts = {
        thing.word
        for thing in world.things
        if thing.state == "draft" and thing.marking.author == name and name not in world.suspended
    }
    return drafts | _shared_in_reach(world, name)


def _shared_in_reach(world: World, name: str, picked: int | None = None) -> set[str]:
    return {
        thing.word
        for thing in world.things
        if thing.state == "shared"
        and world.may(name, thing.marking)
        and (thing.marking.label != "CLEAR" or world.in_community(name, world.inside[thing.marking.circle]))
    }


def _picked(world: World, name: str, picked: int | None) -> set[str]:
    """The item itself, for a reader of it."""
    if picked is None or name in world.machines or name in world.suspended:
        return set()
    thing = world.things[picked]
    return {thing.word} if thing.state == "shared" and world.may(name, thing.marking) else set()


def _picked_as_news(world: World, name: str, picked: int | None) -> set[str]:
    """The same for whom it is news."""
    return _picked(world, name, picked) & _shared_in_reach(world, name)


def _picked_in_the_open(world: World, name: str, picked: int | None) -> set[str]:
    """The same where the label lets it be said in the open."""
    is_open = picked is not None and world.things[picked].marking.label in OPEN
    return _picked(world, name, picked) if is_open else set()


def _picked_sealed(world: World, name: str, picked: int | None) -> set[str]:
    """The same where it can be sealed."""
    is_sealed = picked is not None and world.things[picked].marking.label in {"AMBER", "AMBER+STRICT"}
    return _picked(world, name, picked) if is_sealed else set()


def _through(kind: str) -> Callable[[World, str], set[str]]:
    return lambda world, name: world.reads_through(name, world.outlets.get((kind, name)))


def _objects_through(latest: bool) -> Callable[[World, str, int | None], set[str]]:
    def objects(world: World, name: str, picked: int | None) -> set[str]:
        outlet = world.outlets.get(("token", name))
        found = world.latest_through(name, outlet) if latest else world.objects_through(name, outlet)
        # A collection shows itself to a community; what is CLEAR elsewhere is to be had, and not looked for there.
        return {one.word for one in found if world.in_community(name, world.inside[one.marking.circle])}

    return objects


def _exactly(latest: bool) -> Callable[[World, str], set[str]]:
    """Of what machines added just this; of what people shared, what they may read."""

    def objects(world: World, name: str) -> set[str]:
        shared = _through("token")(world, name) - {one.word for one in world.sent}
        return shared | _objects_through(latest)(world, name, None)

    return objects


def _titles_through(kind: str) -> Callable[[World, str, int | None], set[str]]:
    def titles(world: World, name: str, picked: int | None) -> set[str]:
        return _shared_in_reach(world, name) & _through(kind)(world, name)

    return titles


WAYS_OUT = [
    WayOut("search", _search),
    WayOut("lists", _lists, complete=titles_in_reach),
    WayOut("details", _details),
    WayOut("the home page", _home),
    WayOut("the pages of a circle", _circle_pages),
    WayOut("the pages of objects", _object_pages),
    WayOut("the page of an item", _item_page, complete=_picked),
    WayOut("the pages beside an item", _item_beside),
    WayOut("questions", _polls),
    WayOut("applications and ballots", _admission, allowed=_with_own_vote),
    WayOut("promises, introductions and cases", _promises),
    WayOut("what circles are for, and advisers", _looking_along, allowed=_with_glances, complete=_in_portfolio),
    WayOut("who leads, who is new, who is heard", _leading),
    WayOut("meetings", _meetings),
    WayOut("minutes", _minutes),
    WayOut("a calendar", _calendar, allowed=_in_calendar),
    WayOut("paper", _paper, complete=_picked),
    WayOut("what is taken along", _taken_along, allowed=World.reads_but_red, complete=_picked_but_red),
    WayOut("what is ticked", _ticked),
    WayOut("advisories for the world", _advisories, allowed=_published),
    WayOut("files", _files),
    WayOut("the API", _api, allowed=_through("token"), complete=_titles_through("token")),
    WayOut("TAXII", _taxii, allowed=_exactly(latest=True), complete=_objects_through(latest=True)),
    WayOut(
        "TAXII's versions", _taxii_versions, allowed=_exactly(latest=False), complete=_objects_through(latest=False)
    ),
    WayOut("a web feed", _atom, allowed=_through("feed"), complete=_titles_through("feed")),
    WayOut("a MISP feed", _misp, allowed=_through("feed"), complete=_titles_in_misp),
    WayOut("a webhook", _webhook, allowed=_through("webhook"), complete=_titles_through("webhook")),
    WayOut("who is told over webhooks", _told, allowed=_through("webhook")),
    WayOut("a messenger", _messenger, allowed=World.reads_in_the_open),
    WayOut("live updates", _live, complete=_picked_as_news),
    WayOut("mail", _mail, allowed=World.reads_in_the_open, complete=_picked_in_the_open),
    WayOut("the outside of mail", _mail_outside, allowed=World.reads_in_the_open),
    WayOut("the inside of sealed mail", _mail_inside, allowed=World.reads_but_red, complete=_picked_sealed),
]

"""Real advisories, each shared under another label: exactly the right people get each, by every way out there is."""

import asyncio
import email
import email.policy
import json
import logging
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from html import escape, unescape
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest
from aiosmtpd.controller import Controller
from django.db import connection
from pysequoia import Tsk, decrypt
from pytest_django.plugin import DjangoDbBlocker

from kring.feeds.rules import EVENTS
from kring.kernel.binding import acting_as
from kring.notices import commands as notices
from kring.tlp.labels import Label
from tests.cast import Cast, make_cast
from tests.conftest import DatabaseCopies
from tests.feeds.listening import Listening, listening
from tests.feeds.receiver import Elsewhere, elsewhere
from tests.installation import cookie_of, free_port, kring, own_database, serving, until
from tests.rest.machine import machine_of

ADVISORIES = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "csaf-real"

pytestmark = [pytest.mark.requirement("R78"), pytest.mark.requirement("R79")]

EVERYBODY = frozenset(Cast.NAMES)
PEOPLE = EVERYBODY - {"max"}
NORTH = frozenset({"ada", "bo", "cem", "chi", "fay", "gus", "max"})
"""Who is of North's community: seated in it, or a colleague of who is."""


@dataclass(frozen=True)
class Case:
    """How one advisory is shared by ada in North, and who may read it (design: "Who may read what")."""

    label: Label
    readers: frozenset[str]
    told: frozenset[str]
    """For whom it is news: in lists, live and by mail. CLEAR is for everybody to read, and news for its community."""
    named: Sequence[str] = ()
    chosen: Sequence[str] = ()

    @property
    def machines(self) -> frozenset[str]:
        """Whose programs get it: RED goes to none."""
        return frozenset() if self.label is Label.RED else self.told

    @property
    def in_the_open(self) -> bool:
        """A mail may carry it as it is."""
        return self.label <= Label.GREEN


SEATED = frozenset({"ada", "cem", "chi", "max"})
GAMMA = frozenset({"ada", "cem", "max"})
NAMED = frozenset({"ada", "cem"})

CASES = [
    Case(Label.CLEAR, EVERYBODY, NORTH),
    Case(Label.GREEN, NORTH, NORTH),
    Case(Label.AMBER, SEATED, SEATED),
    Case(Label.AMBER, GAMMA, GAMMA, chosen=("cem",)),
    Case(Label.AMBER_STRICT, SEATED, SEATED),
    Case(Label.RED, NAMED, NAMED, named=("cem",)),
]


@dataclass
class Advisory:
    """One file of the world's, and what became of it here."""

    case: Case
    title: str
    summary: str
    octets: bytes
    item: str = ""
    file: str = ""


def advisories() -> list[Advisory]:
    """The first few, as they are."""
    found = []
    for case, path in zip(CASES, sorted(ADVISORIES.glob("*.json")), strict=False):
        octets = path.read_bytes()
        document = json.loads(octets)["document"]
        summary = next(note["text"] for note in document["notes"] if note["category"] == "summary")
        found.append(Advisory(case, document["title"], summary, octets))
    return found


@dataclass
class Postbox:
    """A mail server that takes everything and keeps it."""

    letters: dict[str, list[EmailMessage]] = field(default_factory=lambda: defaultdict(list))
    """By the name of who it is for."""

    async def handle_DATA(self, server: object, session: object, envelope: Any) -> str:  # noqa: N802  # aiosmtpd's name
        letter = email.message_from_bytes(envelope.content, policy=email.policy.default)
        assert isinstance(letter, EmailMessage)
        for recipient in envelope.rcpt_tos:
            self.letters[recipient.partition("@")[0]].append(letter)
        return "250 OK"


@contextmanager
def postbox() -> Iterator[tuple[Postbox, int]]:
    box, port = Postbox(), free_port()
    logging.getLogger("mail.log").setLevel(logging.WARNING)  # it names every command of every mail
    controller = Controller(box, hostname="127.0.0.1", port=port, loop=asyncio.new_event_loop())
    controller.start()
    try:
        yield box, port
    finally:
        controller.stop()


@dataclass
class Outcome:
    """What everybody has, once all is done."""

    url: str
    people: Cast
    advisories: list[Advisory]
    cookies: dict[str, dict[str, str]]
    tokens: dict[str, str]
    feeds: dict[str, str]
    """The address of each one's web feed."""
    hooked: Elsewhere
    box: Postbox
    pages: dict[str, Listening]
    """An open page of everybody's."""
    key: Tsk
    """With which cem opens what is sealed to him."""

    def page(self, name: str, path: str) -> httpx.Response:
        """As this person's browser gets it."""
        return httpx.get(self.url + path, cookies=self.cookies[name], trust_env=False, timeout=20)

    def api(self, name: str, path: str) -> httpx.Response:
        """As this person's program gets it."""
        headers = {"Authorization": f"Bearer {self.tokens[name]}"}
        return httpx.get(f"{self.url}/api/v1/{path}", headers=headers, trust_env=False, timeout=20)


@pytest.fixture(scope="module")
def outcome(
    copy_database: DatabaseCopies, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Outcome]:
    """A Kring with server and worker, everybody waiting at every door; then ada shares."""
    if not (found := advisories()):
        pytest.skip("There are no real advisories beside this project (../shared/data/csaf-real).")
    home = tmp_path_factory.mktemp("home")
    with ExitStack() as stack:
        database = stack.enter_context(own_database(copy_database, django_db_blocker, "real"))
        box, port = stack.enter_context(postbox())
        hooked = stack.enter_context(elsewhere())
        people = make_cast()
        key = Tsk.generate("Cem <cem@cem.example>")
        with acting_as(people.actor("cem")) as actor:
            notices.use_key(actor=actor, octets=str(key.extract_certificate()).encode())
        tokens = {name: machine_of(people, name).token for name in EVERYBODY}
        outside = {"KRING_SMTP_URL": f"smtp://127.0.0.1:{port}", "KRING_OUTGOING_PRIVATE": "127.0.0.0/8"}
        served = stack.enter_context(serving(database, home, **outside))
        settings = {
            "KRING_HOME": str(home),
            "KRING_BASE_URL": served.url,
            "KRING_DATABASE_URL": database.owner,
            "KRING_APP_DATABASE_URL": database.application,
        }
        stack.enter_context(kring("worker", settings | outside, home / "worker.log"))
        cookies = {name: cookie_of(people.person(name)) for name in PEOPLE}
        pages = {name: stack.enter_context(listening(served.url, cookies[name])) for name in PEOPLE}
        for page in pages.values():
            page.wait("hello", within=20)
        come = Outcome(served.url, people, found, cookies, tokens, {}, hooked, box, pages, key)
        _open_doors(come)
        for advisory in found:
            _share(come, advisory)
        until(_is_quiet, within=60)
        yield come


def _open_doors(come: Outcome) -> None:
    """Everybody has a web feed and a webhook, made over the API."""
    for name in EVERYBODY:
        feed = _post(come, name, "feeds", {"name": "Reader", "ceiling": "TLP:AMBER+STRICT"})
        come.feeds[name] = feed["address"]
        hook = {"name": "SIEM", "url": come.hooked.url(f"/{name}"), "events": sorted(EVENTS)}
        _post(come, name, "webhooks", hook | {"ceiling": "TLP:AMBER+STRICT"})


def _share(come: Outcome, advisory: Advisory) -> None:
    """By ada's program: write it up, put the file with it, share. RED is not for programs: ada does that herself."""
    if advisory.case.label is Label.RED:
        _share_by_hand(come, advisory)
        return
    draft = _post(
        come,
        "ada",
        "drafts",
        {
            "circle": str(come.people.north.pk),
            "title": advisory.title,
            "what": advisory.summary,
            "label": advisory.case.label.marking,
            "chosen": [str(come.people.memberships[name].pk) for name in advisory.case.chosen],
        },
    )
    advisory.item = draft["id"]
    file = {"file": ("advisory.json", advisory.octets, "application/json")}
    advisory.file = _post(come, "ada", f"items/{advisory.item}/attachments", files=file)["id"]
    _post(come, "ada", f"drafts/{advisory.item}/share")


def _post(come: Outcome, name: str, path: str, body: object = None, **more: Any) -> dict[str, Any]:
    answer = httpx.post(
        f"{come.url}/api/v1/{path}",
        json=body,
        headers={"Authorization": f"Bearer {come.tokens[name]}"},
        timeout=20,
        trust_env=False,
        **more,
    )
    assert answer.status_code == 201, f"{path}: {answer.status_code} {answer.text}"
    said: dict[str, Any] = answer.json()
    return said


def _share_by_hand(come: Outcome, advisory: Advisory) -> None:
    with httpx.Client(base_url=come.url, cookies=come.cookies["ada"], trust_env=False, timeout=20) as browser:
        browser.get("/share/")
        north = str(come.people.north.pk)
        written = {
            "circle": north,
            "written_in": north,
            "what": f"{advisory.title}\n\n{advisory.summary}",
            "label": str(advisory.case.label.value),
            "named": [str(come.people.person(name).pk) for name in advisory.case.named],
            "reach": "circle",
            "kind": "warning",
        }
        sent = browser.post(
            "/share/send/",
            data=written,
            files={"uploads": ("advisory.json", advisory.octets, "application/json")},
            headers={"X-CSRFToken": browser.cookies["kring_csrf"], "Referer": come.url + "/share/"},
        )
        assert sent.status_code == 302, sent.text
        advisory.item = sent.headers["Location"].strip("/").rpartition("/")[2]
        page = browser.get(sent.headers["Location"]).text
        advisory.file = page.partition('href="/files/')[2].partition("/")[0]


WAITING = """
SELECT count(*) FROM procrastinate_jobs
WHERE status IN ('todo', 'doing') AND (scheduled_at IS NULL OR scheduled_at <= statement_timestamp())
"""


def _is_quiet() -> bool:
    """Whether the worker has done all there is to do."""
    with connection.cursor() as cursor:
        cursor.execute(WAITING)
        (waiting,) = cursor.fetchone() or (1,)
    if waiting:
        time.sleep(0.1)
    return not waiting


def got(come: Outcome, names: frozenset[str], has: Callable[[str, Advisory], bool]) -> list[set[str]]:
    """Who has each of the advisories, in order."""
    return [{name for name in names if has(name, advisory)} for advisory in come.advisories]


def expected(come: Outcome, who: Callable[[Case], frozenset[str]]) -> list[set[str]]:
    """Who should."""
    return [set(who(advisory.case)) for advisory in come.advisories]


def test_each_is_shared_under_another_label_or_to_others(outcome: Outcome) -> None:
    assert len(outcome.advisories) == len(CASES)
    assert len({UUID(one) for advisory in outcome.advisories for one in (advisory.item, advisory.file)}) == 2 * len(
        CASES
    )


def test_pages_open_for_readers_alone(outcome: Outcome) -> None:
    def has(name: str, advisory: Advisory) -> bool:
        answer = outcome.page(name, f"/items/{advisory.item}/")
        assert (answer.status_code == 200) == (escape(advisory.title) in answer.text)
        return answer.status_code == 200

    assert got(outcome, PEOPLE, has) == expected(outcome, lambda case: case.readers & PEOPLE)


def test_lists_on_pages_hold_what_is_news_to_somebody(outcome: Outcome) -> None:
    homes = {name: outcome.page(name, "/").text for name in PEOPLE}
    found = got(outcome, PEOPLE, lambda name, advisory: escape(advisory.title) in homes[name])
    assert found == expected(outcome, lambda case: case.told & PEOPLE)


def test_the_very_file_comes_out_for_readers_alone(outcome: Outcome) -> None:
    def has(name: str, advisory: Advisory) -> bool:
        answer = outcome.page(name, f"/files/{advisory.file}/")
        assert (answer.status_code == 200) == (answer.content == advisory.octets)
        return answer.status_code == 200

    assert got(outcome, PEOPLE, has) == expected(outcome, lambda case: case.readers & PEOPLE)


def test_the_api_opens_each_for_programs_of_readers(outcome: Outcome) -> None:
    def has(name: str, advisory: Advisory) -> bool:
        whole, file = (outcome.api(name, path) for path in (f"items/{advisory.item}", f"attachments/{advisory.file}"))
        assert whole.status_code == file.status_code
        if whole.status_code == 200:
            assert (whole.json()["title"], file.content) == (advisory.title, advisory.octets)
        return whole.status_code == 200

    found = got(outcome, EVERYBODY, has)
    assert found == expected(outcome, lambda case: frozenset() if case.label is Label.RED else case.readers)


def test_the_api_lists_what_is_news(outcome: Outcome) -> None:
    lists = {name: outcome.api(name, "items?limit=100").text for name in EVERYBODY}
    found = got(outcome, EVERYBODY, lambda name, advisory: advisory.item in lists[name])
    assert found == expected(outcome, lambda case: case.machines)


def test_the_api_finds_it_for_those_who_may_read_it(outcome: Outcome) -> None:
    def has(name: str, advisory: Advisory) -> bool:
        said = httpx.QueryParams({"q": advisory.title})
        answer = outcome.api(name, f"search?{said}")
        assert answer.status_code == 200
        return advisory.item in answer.text

    found = got(outcome, EVERYBODY, has)
    may = [set() if a.case.label is Label.RED else set(a.case.readers) for a in outcome.advisories]
    news = expected(outcome, lambda case: case.machines)
    assert all(told <= who <= readers for told, who, readers in zip(news, found, may, strict=True)), found


def test_web_feeds_hold_what_is_news(outcome: Outcome) -> None:
    feeds = {name: httpx.get(address, trust_env=False).text for name, address in outcome.feeds.items()}
    found = got(outcome, EVERYBODY, lambda name, advisory: advisory.title in unescape(feeds[name]))
    assert found == expected(outcome, lambda case: case.machines)


def test_webhooks_are_told_what_is_news(outcome: Outcome) -> None:
    told = {(call.path.strip("/"), call.json["data"]["title"]) for call in outcome.hooked.calls}
    found = got(outcome, EVERYBODY, lambda name, advisory: (name, advisory.title) in told)
    assert found == expected(outcome, lambda case: case.machines)
    assert {call.json["type"] for call in outcome.hooked.calls} == {"item.shared"}
    everything = b"".join(call.body for call in outcome.hooked.calls)
    red = next(advisory for advisory in outcome.advisories if advisory.case.label is Label.RED)
    assert red.item.encode() not in everything


def _words(letter: EmailMessage) -> str:
    parts = [str(part.get_content()) for part in letter.walk() if part.get_content_maintype() == "text"]
    return " ".join([*map(str, letter.values()), *map(unescape, parts)])


def test_mail_goes_once_to_everybody_for_whom_it_is_news_and_who_did_not_write_it(outcome: Outcome) -> None:
    counts = {name: len(letters) for name, letters in outcome.box.letters.items()}
    cases = [advisory.case for advisory in outcome.advisories]
    assert counts == {name: n for name in PEOPLE - {"ada"} if (n := sum(name in case.told for case in cases))}


def test_mail_carries_in_the_open_what_its_label_lets_travel_in_the_open(outcome: Outcome) -> None:
    words = {name: " ".join(map(_words, letters)) for name, letters in outcome.box.letters.items()}
    names = frozenset(words)
    found = got(outcome, names, lambda name, advisory: advisory.title in words[name])
    assert found == expected(outcome, lambda case: case.told & names if case.in_the_open else frozenset())


def test_mail_says_of_amber_that_it_is_there_and_where_to_read_it(outcome: Outcome) -> None:
    letters = [letter for letter in outcome.box.letters["chi"] if "TLP:AMBER" in str(letter["Subject"])]
    items = {advisory.item for advisory in outcome.advisories if "chi" in advisory.case.told}
    linked = {item for item in items if any(f"/items/{item}/" in _words(letter) for letter in letters)}
    assert len(letters) == len(linked) == 2


def test_mail_is_sealed_to_who_has_a_key(outcome: Outcome) -> None:
    sealed = [letter for letter in outcome.box.letters["cem"] if letter.get_content_type() == "multipart/encrypted"]
    opened = " ".join(_words(_opened(letter, outcome.key)) for letter in sealed)
    closed = {Label.AMBER, Label.AMBER_STRICT}
    assert {advisory.title for advisory in outcome.advisories if advisory.title in opened} == {
        advisory.title for advisory in outcome.advisories if advisory.case.label in closed
    }
    assert len(sealed) == 3


def _opened(letter: EmailMessage, key: Tsk) -> EmailMessage:
    _, sealed = letter.iter_parts()
    octets = sealed.get_payload(decode=True)
    assert isinstance(octets, bytes)
    inside = decrypt(octets, decryptor=key.decryptor()).bytes
    assert inside
    inner = email.message_from_bytes(inside, policy=email.policy.default)
    assert isinstance(inner, EmailMessage)
    return inner


def test_mail_about_red_is_a_link_and_nothing_else(outcome: Outcome) -> None:
    red = next(advisory for advisory in outcome.advisories if advisory.case.label is Label.RED)
    letters = [
        (name, letter)
        for name, all_of in outcome.box.letters.items()
        for letter in all_of
        if red.item in _words(letter)
    ]
    ((name, letter),) = letters
    assert name == "cem"
    said = _words(letter)
    assert all(word not in said for word in ("TLP", "RED", "North", "Ada", red.title, red.summary[:40]))


def test_open_pages_hear_of_it_by_themselves(outcome: Outcome) -> None:
    heard = {name: {event.data["item"] for event in page.named("news")} for name, page in outcome.pages.items()}
    found = got(outcome, PEOPLE, lambda name, advisory: advisory.item in heard[name])
    assert found == expected(outcome, lambda case: case.told & PEOPLE - {"ada"})


def test_the_right_advisory_is_behind_each_title_heard(outcome: Outcome) -> None:
    rows = [event.data.get("html", "") for page in outcome.pages.values() for event in page.named("news")]
    for advisory in outcome.advisories:
        assert any(escape(advisory.title) in row and advisory.item in row for row in rows)

"""A web feed per person: what reaches them, under an address that nobody guesses, as far as they chose."""

import re
from uuid import UUID
from xml.etree import ElementTree as ET

import pytest
from django.db import connection
from django.test import Client

from kring.circles.models import Membership
from kring.feeds import commands
from kring.kernel.binding import acting_as
from kring.kernel.clock import now
from kring.people.models import Person
from kring.sharing import commands as sharing
from kring.sharing.rules import Text
from kring.tlp.labels import Label
from tests.cast import Cast
from tests.rest.machine import machine_of
from tests.sharing import stage

ATOM = "{http://www.w3.org/2005/Atom}"
TOMBSTONE = "{http://purl.org/atompub/tombstones/1.0}"


def make(cast: Cast, name: str = "cem", ceiling: Label = Label.AMBER_STRICT, **more: object) -> commands.MadeFeed:
    with acting_as(cast.actor(name)) as actor:
        return commands.make_feed(actor=actor, name="My reader", ceiling=ceiling, **more)  # type: ignore[arg-type]


def fetch(feed: commands.MadeFeed | str, **headers: str) -> object:
    secret = feed if isinstance(feed, str) else feed.secret
    return Client().get(f"/feeds/atom/{secret}.xml", headers=headers)


def entries(feed: commands.MadeFeed) -> dict[UUID, ET.Element]:
    response = fetch(feed)
    assert response.status_code == 200  # type: ignore[attr-defined]
    root = ET.fromstring(response.content)  # type: ignore[attr-defined]
    return {UUID(str(entry.findtext(f"{ATOM}id"))): entry for entry in root.iter(f"{ATOM}entry")}


def test_it_brings_what_reaches_its_person(cast: Cast) -> None:
    green = stage.share(cast, label=Label.GREEN, tags=["ot"])
    amber = stage.share(cast, label=Label.AMBER)
    found = entries(make(cast))
    assert found.keys() == {green, amber}
    entry = found[green]
    assert entry.findtext(f"{ATOM}title") == "Pumps stop after the update"
    assert entry.findtext(f"{ATOM}author/{ATOM}name") == "Ada, Alpha"
    assert "Block the address" in str(entry.findtext(f"{ATOM}content"))
    assert {one.get("term") for one in entry.iter(f"{ATOM}category")} == {"TLP:GREEN", "warning", "ot"}
    link = entry.find(f"{ATOM}link")
    assert link is not None
    assert link.get("href") == f"http://testserver/items/{green}/"


def test_it_is_valid_atom(cast: Cast) -> None:
    stage.share(
        cast, label=Label.GREEN, text=Text(title="Control \x0b and ]]> and <b>", what="& \x1f <script>x</script>")
    )
    response = fetch(make(cast))
    assert response.headers["Content-Type"].startswith("application/atom+xml")  # type: ignore[attr-defined]
    root = ET.fromstring(response.content)  # type: ignore[attr-defined]
    for name in ("id", "title", "updated"):
        assert root.findtext(f"{ATOM}{name}")
    entry = root.find(f"{ATOM}entry")
    assert entry is not None
    for name in ("id", "title", "updated", "published"):
        assert entry.findtext(f"{ATOM}{name}")
    content = entry.find(f"{ATOM}content")
    assert content is not None
    assert content.get("type") == "html"
    assert "<script>" not in str(content.text)


@pytest.mark.parametrize(
    ("ceiling", "labels"),
    [
        (Label.CLEAR, {"CLEAR"}),
        (Label.GREEN, {"CLEAR", "GREEN"}),
        (Label.AMBER, {"CLEAR", "GREEN", "AMBER"}),
        (Label.AMBER_STRICT, {"CLEAR", "GREEN", "AMBER", "AMBER+STRICT"}),
    ],
)
def test_it_goes_up_to_the_label_that_was_chosen_and_never_to_red(cast: Cast, ceiling: Label, labels: set[str]) -> None:
    items = {stage.share(cast, label=label).hex: label for label in Label if label is not Label.RED}
    stage.share(cast, label=Label.RED, named=["cem"])
    assert {items[item.hex].short for item in entries(make(cast, ceiling=ceiling))} == labels


def test_red_cannot_be_chosen(cast: Cast) -> None:
    with stage.refused("no_red"):
        make(cast, ceiling=Label.RED)


def test_it_stays_within_its_circles(cast: Cast) -> None:
    stage.share(cast, label=Label.GREEN)
    assert entries(make(cast, circles=[cast.pier.pk])) == {}


def test_a_withdrawal_follows(cast: Cast) -> None:
    item, feed = stage.share(cast, label=Label.GREEN), make(cast)
    assert item in entries(feed)
    stage.withdraw(cast, item)
    response = fetch(feed)
    root = ET.fromstring(response.content)  # type: ignore[attr-defined]
    assert list(root.iter(f"{ATOM}entry")) == []
    (gone,) = root.iter(f"{TOMBSTONE}deleted-entry")
    assert gone.get("ref") == item.urn
    assert "Pumps" not in response.content.decode()  # type: ignore[attr-defined]


def test_what_is_narrowed_away_is_gone_and_the_mark_says_so(cast: Cast) -> None:
    item, feed = stage.share(cast, label=Label.GREEN), make(cast, "bo")
    first = fetch(feed)
    mark = first.headers["ETag"]  # type: ignore[attr-defined]
    assert fetch(feed, if_none_match=mark).status_code == 304  # type: ignore[attr-defined]
    with acting_as(cast.actor("ada")) as actor:
        sharing.relabel_item(actor=actor, item=item, label=Label.AMBER)
    again = fetch(feed, if_none_match=mark)
    assert again.status_code == 200  # type: ignore[attr-defined]
    assert str(item) not in again.content.decode()  # type: ignore[attr-defined]


def test_nothing_new_is_said_in_few_octets(cast: Cast) -> None:
    stage.share(cast, label=Label.GREEN)
    feed = make(cast)
    mark = fetch(feed).headers["ETag"]  # type: ignore[attr-defined]
    unchanged = fetch(feed, if_none_match=mark)
    assert (unchanged.status_code, unchanged.content) == (304, b"")  # type: ignore[attr-defined]


def test_revoked_unknown_and_suspended_are_one_answer(cast: Cast) -> None:
    revoked, closed = make(cast), make(cast, "ada")
    with acting_as(cast.actor("cem")) as actor:
        commands.revoke_feed(actor=actor, feed=revoked.id)
    Person.objects.filter(pk=cast.ada.pk).update(suspended_at=now())
    addresses = (revoked.secret, closed.secret, "nonsense")
    answers = {(fetch(one).status_code, _same(fetch(one), one)) for one in addresses}  # type: ignore[attr-defined]
    assert len(answers) == 1
    assert answers.pop()[0] == 404


def _same(response: object, secret: str) -> str:
    """Without the address itself, and the tokens that every page has of its own."""
    page = response.content.decode().replace(secret, "")  # type: ignore[attr-defined]
    return re.sub(r"[A-Za-z0-9]{64}|nonce=\"[^\"]+\"", "", page)


def test_who_is_cut_off_finds_nothing(cast: Cast) -> None:
    stage.share(cast, label=Label.AMBER)
    feed = make(cast)
    assert len(entries(feed)) == 1
    Membership.objects.filter(pk=cast.memberships["cem"].pk).update(state="suspended")
    assert entries(feed) == {}


def test_what_it_takes_of_amber_strict_counts_as_read(cast: Cast) -> None:
    strict, amber = stage.share(cast, label=Label.AMBER_STRICT), stage.share(cast, label=Label.AMBER)
    fetch(make(cast))
    assert ("cem", "ItemRead") in stage.trail_seen_by(cast, "ada", strict)
    assert ("cem", "ItemRead") not in stage.trail_seen_by(cast, "ada", amber)
    row = next(row for row in machine_of(cast, "cem").get("items").body["results"] if row["id"] == str(amber))
    assert row["unread"] is True


def test_its_address_is_not_kept(cast: Cast) -> None:
    feed = make(cast)
    with connection.cursor() as cursor:
        cursor.execute("SELECT f::text FROM feeds_feed f")
        assert feed.secret not in str(cursor.fetchall())


def test_a_token_makes_none_that_reaches_further_than_itself(cast: Cast) -> None:
    low = machine_of(cast, "cem", ceiling=Label.GREEN, circles=[cast.north.pk])
    assert low.post("feeds", {"name": "x", "ceiling": "TLP:AMBER"}).code == "beyond_own"
    assert low.post("feeds", {"name": "x", "circles": [cast.pier.pk]}).code == "beyond_own"
    made = low.post("feeds", {"name": "x"}).body
    assert made["circles"] == [str(cast.north.pk)]
    assert made["address"].startswith("http://testserver/feeds/atom/")
    assert low.delete(f"feeds/{made['id']}").status == 204
    assert low.get("feeds").body["results"] == []

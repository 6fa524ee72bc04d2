"""A MISP subscribes to what reaches somebody: manifest, events and hashes, as MISP's own tools read them."""

import json
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pymisp import MISPEvent

from kring.exchange.misp.feed import INTEGRITY
from kring.exchange.queries import event_of
from kring.exchange.queries.items import _items_by_event
from kring.feeds import commands
from kring.feeds.queries import misp
from kring.kernel.binding import acting_as
from kring.sharing import commands as sharing
from kring.sharing.models import Reading
from kring.sharing.rules import Text
from kring.tlp.labels import Label
from tests.cast import Cast
from tests.sharing import stage

TEXT = Text(what="Scans from 203.0.113.9, see hxxps://bad-site[.]nl/x.", so_what="Pumps stop.", do_what="Block it.")


def made(cast: Cast, name: str = "cem", ceiling: Label = Label.AMBER_STRICT) -> str:
    with acting_as(cast.actor(name)) as actor:
        return commands.make_feed(actor=actor, name="MISP", ceiling=ceiling).secret


def get(secret: str, name: str, **headers: str) -> Any:
    return Client().get(f"/feeds/misp/{secret}/{name}", headers=headers)


def manifest(secret: str) -> dict[str, Any]:
    answer = get(secret, "manifest.json")
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json()
    return found


def test_without_anything_the_manifest_is_an_object(cast: Cast) -> None:
    assert get(made(cast), "manifest.json").content == b"{}"


def test_each_item_is_an_event_that_misp_s_own_tools_read(cast: Cast) -> None:
    item = stage.share(cast, label=Label.GREEN, text=TEXT, tags=["ot"])
    secret = made(cast)
    (entry,) = manifest(secret).items()
    assert entry[0] == str(event_of(item))
    event = MISPEvent()
    event.load(get(secret, f"{entry[0]}.json").content.decode())
    assert event.info == entry[1]["info"]
    assert {tag.name for tag in event.tags} == {"tlp:green", "ot"}
    assert event.Orgc.name == "Alpha"
    values = {attribute.value for attribute in event.attributes if attribute.to_ids}
    assert values == {"203.0.113.9", "https://bad-site.nl/x"}


def test_hashes_lead_to_the_events(cast: Cast) -> None:
    from hashlib import md5

    item = stage.share(cast, label=Label.GREEN, text=TEXT)
    lines = get(made(cast), "hashes.csv").content.decode().split()
    assert f"{md5(b'203.0.113.9').hexdigest()},{event_of(item)}" in lines


@pytest.mark.parametrize(
    ("ceiling", "labels"),
    [(Label.CLEAR, 1), (Label.GREEN, 2), (Label.AMBER, 3), (Label.AMBER_STRICT, 4)],
)
def test_it_reaches_no_further_than_the_feed(cast: Cast, ceiling: Label, labels: int) -> None:
    items = [stage.share(cast, label=label) for label in list(Label)[:4]]
    stage.share(cast, label=Label.RED, named=["cem"])
    secret = made(cast, ceiling=ceiling)
    assert set(manifest(secret)) == {str(event_of(item)) for item in items[:labels]}
    for item in items[labels:]:
        assert get(secret, f"{event_of(item)}.json").status_code == 404


def test_the_same_event_is_the_same_octets_until_it_changes(cast: Cast) -> None:
    item = stage.share(cast, label=Label.GREEN, text=TEXT)
    secret, name = made(cast), f"{event_of(item)}.json"
    first = get(secret, name)
    assert get(made(cast, "max"), name).content == first.content
    assert get(secret, name, **{"If-None-Match": first.headers["ETag"]}).status_code == 304
    with acting_as(cast.actor("ada")) as actor:
        sharing.edit_item(actor=actor, item=item, text=Text(what="Only 203.0.113.10."), version=1)
    later = json.loads(get(secret, name).content)["Event"]
    assert later["uuid"] == json.loads(first.content)["Event"]["uuid"]
    assert int(later["timestamp"]) >= int(json.loads(first.content)["Event"]["timestamp"])
    assert '203.0.113.9"' not in json.dumps(later)


def test_what_is_withdrawn_is_in_it_no_more(cast: Cast) -> None:
    item = stage.share(cast, label=Label.GREEN)
    secret = made(cast)
    assert manifest(secret)
    stage.withdraw(cast, item)
    assert manifest(secret) == {}
    assert get(secret, f"{event_of(item)}.json").status_code == 404


def test_who_comes_later_finds_what_is_older_too_at_no_more_questions(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(misp, "LOOKED_INTO", 1)
    items = [stage.share(cast, label=Label.GREEN, text=TEXT, tags=["ot"]) for _ in range(2)]
    secret = made(cast)

    def questions() -> int:
        with CaptureQueriesContext(connection) as asked:
            manifest(secret)
        return len(asked)

    first = questions()
    newest = stage.share(cast, label=Label.GREEN, text=TEXT, tags=["ot"])
    found = manifest(secret)
    assert list(found) == [str(event_of(item)) for item in (newest, *reversed(items))]
    assert [INTEGRITY in entry for entry in found.values()] == [True, False, False]
    alike = [
        {name: value for name, value in entry.items() if name not in {INTEGRITY, "timestamp"}}
        for entry in found.values()
    ]
    assert alike[0] == alike[1] == alike[2], "of what is older it says the same"
    assert questions() == first
    _items_by_event.clear()
    assert all(get(secret, f"{event}.json").status_code == 200 for event in found)
    monkeypatch.setattr(misp, "MOST", 2)
    assert len(manifest(secret)) == 2


def test_revoked_it_opens_nothing(cast: Cast) -> None:
    with acting_as(cast.actor("cem")) as actor:
        feed = commands.make_feed(actor=actor, name="MISP", ceiling=Label.GREEN)
        commands.revoke_feed(actor=actor, feed=feed.id)
    for name in ("manifest.json", "hashes.csv", "x.json", f"{UUID(int=0)}.json"):
        assert get(feed.secret, name).status_code == 404


def test_what_it_takes_of_strict_counts_as_read_and_the_rest_does_not(cast: Cast) -> None:
    strict = stage.share(cast, label=Label.AMBER_STRICT)
    stage.share(cast, label=Label.AMBER)
    manifest(made(cast))
    with acting_as(cast.actor("cem")):
        assert set(Reading.objects.filter(person=cast.cem).values_list("item", flat=True)) == {strict}

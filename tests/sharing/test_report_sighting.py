"""Saying that one's organisation saw what an item warns of: once an organisation, named when it wishes."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, transaction

from kring.kernel import clock
from kring.kernel.binding import acting_as
from kring.kernel.errors import NotVisible
from kring.sharing import commands, queries
from kring.sharing.models import Sighting
from kring.sharing.rules import Seen
from kring.tlp.labels import Label
from tests.browsing import Browse, Scheme, wrong_on
from tests.cast import Cast
from tests.rest.machine import machine_of
from tests.sharing.pages.visit import look, visitor
from tests.sharing.stage import refused, relabel, share, withdraw
from tests.sharing.test_answer_poll import seat_bo

HOST: dict[str, Any] = {"kind": "domain", "value": "update.pumps-cdn.top"}


def see(cast: Cast, item: UUID, by: str = "cem", seen: Seen | None = None) -> None:
    with acting_as(cast.actor(by)) as actor:
        commands.report_sighting(actor=actor, item=item, seen=seen, **HOST)


def seen_by(cast: Cast, item: UUID, by: str = "ada") -> list[str]:
    """The organisations that saw something, as somebody reads it."""
    with acting_as(cast.actor(by)) as actor:
        return [row.organisation for row in queries.sightings_of(actor, item)]


def test_all_who_have_it_learn_that_somebody_saw_it_and_not_who(cast: Cast) -> None:
    item = share(cast)
    see(cast, item)
    for name in ("ada", "chi", "cem"):
        assert seen_by(cast, item, name) == [""], name
    with acting_as(cast.actor("chi")):
        assert not Sighting.objects.exists()


def test_who_wishes_it_is_named(cast: Cast) -> None:
    item = share(cast)
    see(cast, item, "cem", Seen(named=True))
    see(cast, item, "chi")
    assert sorted(seen_by(cast, item)) == ["", "Gamma"]


def test_an_organisation_counts_once_however_many_of_its_people_say_so(cast: Cast) -> None:
    seat_bo(cast)
    item = share(cast, "cem")
    for name in ("ada", "bo", "bo"):
        see(cast, item, name)
    assert len(seen_by(cast, item)) == 1


def test_said_again_it_says_more(cast: Cast) -> None:
    item = share(cast)
    see(cast, item)
    then = clock.now() - timedelta(days=2)
    see(cast, item, "cem", Seen(first=then, last=then + timedelta(hours=3), count=12))
    with acting_as(cast.actor("ada")) as ada:
        (row,) = queries.sightings_of(ada, item)
    assert (row.first_seen, row.last_seen, row.count) == (then, then + timedelta(hours=3), 12)


def test_it_is_taken_back_by_the_organisation_alone(cast: Cast) -> None:
    item = share(cast)
    see(cast, item)
    with acting_as(cast.actor("chi")) as chi:
        commands.take_back_sighting(actor=chi, item=item, **HOST)  # takes back nothing: that is not hers
    assert len(seen_by(cast, item)) == 1
    with acting_as(cast.actor("cem")) as cem:
        commands.take_back_sighting(actor=cem, item=item, **HOST)
    assert seen_by(cast, item) == []


def test_what_does_not_stand_in_it_is_not_seen(cast: Cast) -> None:
    item = share(cast)
    with acting_as(cast.actor("cem")) as cem, pytest.raises(NotVisible):
        commands.report_sighting(actor=cem, item=item, kind="domain", value="elsewhere.example")


@pytest.mark.parametrize(
    ("code", "first", "last", "count"),
    [("not_yet", None, 1, 1), ("not_yet", 1, None, 1), ("not_orderly", -1, -2, 1), ("not_so_often", None, None, 0)],
)
def test_what_cannot_be_is_refused(cast: Cast, code: str, first: int | None, last: int | None, count: int) -> None:
    item = share(cast)
    begun, ended = (None if day is None else clock.now() + timedelta(days=day) for day in (first, last))
    with refused(code):
        see(cast, item, "cem", Seen(begun, ended, count))


@pytest.mark.parametrize("name", ["bo", "fay", "gus"])
def test_who_reads_without_a_seat_in_the_circle_says_nothing(cast: Cast, name: str) -> None:
    with refused("not_seated"):
        see(cast, share(cast, label=Label.GREEN), name)


@pytest.mark.parametrize("name", ["dee", "eve", "visitor"])
def test_for_who_does_not_have_it_there_is_nothing(cast: Cast, name: str) -> None:
    item = share(cast)
    see(cast, item, "cem", Seen(named=True))
    with pytest.raises(NotVisible):
        see(cast, item, name)
    with pytest.raises(NotVisible):
        seen_by(cast, item, name)
    with acting_as(cast.actor(name)):
        assert not Sighting.objects.exists()


def test_narrowed_or_withdrawn_it_is_gone(cast: Cast) -> None:
    item = share(cast)
    see(cast, item, "chi", Seen(named=True))
    relabel(cast, item, Label.RED, named=["cem"])
    with acting_as(cast.actor("chi")):
        assert not Sighting.objects.exists()
    assert seen_by(cast, item, "cem") == ["Chora"]
    withdraw(cast, item)
    with acting_as(cast.actor("ada")):
        assert not Sighting.objects.exists()


def test_nobody_sees_for_another_organisation(cast: Cast) -> None:
    item = share(cast)
    with acting_as(cast.actor("cem")), pytest.raises(DatabaseError), transaction.atomic():
        Sighting.objects.create(
            item_id=item, membership=cast.memberships["chi"], person=cast.cem, last_seen=clock.now(), **HOST
        )


def test_one_tap_on_the_page_and_a_second_takes_it_back(cast: Cast) -> None:
    item = share(cast)
    cem = visitor(cast, "cem")
    assert "We saw this : update[.]pumps-cdn[.]top" in look(cem, f"/items/{item}/")
    cem.post(f"/items/{item}/sightings/", HOST)
    cem.post(f"/items/{item}/sightings/", HOST)  # another tab
    page = look(cem, f"/items/{item}/")
    assert "by 1 organisation, just now" in page
    assert "When, how often, who" in page
    cem.post(f"/items/{item}/sightings/", HOST | {"count": "4", "named": "on", "first": "2026-01-01T10:00"})
    assert "by 1 organisation, just now (Gamma)" in look(visitor(cast, "ada"), f"/items/{item}/")
    cem.post(f"/items/{item}/sightings/take-back/", HOST)
    assert "by 1 organisation" not in look(cem, f"/items/{item}/")


def test_a_tap_of_nothing_means_nothing(cast: Cast) -> None:
    item = share(cast)
    assert visitor(cast, "cem").post(f"/items/{item}/sightings/", HOST | {"count": "-1"}).status_code == 404


def test_who_may_not_say_it_reads_that_nobody_did(cast: Cast) -> None:
    item = share(cast, label=Label.GREEN)
    page = look(visitor(cast, "bo"), f"/items/{item}/")
    assert "Not that anybody said." in page
    assert "We saw this" not in page


def test_programs_say_it_too(cast: Cast) -> None:
    item = share(cast)
    machine = machine_of(cast, "cem")
    said = machine.post(f"items/{item}/sightings", HOST | {"count": 3, "named": True})
    assert said.status == 200, said.raw
    assert [(row["organisation"], row["count"]) for row in machine.get(f"items/{item}/sightings").body["results"]] == [
        ("Gamma", 3)
    ]
    assert machine.ask("POST", f"items/{item}/sightings/take-back", HOST).status == 200
    assert seen_by(cast, item) == []


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (320, "dark")])
def test_everybody_can_use_the_page(cast: Cast, browse: Browse, width: int, scheme: Scheme) -> None:
    item = share(cast)
    see(cast, item, "cem", Seen(named=True))
    assert wrong_on(browse(visitor(cast, "cem"), f"/items/{item}/", width=width, scheme=scheme)) == []

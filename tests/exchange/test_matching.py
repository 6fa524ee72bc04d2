"""What is shared is held against what matters to organisations: for each as one of its own people, and kept for it alone."""

import json
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest

from kring.exchange import commands, queries, relevance
from kring.exchange.commands.taking import read_arrived
from kring.feeds import live
from kring.kernel.actor import Actor
from kring.kernel.binding import acting_as
from kring.profiles import commands as described
from kring.profiles import queries as profiles
from kring.profiles.models import Match, Profile, Technology
from kring.profiles.reasons import Because, Reason
from kring.sharing import commands as sharing
from kring.sharing.rules import Text
from kring.site import jobs as site
from kring.tlp.labels import Label
from tests.cast import Cast
from tests.exchange.csaf.samples import an_advisory, octets
from tests.feeds.working import waiting
from tests.sharing import stage

WARNING = Text(
    title="SIMATIC CN 4100 van Siemens misbruikt",
    what="Versies voor 2.7 zijn kwetsbaar voor CVE-2023-49621.",
    so_what="Wie hem heeft, is binnen.",
    do_what="Werk bij.",
)
ORGANISATIONS = {"alpha": "ada", "gamma": "cem"}

Tell = Callable[..., Technology]


@pytest.fixture
def tell(cast: Cast) -> Tell:
    """An organisation says what it uses."""

    def told(of: str, vendor: str, product: str, version: str = "", **more: Any) -> Technology:
        organisation = getattr(cast, of).pk
        with acting_as(cast.actor(ORGANISATIONS[of])):
            Profile.objects.update_or_create(organisation_id=organisation, defaults=more)
            made = Technology.objects.create(
                organisation_id=organisation, id=uuid4(), vendor=vendor, product=product, version=version
            )
        commands.match_profile(organisation=organisation)
        return made

    return told


def why(cast: Cast, name: str, item: UUID) -> list[Reason]:
    with acting_as(cast.actor(name)):
        return profiles.matters([item]).get(item, [])


def whom(cast: Cast, item: UUID) -> set[str]:
    """Who of the cast is told that it matters to them."""
    return {name for name in Cast.NAMES if why(cast, name, item)}


def shared(cast: Cast, **more: Any) -> UUID:
    given: dict[str, Any] = {"label": Label.GREEN, "text": WARNING}
    item = stage.share(cast, **(given | more))
    commands.match_item(item=item)
    return item


@pytest.mark.requirement("R83")
def test_an_item_says_why_it_matters_to_those_who_use_what_it_is_about(cast: Cast, tell: Tell) -> None:
    used = tell("gamma", "Siemens", "SIMATIC CN 4100", "2.6")
    tell("alpha", "Cisco", "IOS XE", "17.9")
    item = shared(cast)
    assert whom(cast, item) == {"cem", "max"}
    (reason,) = why(cast, "cem", item)
    assert (reason.because, reason.part) == (Because.AFFECTED, str(used.id))
    assert reason.cves == ("CVE-2023-49621",)


def test_who_has_another_version_hears_nothing(cast: Cast, tell: Tell) -> None:
    tell("gamma", "Siemens", "SIMATIC CN 4100", "2.8")
    assert whom(cast, shared(cast)) == set()


def test_it_is_held_against_the_profile_as_somebody_who_may_read_it(cast: Cast, tell: Tell) -> None:
    tell("alpha", "Siemens", "SIMATIC CN 4100", "2.6")
    tell("gamma", "Siemens", "SIMATIC CN 4100", "2.6")
    item = shared(cast, by="chi", label=Label.RED, named=["cem"])
    assert whom(cast, item) == {"cem"}
    assert Match.objects.count() == 0  # nobody is bound
    item = shared(cast, by="chi", label=Label.AMBER)
    assert whom(cast, item) == {"ada", "cem", "max"}  # bo has no seat, and does not read it


def test_a_profile_that_changes_looks_back(cast: Cast, tell: Tell) -> None:
    item = shared(cast)
    assert whom(cast, item) == set()
    used = tell("gamma", "Siemens", "SIMATIC CN 4100", "2.6")
    assert whom(cast, item) == {"cem", "max"}
    with acting_as(cast.actor("cem")):
        Technology.objects.filter(organisation_id=cast.gamma.pk, id=used.id).delete()
    commands.match_profile(organisation=cast.gamma.pk)
    assert not profiles.matched_among(item, [cast.cem.pk])  # not in the dark either


@pytest.mark.parametrize("change", ["withdraw", "narrow", "edit"])
def test_nothing_is_left_of_what_an_item_said_before(cast: Cast, tell: Tell, change: str) -> None:
    tell("gamma", "Siemens", "SIMATIC CN 4100", "2.6")
    item = shared(cast)
    people = [cast.cem.pk]
    assert profiles.matched_among(item, people)
    with acting_as(cast.actor("ada")) as actor:
        match change:
            case "withdraw":
                sharing.withdraw_item(actor=actor, item=item)
            case "narrow":
                sharing.relabel_item(actor=actor, item=item, label=Label.RED, named=[cast.chi.pk], chosen=[])
            case _:
                sharing.edit_item(actor=actor, item=item, text=stage.PUMPS, version=1)
    assert not profiles.matched_among(item, people)  # in the same statement, before any job
    commands.match_item(item=item)
    assert not profiles.matched_among(item, people)


def test_matching_twice_says_it_once(cast: Cast, tell: Tell) -> None:
    tell("gamma", "Siemens", "SIMATIC CN 4100", "2.6")
    item = shared(cast)
    before = why(cast, "cem", item)
    commands.match_item(item=item)
    assert why(cast, "cem", item) == before


# --- Objects ---


def add(cast: Cast, north: UUID, *documents: dict[str, Any], by: str = "max", match: bool = True) -> None:
    """Somebody's machine adds objects."""
    sent = [read_arrived(json.dumps(one).encode(), unmarked=Label.AMBER) for one in documents]
    with acting_as(Actor(person=cast.person(by).pk, ceiling=3)) as actor:
        taken = commands.take_in(actor=actor, collection=north, arrived=sent)
    assert all(one.is_taken for one in taken.outcomes), taken.outcomes
    if match:
        while commands.match_objects(circle=cast.north.pk):
            pass


def made(kind: str, **said: Any) -> dict[str, Any]:
    moment = "2026-10-01T10:00:00.000Z"
    return {
        "type": kind,
        "spec_version": "2.1",
        "id": f"{kind}--{uuid4()}",
        "created": moment,
        "modified": moment,
    } | said


def indicator(pattern: str, **said: Any) -> dict[str, Any]:
    given = {"pattern": pattern, "pattern_type": "stix", "valid_from": "2026-10-01T10:00:00Z"}
    return made("indicator", **given, indicator_types=["malicious-activity"], **said)


def why_object(cast: Cast, name: str, document: dict[str, Any]) -> list[Reason]:
    with acting_as(cast.actor(name)):
        return profiles.objects_that_matter(cast.north.pk, [document["id"]]).get(document["id"], [])


def test_an_indicator_in_ones_own_network_matters(cast: Cast, north: UUID, tell: Tell) -> None:
    tell("alpha", "", "Anything at all", networks=["198.51.100.0/24"], domains=["alpha.example"])
    inside = indicator("[ipv4-addr:value = '198.51.100.9']")
    below = indicator("[domain-name:value = 'vpn.alpha.example']")
    beside = indicator("[ipv4-addr:value = '198.51.101.9']")
    add(cast, north, inside, below, beside)
    assert [reason.because for reason in why_object(cast, "ada", inside)] == [Because.OWN_NETWORK]
    assert [reason.because for reason in why_object(cast, "ada", below)] == [Because.OWN_DOMAIN]
    assert why_object(cast, "ada", beside) == []
    assert why_object(cast, "cem", inside) == why_object(cast, "bo", inside) == []  # another's; not for bo to read


@pytest.mark.requirement("R105")
def test_an_advisory_says_whose_product_is_affected_and_items_with_its_number_say_so_too(
    cast: Cast, north: UUID, tell: Tell
) -> None:
    tell("alpha", "Pumps Inc.", "Pump Control", "2.3.0")
    bring_advisory(cast)
    item = shared(cast, by="cem", text=Text(title="In use", what="CVE-2026-1000 is used.", do_what="Patch."))
    (reason,) = why(cast, "ada", item)
    assert reason.because is Because.AFFECTED
    assert reason.yours == "Pumps Inc. Pump Control 2.3.0"
    assert not reason.exploited
    add(cast, north, made("vulnerability", name=reason.cves[0], labels=["known-exploited"]))
    (reason,) = why(cast, "ada", item)  # what was known before is worse now
    assert reason.exploited
    assert why(cast, "cem", item) == []


def bring_advisory(cast: Cast) -> None:
    advisory = an_advisory()
    with acting_as(cast.actor("cem")) as actor:
        commands.bring_in(actor=actor, circle=cast.north.pk, octets=octets(advisory), unmarked=Label.AMBER)
    while commands.match_objects(circle=cast.north.pk):
        pass


def test_a_newer_version_is_held_against_profiles_anew(cast: Cast, north: UUID, tell: Tell) -> None:
    tell("alpha", "", "Anything at all", networks=["198.51.100.0/24"])
    first = indicator("[ipv4-addr:value = '198.51.100.9']")
    add(cast, north, first)
    assert why_object(cast, "ada", first)
    later = first | {"pattern": "[ipv4-addr:value = '192.0.2.9']", "modified": "2026-10-02T10:00:00.000Z"}
    add(cast, north, later)
    assert why_object(cast, "ada", first) == []


def test_a_job_that_was_killed_goes_on_where_it_was(
    cast: Cast, north: UUID, tell: Tell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kring.exchange.commands.matching.NEW_TOGETHER", 2)
    tell("alpha", "", "Anything at all", networks=["198.51.100.0/24"])
    sent = [indicator(f"[ipv4-addr:value = '198.51.100.{host}']") for host in range(1, 6)]
    add(cast, north, *sent, match=False)
    assert commands.match_objects(circle=cast.north.pk)  # and then it is killed
    while commands.match_objects(circle=cast.north.pk):
        pass
    assert all(why_object(cast, "ada", one) for one in sent)


def test_few_are_asked_when_much_comes_in(cast: Cast, north: UUID, tell: Tell, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []

    def ask(profile: Any, document: Any, *, known: Any) -> list[Reason]:
        asked.append(document)
        return []

    monkeypatch.setattr(relevance, "of_document", ask)
    tell("alpha", "", "Anything at all", networks=["198.51.100.0/24"])
    tell("gamma", "Siemens", "SIMATIC CN 4100", "2.6")
    noise = [indicator(f"[ipv4-addr:value = '203.0.113.{host}']") for host in range(100)]
    add(cast, north, *noise, indicator("[ipv4-addr:value = '198.51.100.7']"))
    assert len(asked) == 1


def test_nobody_who_is_bound_learns_what_others_are_to_be_asked(cast: Cast, tell: Tell) -> None:
    tell("gamma", "Siemens", "SIMATIC CN 4100", "2.6")
    keys = ["name simaticcn4100"]
    assert queries.interested(keys, [cast.gamma.pk]) == {cast.gamma.pk: frozenset(keys)}
    with acting_as(cast.actor("ada")):
        assert queries.interested(keys, [cast.gamma.pk]) == {}


# --- When ---


def test_it_is_found_out_before_the_mails_go(cast: Cast) -> None:
    item = stage.share(cast)
    assert waiting("mail") == ["match_and_mail"]
    site.match_and_mail(item=str(item), circle=str(cast.north.pk))
    assert waiting("mail") == ["match_and_mail", "mail_item"]


def test_the_mails_go_although_it_could_not_be_found_out(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(**given: UUID) -> int:
        raise RuntimeError

    monkeypatch.setattr(commands, "match_item", fail)
    item = stage.share(cast)
    site.match_and_mail(item=str(item), circle=str(cast.north.pk))
    assert "mail_item" in waiting("mail")
    assert "match_item" in waiting("exchange")


def test_no_open_page_of_others_is_told_that_it_matters_to_somebody(
    cast: Cast, tell: Tell, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell("gamma", "Siemens", "SIMATIC CN 4100", "2.5")
    item = stage.share(cast, text=WARNING)
    told: list[live.News] = []
    monkeypatch.setattr(live, "tell", told.append)
    site.match_and_mail(item=str(item), circle=str(cast.north.pk))
    assert why(cast, "cem", item)
    assert told == []


def test_objects_that_come_in_and_profiles_that_change_set_it_off(cast: Cast, north: UUID) -> None:
    add(cast, north, indicator("[ipv4-addr:value = '198.51.100.9']"), match=False)
    with acting_as(cast.actor("ada")) as actor:
        described.describe(actor=actor, organisation=cast.alpha.pk, networks=["198.51.100.0/24"])
    assert {"match_objects", "match_profile"} <= set(waiting("exchange"))

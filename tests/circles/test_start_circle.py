"""Starting a circle: flow 1, four fields."""

import pytest

from kring.circles import commands, queries
from kring.circles.models import Affiliation, Circle, Membership, Organisation, Seat
from kring.kernel.errors import NotVisible
from tests.cast import Cast
from tests.circles.stage import keys
from tests.sharing.stage import refused
from tests.trail import facts_of


def start(cast: Cast, by: str = "ada", **given: object) -> Circle:
    asked = {"name": "Harbour", "preset": "region", "organisation": "Alpha", "purpose": "Keep ships moving."} | given
    return Circle.objects.get(pk=commands.start_circle(actor=cast.actor(by), **asked))  # type: ignore[arg-type]


def test_it_has_the_settings_of_its_preset_and_its_starter_in_the_chair(cast: Cast) -> None:
    circle = start(cast)
    assert (circle.kind, circle.slug, circle.community, circle.path) == ("region", "harbour", circle.pk, [circle.pk])
    assert circle.permitted_use.startswith("Use this to protect")
    standing = queries.standing(cast.actor("ada"), circle.pk)
    assert standing is not None
    assert standing.chairs
    assert {circle.pk} <= keys(cast, "ada")
    (fact,) = facts_of(cast.ada, "CircleStarted")
    assert (fact.circle, fact.details["preset"]) == (circle.pk, "region")


def test_the_organisation_one_works_for_is_not_made_twice(cast: Cast) -> None:
    start(cast, organisation=" alpha ")
    assert Organisation.objects.filter(name__iexact="alpha").count() == 1


def test_an_organisation_of_strangers_with_the_same_name_is_another_one(cast: Cast) -> None:
    circle = start(cast, "eve", organisation="Alpha")
    house = Membership.objects.get(circle=circle).organisation
    assert house != cast.alpha
    assert Affiliation.objects.filter(person=cast.eve, organisation=house).exists()


def test_two_circles_of_one_name_have_two_addresses(cast: Cast) -> None:
    assert [start(cast).slug, start(cast, "eve").slug] == ["harbour", "harbour-2"]


def test_it_is_the_permitted_use_in_the_language_of_who_starts_it(cast: Cast) -> None:
    cast.ada.language = "nl"
    cast.ada.save()
    circle = start(cast)
    assert circle.language == "nl"
    assert circle.permitted_use.startswith("Gebruik dit")


def test_nobody_is_shut_out_of_their_own_circle_for_want_of_a_second_factor(cast: Cast) -> None:
    assert not start(cast, preset="isac").second_factor


def test_inside_another_circle_it_is_started_by_who_steers_that_one(cast: Cast) -> None:
    inner = start(cast, "chi", organisation="Chora", preset="group", parent=cast.north.pk)
    assert (inner.parent, inner.community, inner.path) == (cast.north, cast.north.pk, [cast.north.pk, inner.pk])
    with refused("not_steering"):
        start(cast, "ada", parent=cast.north.pk)
    with pytest.raises(NotVisible):
        start(cast, "dee", parent=cast.north.pk)


def test_an_unknown_preset_is_refused_and_nothing_is_left_behind(cast: Cast) -> None:
    before = Organisation.objects.count(), Seat.objects.count()
    with refused("no_such_preset"):
        start(cast, preset="club", organisation="Beta")
    assert (Organisation.objects.count(), Seat.objects.count()) == before


def test_a_visitor_starts_none(cast: Cast) -> None:
    with pytest.raises(NotVisible):
        start(cast, "visitor")


def test_the_database_keeps_a_circle_in_the_community_around_it(cast: Cast) -> None:
    from django.db import IntegrityError, transaction

    with pytest.raises(IntegrityError), transaction.atomic():
        Circle.objects.create(parent=cast.north, community=cast.south.pk, name="Astray", slug="astray", kind="group")

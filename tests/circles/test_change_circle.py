"""Changing the settings of a circle, and closing it."""

from typing import Any

import pytest
from allauth.mfa.models import Authenticator

from kring.circles import commands, queries
from kring.circles.models import Circle
from kring.kernel.errors import NotVisible
from kring.tlp.labels import Label
from tests.cast import Cast
from tests.circles.stage import keys
from tests.sharing.stage import refused
from tests.trail import facts_of

SAME: dict[str, Any] = {
    "name": "North",
    "purpose": "What North is for.",
    "language": "nl",
    "colour": "teal",
    "default_label": Label.AMBER,
    "widest_label": Label.CLEAR,
    "second_factor": False,
    "permitted_use": "",
    "retention_days": {},
}


def change(cast: Cast, by: str = "chi", **given: object) -> None:
    commands.change_circle(actor=cast.actor(by), circle=cast.north.pk, **(SAME | given))


@pytest.mark.requirement("R44")
def test_the_line_on_permitted_use_is_kept(cast: Cast) -> None:
    change(cast, permitted_use=" To defend, not to sell. ", retention_days={"question": 365})
    place = queries.circle_for(cast.actor("ada"), cast.north.pk)
    assert (place.permitted_use, place.retention_days) == ("To defend, not to sell.", {"question": 365})
    kept = place.keeps("question")
    assert kept is not None
    assert kept.days == 365
    assert place.keeps("warning") is None
    (fact,) = facts_of(cast.chi, "CircleChanged")
    assert fact.details["changed"] == ["permitted_use", "retention_days"]


def test_nothing_changed_is_no_fact(cast: Cast) -> None:
    change(cast)
    assert facts_of(cast.chi, "CircleChanged") == []


@pytest.mark.parametrize("name", ["ada", "bo", "gus", "fay"])
def test_only_who_steers_may(cast: Cast, name: str) -> None:
    with refused("not_steering"):
        change(cast, name, name="Mine")


@pytest.mark.parametrize("name", ["dee", "eve", "visitor"])
def test_for_others_it_does_not_exist(cast: Cast, name: str) -> None:
    with pytest.raises(NotVisible):
        change(cast, name, name="Mine")


def test_the_label_to_start_from_fits_the_widest(cast: Cast) -> None:
    with refused("labels_cross"):
        change(cast, default_label=Label.CLEAR, widest_label=Label.GREEN)


def test_who_has_no_second_factor_does_not_demand_one(cast: Cast) -> None:
    with refused("no_second_factor"):
        change(cast, second_factor=True)


def test_a_demanded_second_factor_counts_at_once(cast: Cast) -> None:
    Authenticator.objects.create(user=cast.chi, type="totp", data={})
    change(cast, second_factor=True)
    assert cast.north.pk in keys(cast, "chi")
    assert cast.north.pk in keys(cast, "max"), "a machine has no telephone"
    assert cast.memberships["ada"].pk not in keys(cast, "ada")
    Authenticator.objects.create(user=cast.ada, type="recovery_codes", data={})
    assert cast.memberships["ada"].pk not in keys(cast, "ada"), "recovery codes are not a second factor"


def test_a_closed_circle_opens_nothing_and_closes_what_is_in_it(cast: Cast) -> None:
    with refused("not_chair"):
        commands.close_circle(actor=cast.actor("ada"), circle=cast.north.pk)
    commands.close_circle(actor=cast.actor("chi"), circle=cast.north.pk)
    assert keys(cast, "ada") == keys(cast, "fay") == set()
    assert Circle.objects.filter(closed_at__isnull=False).count() == 2
    assert queries.circles_of(cast.actor("chi")) == []
    assert keys(cast, "dee")

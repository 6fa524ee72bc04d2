"""Being forgotten: what one wrote stays, as by a former member (R84)."""

import pytest

from kring.circles import commands, queries
from kring.circles.models import Affiliation, Expertise, Invitation, Seat
from kring.kernel.binding import acting_as
from kring.sharing.models import Item
from kring.tlp.labels import Label
from tests.cast import Cast
from tests.circles.stage import invite, keys
from tests.sharing.stage import readers, refused, share


@pytest.mark.requirement("R84")
def test_what_was_shared_stays_and_names_a_former_member(cast: Cast) -> None:
    item = share(cast, "ada", Label.AMBER)
    Expertise.objects.create(person=cast.ada, topic="OT", level=4)
    link = invite(cast, to="ada@ada.example", of="ada")
    with refused("other_address"):
        commands.erase_person(actor=cast.actor("ada"), typed="no")
    commands.erase_person(actor=cast.actor("ada"), typed="ada@ada.example")
    assert readers(cast, item) == {"cem", "chi", "max"}
    with acting_as(cast.actor("cem")):
        author = Item.objects.get(pk=item).author_id
    assert author == cast.ada.pk
    assert queries.people_by_id([cast.ada.pk], cast.north.community)[cast.ada.pk].name == "Former member"
    assert keys(cast, "ada") == set()
    assert not Seat.objects.filter(person=cast.ada, until__isnull=True).exists()
    assert not Affiliation.objects.filter(person=cast.ada, until__isnull=True).exists()
    assert not Expertise.objects.filter(person=cast.ada).exists()
    assert not Invitation.objects.filter(email="ada@ada.example").exists()
    assert link
    assert "Ada" not in [entry.name for entry in queries.directory(cast.actor("cem"), cast.north.pk)]


def test_nobody_can_refuse_it_to_the_last_chair(cast: Cast) -> None:
    commands.erase_person(actor=cast.actor("chi"), typed="chi@chi.example")
    assert queries.who_steers(cast.actor("ada"), cast.north.pk) == []

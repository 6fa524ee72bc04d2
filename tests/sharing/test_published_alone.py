"""What is published is published alone: the world reads the item, and nothing of what its readers said."""

from uuid import UUID

import pytest
from django.db import connection

from kring.kernel.actor import VISITOR, Actor
from kring.kernel.binding import acting_as
from kring.kernel.clock import now
from kring.kernel.errors import NotVisible
from kring.sharing import commands, queries
from kring.sharing.models import Item, Poll, Reading
from kring.sharing.rules import Seen
from kring.tlp.labels import Label
from tests.cast import Cast
from tests.sharing.polls import ask
from tests.sharing.stage import reply, share
from tests.sharing.test_report_sighting import HOST


@pytest.fixture
def told(cast: Cast) -> UUID:
    """An item for the world, on which a poll runs, that was seen, and that helped somebody who says so by name."""
    item = share(cast, label=Label.CLEAR)
    ask(cast, item)
    with acting_as(cast.actor("cem")) as cem:
        commands.report_sighting(actor=cem, item=item, seen=Seen(named=True), **HOST)
        commands.give_feedback(actor=cem, item=item, kind="useful", note="It stopped two.", named=True)
    reply(cast, item)
    with acting_as(cast.actor("ada")) as ada:
        commands.publish_item(actor=ada, item=item)
    return item


def suspended(cast: Cast, name: str = "chi") -> Actor:
    """Their account was shut since they asked for the page."""
    type(cast.person(name)).objects.filter(pk=cast.person(name).pk).update(suspended_at=now())
    return cast.actor(name)


def said_about(item: UUID, actor: Actor) -> list[object]:
    with acting_as(actor), connection.cursor() as cursor:
        assert Item.objects.filter(pk=item).exists(), "the item itself is for everybody"
        cursor.execute("SELECT kind, givers FROM kring.feedback_counts(%s)", [[item]])
        return [
            *Poll.objects.filter(item=item),
            *queries.sightings_of(actor, item),
            *cursor.fetchall(),
        ]


def test_its_readers_read_what_was_said(cast: Cast, told: UUID) -> None:
    assert len(said_about(told, cast.actor("chi"))) == 3


def test_the_world_reads_the_item_alone(told: UUID) -> None:
    assert said_about(told, VISITOR) == []


def test_who_was_suspended_is_the_world(cast: Cast, told: UUID) -> None:
    assert said_about(told, suspended(cast)) == []


def test_who_was_suspended_a_second_ago_writes_nothing_under_it(cast: Cast, told: UUID) -> None:
    chi = suspended(cast)
    with pytest.raises(NotVisible):
        reply(cast, told, "chi")
    with acting_as(chi):
        commands.note_reading(actor=chi, item=told)
    with acting_as(cast.actor("ada")):
        assert not Reading.objects.filter(item=told, person=cast.chi).exists()

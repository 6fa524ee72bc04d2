"""What a circle knows, who teaches whom, and whose doors are open."""

import re
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kring.circles import commands as circles_commands
from kring.circles import queries as circles
from kring.health import commands, queries
from kring.health.models import Pair, Visitor
from kring.kernel import clock
from kring.kernel.actor import Actor
from kring.kernel.binding import acting_as
from kring.kernel.errors import NotVisible
from kring.people.models import Person
from tests.cast import Cast
from tests.health.stage import crowd
from tests.sharing.pages.visit import look, visitor
from tests.sharing.stage import refused
from tests.trail import facts_of


def covered(cast: Cast, by: str = "ada") -> dict[str, tuple[list[int], bool]]:
    """The map of North, as somebody sees it: people at each level, and whether it is a gap."""
    with acting_as(cast.actor(by)) as actor:
        rows = queries.coverage(circles.circle_for(actor, cast.north.pk))
        return {row.topic: (list(row.people), row.is_gap) for row in rows}


def knows(cast: Cast, who: str, topic: str, level: int) -> None:
    """Somebody says what they know."""
    with acting_as(cast.actor(who)) as actor:
        circles_commands.say_expertise(actor=actor, topic=topic, level=level)


def open_doors(cast: Cast, places: int = 1) -> UUID:
    """cem invites North."""
    with acting_as(cast.actor("cem")) as actor:
        return commands.offer_visit(
            actor=actor,
            circle=cast.north.pk,
            title="The pumps",
            about="Wear shoes.",
            place="Gamma",
            at=clock.now() + timedelta(days=9),
            places=places,
        )


@pytest.mark.requirement("R55")
def test_a_topic_without_anybody_at_level_three_is_a_gap(cast: Cast) -> None:
    with acting_as(cast.actor("chi")) as actor:
        commands.add_subject(actor=actor, circle=cast.north.pk, topic="OT")
        commands.add_subject(actor=actor, circle=cast.north.pk, topic="SBOM")
        commands.add_subject(actor=actor, circle=cast.north.pk, topic="ot")
    knows(cast, "ada", "ot", 2)
    knows(cast, "cem", "SBOM", 4)
    assert covered(cast) == {"OT": ([0, 1, 0, 0, 0], True), "SBOM": ([0, 0, 0, 1, 0], False)}
    assert next(iter(covered(cast))) == "OT"
    knows(cast, "cem", "OT", 3)
    assert covered(cast)["OT"] == ([0, 1, 1, 0, 0], False)
    assert "OT 1 of them" not in look(visitor(cast, "chi"), "/c/north/knowledge/")
    assert covered(cast, "bo") == {}


def test_of_many_who_can_help_the_best_are_named_and_the_directory_has_the_others(cast: Cast) -> None:
    with acting_as(cast.actor("chi")) as actor:
        commands.add_subject(actor=actor, circle=cast.north.pk, topic="OT & IT")
    for person in crowd(cast, 9):
        with acting_as(Actor(person=person.pk)) as actor:
            circles_commands.say_expertise(actor=actor, topic="ot & it", level=3)
    knows(cast, "cem", "OT & IT", 5)
    knows(cast, "bo", "OT & IT", 2)
    ada = visitor(cast, "ada")
    assert "OT & IT – 1 9 – 1 Cem, P1, P2, P3, P4, P5, P6, P7 and 2 more" in look(ada, "/c/north/knowledge/")
    page = ada.get("/c/north/knowledge/").content.decode()
    (there,) = re.findall(r'href="(/c/north/members/\?topic=[^"]+)"', page)
    found = look(ada, there)
    assert "P8" in found
    assert "P9" in found


def test_a_page_of_many_wishes_asks_as_often_as_a_page_of_few(cast: Cast) -> None:
    ada = visitor(cast, "ada")
    people = crowd(cast, 5)
    wish(cast, people[:2])
    ada.get("/c/north/mentors/")
    with CaptureQueriesContext(connection) as few:
        ada.get("/c/north/mentors/")
    wish(cast, people[2:])
    with CaptureQueriesContext(connection) as many:
        page = look(ada, "/c/north/mentors/")
    assert "OT P5 · Gamma" in page
    assert len(many) == len(few)


def wish(cast: Cast, people: list[Person]) -> None:
    """Each offers to teach OT, and some want to learn something."""
    for person in people:
        with acting_as(Actor(person=person.pk)) as actor:
            commands.make_wish(actor=actor, circle=cast.north.pk, topic="OT", side="teaches")
            commands.make_wish(actor=actor, circle=cast.north.pk, topic="SBOM", side="learns")


def test_a_list_begins_with_what_such_circles_want(cast: Cast) -> None:
    with acting_as(cast.actor("chi")) as actor:
        assert commands.start_subjects(actor=actor, circle=cast.north.pk) == 7
        (first, *_) = queries.coverage(circles.circle_for(actor, cast.north.pk))
        commands.remove_subject(actor=actor, subject=first.id)
    assert len(covered(cast)) == 6
    with acting_as(cast.actor("ada")) as actor:
        with refused("not_steering"):
            commands.add_subject(actor=actor, circle=cast.north.pk, topic="OT")
        (first, *_) = queries.coverage(circles.circle_for(actor, cast.north.pk))
        with refused("not_steering"):
            commands.remove_subject(actor=actor, subject=first.id)


@pytest.mark.requirement("R55")
def test_a_pair_is_made_when_both_agree(cast: Cast) -> None:
    with acting_as(cast.actor("cem")) as actor:
        commands.make_wish(actor=actor, circle=cast.north.pk, topic="OT", side="teaches")
    with acting_as(cast.actor("ada")) as actor:
        (wish,) = queries.wishes_of(actor, circles.circle_for(actor, cast.north.pk))
        commands.answer_wish(actor=actor, wish=wish.id)
        (mine,) = queries.lessons(actor, cast.north.pk)
        assert (mine.teaches, mine.other, mine.agreed, mine.waits) == (False, "Cem", False, False)
        with refused("not_yours_to_agree"):
            commands.agree_to_lesson(actor=actor, pair=mine.id)
    with acting_as(cast.actor("chi")):
        assert not Pair.objects.exists()
    cem = visitor(cast, "cem")
    assert "Ada would like to learn from you: OT" in look(cem, "/")
    cem.post(f"/lessons/{mine.id}/agree/")
    assert "You teach Ada both agreed" in look(cem, "/c/north/mentors/")
    assert "would like to learn" not in look(cem, "/")


def test_what_one_wished_is_taken_back_by_oneself_and_a_lesson_ended_by_either(cast: Cast) -> None:
    with acting_as(cast.actor("cem")) as actor:
        commands.make_wish(actor=actor, circle=cast.north.pk, topic="OT", side="teaches")
    with acting_as(cast.actor("ada")) as actor:
        (wish,) = queries.wishes_of(actor, circles.circle_for(actor, cast.north.pk))
        with refused("not_yours"):
            commands.take_back_wish(actor=actor, wish=wish.id)
        commands.answer_wish(actor=actor, wish=wish.id)
        (lesson,) = queries.lessons(actor, cast.north.pk)
    with acting_as(cast.actor("chi")) as actor, pytest.raises(NotVisible):
        commands.end_lesson(actor=actor, pair=lesson.id)
    with acting_as(cast.actor("cem")) as actor:
        commands.take_back_wish(actor=actor, wish=wish.id)
        commands.end_lesson(actor=actor, pair=lesson.id)
        assert list(queries.wishes_of(actor, circles.circle_for(actor, cast.north.pk))) == []
    with acting_as(cast.actor("ada")) as actor:
        assert not queries.lessons(actor, cast.north.pk)
    assert (len(facts_of(cast.cem, "WishTakenBack")), len(facts_of(cast.cem, "PairEnded"))) == (1, 1)
    assert facts_of(cast.chi, "PairEnded") == []


def test_who_leaves_teaches_nobody_any_more(cast: Cast) -> None:
    with acting_as(cast.actor("cem")) as actor:
        commands.make_wish(actor=actor, circle=cast.north.pk, topic="OT", side="learns")
    with acting_as(cast.actor("chi")) as actor:
        (wish,) = queries.wishes_of(actor, circles.circle_for(actor, cast.north.pk))
        circles_commands.end_seat(actor=actor, seat=cast.seats["cem"].pk)
    with acting_as(cast.actor("ada")) as actor:
        assert list(queries.wishes_of(actor, circles.circle_for(actor, cast.north.pk))) == []
        with refused("not_wished"):
            commands.answer_wish(actor=actor, wish=wish.id)


@pytest.mark.requirement("R55")
def test_who_signs_up_first_comes_along(cast: Cast) -> None:
    visit = open_doors(cast)
    with acting_as(cast.actor("ada")) as actor:
        commands.join_visit(actor=actor, visit=visit)
        commands.join_visit(actor=actor, visit=visit)
        assert queries.visit_view(actor, visit).names == ["Ada"]
    (late,) = crowd(cast, 1)
    with acting_as(Actor(person=late.pk)) as actor, refused("visit_full"):
        commands.join_visit(actor=actor, visit=visit)
    page = look(visitor(cast, "chi"), "/c/north/visits/")
    assert "The pumps" in page
    assert "Organisation Gamma" in page
    assert "full" in page
    with acting_as(cast.actor("ada")) as actor:
        commands.leave_visit(actor=actor, visit=visit)
        with clock.at(clock.now() + timedelta(days=10)), refused("visit_over"):
            commands.join_visit(actor=actor, visit=visit)
    assert len(facts_of(cast.ada, "VisitLeft")) == 1


def test_a_visit_is_called_off_by_the_house_and_its_words_are_gone(cast: Cast) -> None:
    visit = open_doors(cast)
    with acting_as(cast.actor("ada")) as actor, refused("not_yours"):
        commands.cancel_visit(actor=actor, visit=visit)
    with acting_as(cast.actor("cem")) as actor:
        commands.cancel_visit(actor=actor, visit=visit)
        with pytest.raises(NotVisible):
            queries.visit_view(actor, visit)
        assert "Wear shoes." not in look(visitor(cast, "cem"), "/c/north/visits/")
    assert len(facts_of(cast.chi, "VisitCancelled")) == 1


@pytest.mark.parametrize("name", ["bo", "dee", "eve", "fay", "gus", "visitor"])
def test_strangers_learn_of_no_visit_and_of_nobody_who_comes(cast: Cast, name: str) -> None:
    visit = open_doors(cast)
    with acting_as(cast.actor("ada")) as actor:
        commands.join_visit(actor=actor, visit=visit)
    with acting_as(cast.actor(name)) as actor:
        assert not Visitor.objects.exists()
        with pytest.raises(NotVisible):
            commands.join_visit(actor=actor, visit=visit)


def test_a_page_of_many_wishes_asks_as_often_as_a_page_of_two(cast: Cast) -> None:
    def wish(name: str, topic: str) -> None:
        with acting_as(cast.actor(name)) as actor:
            commands.make_wish(actor=actor, circle=cast.north.pk, topic=topic, side=sides[name])

    def asked() -> int:
        with CaptureQueriesContext(connection) as caught:
            page = look(chi, "/c/north/mentors/")
        assert "Cem" in page.partition("They can teach")[2].partition("They want to learn")[0]
        assert "Ada" in page.partition("They want to learn")[2]
        return len(caught)

    sides, chi = {"cem": "teaches", "ada": "learns"}, visitor(cast, "chi")
    wish("cem", "OT")
    wish("ada", "DNS")
    look(chi, "/c/north/mentors/")
    two = asked()
    for number in range(3):
        wish("cem", f"Topic {number}")
        wish("ada", f"Topic {number}")
    assert asked() == two

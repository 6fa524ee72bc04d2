"""What is looked up together: the same rows as one by one, of one trip, and never of before a change."""

from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kring.kernel.actor import Actor
from kring.kernel.binding import acting_as
from kring.kernel.lookups import Lookup, look_up, look_up_about, look_up_for_anybody, look_up_together
from kring.kernel.record import record
from kring.people.models import Person
from kring.sharing.facts import ItemAcknowledged
from tests.cast import Cast

ME = Lookup("SELECT id, name, NULL::date, ARRAY[id] FROM people_person WHERE id = %(me)s")
NAMED = Lookup(
    "SELECT name FROM people_person WHERE name = ANY (%(names)s::text[]) ORDER BY name",
    lambda actor: {"names": ["Bo", "Ada"]},
)
MOMENT = Lookup("SELECT %(now)s::timestamptz")


def test_alone_or_together_the_rows_are_the_same_and_keep_their_types(cast: Cast) -> None:
    with acting_as(cast.actor("ada")) as ada:
        alone = [look_up(ada, ME), look_up(ada, NAMED)]
        look_up_together(ada, [ME, NAMED])
        together = [look_up(ada, ME), look_up(ada, NAMED)]
    assert alone == together == [[(cast.ada.pk, "Ada", None, [cast.ada.pk])], [("Ada",), ("Bo",)]]


def test_together_it_is_one_trip(cast: Cast) -> None:
    with acting_as(cast.actor("ada")) as ada:
        with CaptureQueriesContext(connection) as caught:
            look_up_together(ada, [ME, NAMED, MOMENT, ME])
            look_up(ada, ME).clear()
            assert look_up(ada, ME), "what one part did with its rows is not the next one's"
            assert look_up(ada, MOMENT) == look_up(ada, MOMENT)
        assert len(caught) == 1


def test_it_is_looked_up_again_after_something_happened(cast: Cast) -> None:
    with acting_as(cast.actor("ada")) as ada:
        look_up_together(ada, [ME])
        Person.objects.filter(pk=cast.ada.pk).update(name="Ada Vos")
        assert _name(ada) == "Ada"
        record(ItemAcknowledged(), by=ada)
        assert _name(ada) == "Ada Vos"


def test_who_looks_up_one_by_one_sees_each_change(cast: Cast) -> None:
    with acting_as(cast.actor("ada")) as ada:
        assert _name(ada) == "Ada"
        Person.objects.filter(pk=cast.ada.pk).update(name="Ada Vos")
        assert _name(ada) == "Ada Vos"


def test_nobody_gets_what_was_brought_for_somebody_else(cast: Cast) -> None:
    with acting_as(cast.actor("ada")) as ada:
        look_up_together(ada, [ME])
        with acting_as(cast.actor("cem")) as cem:
            assert (_name(cem), _name(ada)) == ("Cem", "Ada")
        assert _name(ada) == "Ada"


def test_several_are_asked_about_the_same_things(cast: Cast) -> None:
    people = Lookup("SELECT name FROM people_person WHERE id = ANY (%(people)s::uuid[]) ORDER BY name")
    number = Lookup("SELECT cardinality(%(people)s::uuid[])")
    about: list[UUID] = [cast.bo.pk, cast.ada.pk]
    with acting_as(cast.actor("ada")) as ada, CaptureQueriesContext(connection) as caught:
        names, numbers = look_up_about(ada, people, number, people=about)
    assert (names, numbers, len(caught)) == ([("Ada",), ("Bo",)], [(2,)], 1)


def test_what_several_look_in_is_worked_out_once(cast: Cast) -> None:
    chosen = "chosen AS MATERIALIZED (SELECT name FROM people_person WHERE id = ANY (%(people)s::uuid[]))"
    names = Lookup("SELECT name FROM chosen ORDER BY name", given=chosen)
    number = Lookup("SELECT count(*) FROM chosen", given=chosen)
    about: list[UUID] = [cast.bo.pk, cast.ada.pk]
    with acting_as(cast.actor("ada")) as ada, CaptureQueriesContext(connection) as caught:
        found = list(look_up_about(ada, names, ME, number, people=about))
    assert (found[0], found[2]) == ([("Ada",), ("Bo",)], [(2,)])
    assert [one["sql"].count("MATERIALIZED") for one in caught] == [1]


def test_its_plan_is_made_once_and_other_plans_are_left_alone(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection.connection, "prepare_threshold", 5)  # as the settings have it
    with acting_as(cast.actor("ada")) as ada:
        look_up_together(ada, [ME, NAMED])
    with acting_as(cast.actor("cem")) as cem:
        look_up_together(cem, [ME, NAMED])
        assert _plans() == (2, 0, "auto")


def test_what_does_not_depend_on_who_asks_has_one_plan_too(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection.connection, "prepare_threshold", 5)
    called = Lookup("SELECT name, ARRAY[id] FROM people_person WHERE name = %(name)s")
    with acting_as(cast.actor("ada")):
        found = [next(look_up_for_anybody(called, name=name)) for name in ("Bo", "Cem")]
        assert _plans() == (2, 0, "auto")
    assert found == [[("Bo", [cast.bo.pk])], [("Cem", [cast.cem.pk])]]


def _plans() -> tuple[int, int, str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT generic_plans, custom_plans, current_setting('plan_cache_mode')"
            " FROM pg_prepared_statements WHERE statement LIKE '%ARRAY[id]%'"
        )
        found: tuple[int, int, str] = cursor.fetchone()
    return found


def _name(actor: Actor) -> str:
    ((_, name, _, _),) = look_up(actor, ME)
    return str(name)

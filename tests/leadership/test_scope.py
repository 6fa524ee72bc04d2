"""What a circle is for: written, tagged, counted without being read, and looked at again each year."""

from datetime import timedelta

import pytest

from kring.kernel import clock
from kring.kernel.binding import acting_as
from kring.kernel.clock import now
from kring.leadership import commands, jobs, queries
from kring.sharing import commands as sharing
from kring.sharing import queries as shared
from kring.sharing.rules import OUT_OF_SCOPE
from kring.tlp.labels import Label
from tests.cast import Cast
from tests.notices.office import Post, words
from tests.sharing.pages.visit import look, send, visitor
from tests.sharing.stage import refused, share

PLACE = "/c/north/scope/"


def write(cast: Cast, by: str = "chi", inside: str = "What keeps the port going.", **more: object) -> None:
    with acting_as(cast.actor(by)) as actor:
        commands.write_scope(actor=actor, circle=cast.north.pk, inside=inside, **more)  # type: ignore[arg-type]


def counted(cast: Cast, by: str = "chi") -> int:
    with acting_as(cast.actor(by)):
        return sum(shared.outside_scope(cast.north.pk, since=now() - timedelta(days=365)).values())


@pytest.mark.requirement("R65")
def test_what_lies_outside_is_counted_for_who_steers_read_by_them_or_not(cast: Cast) -> None:
    share(cast, label=Label.RED, named=["cem"], tags=[OUT_OF_SCOPE])
    share(cast, tags=[OUT_OF_SCOPE, "ot"])
    share(cast, tags=["ot"])
    write(cast, outside="Office printers.", topics=["OT"])
    assert {name: counted(cast, name) for name in ("chi", "ada", "dee", "gus")} == {
        "chi": 2,
        "ada": 0,
        "dee": 0,
        "gus": 0,
    }
    page = look(visitor(cast, "chi"), PLACE)
    assert "2 items" in page
    assert "2 items outside it" in look(visitor(cast, "chi"), "/c/north/")
    for name in ("ada", "bo"):
        theirs = look(visitor(cast, name), PLACE)
        assert "Office printers." in theirs
        assert "2 items" not in theirs


@pytest.mark.requirement("R65")
def test_who_steers_marks_what_others_shared_and_takes_it_back(cast: Cast) -> None:
    item, hidden = share(cast), share(cast, label=Label.RED, named=["cem"])
    chi, scope = visitor(cast, "chi"), f"/items/{item}/scope/"
    assert "Outside our scope" in look(chi, f"/items/{item}/")
    assert "Outside our scope" not in look(visitor(cast, "cem"), f"/items/{item}/")
    assert [visitor(cast, name).post(scope).status_code for name in ("ada", "cem", "dee")] == [409, 409, 404]
    assert chi.post(f"/items/{hidden}/scope/", {"outside": "yes"}).status_code == 404
    for _ in range(2):
        chi.post(scope, {"outside": "yes"})
    assert counted(cast) == 1
    assert OUT_OF_SCOPE in look(visitor(cast, "cem"), f"/c/north/items/?tag={OUT_OF_SCOPE}")
    chi.post(scope, {"outside": "no"})
    assert counted(cast) == 0


def test_a_function_marks_nothing_for_who_does_not_steer(cast: Cast) -> None:
    from django.db import connection

    item = share(cast, label=Label.GREEN)
    for name in ("ada", "cem", "dee"):
        with acting_as(cast.actor(name)), connection.cursor() as cursor:
            cursor.execute("SELECT kring.mark_outside(%s, true)", [item])
            assert cursor.fetchone() == (False,)


def test_what_was_withdrawn_meanwhile_is_not_marked(cast: Cast) -> None:
    from tests.sharing.stage import withdraw

    item = share(cast)
    withdraw(cast, item)
    with acting_as(cast.actor("chi")) as actor, refused("withdrawn"):
        sharing.mark_outside(actor=actor, item=item)


def test_only_who_steers_writes_it_and_what_stood_there_stays(cast: Cast) -> None:
    with refused("not_steering"):
        write(cast, by="ada")
    with refused("too_many_topics"):
        write(cast, topics=[str(n) for n in range(9)])
    chi = visitor(cast, "chi")
    assert send(chi, PLACE, {"inside": "", "topics": ""}).status_code == 422
    assert send(chi, PLACE, {"inside": "The port.", "topics": "x" * 41}).status_code == 422
    for inside in ("The port.", "The port and its roads."):
        assert send(chi, PLACE, {"inside": inside, "outside": "", "topics": "OT, roads"}).status_code == 302
    with acting_as(cast.actor("bo")):
        assert [(one.version, one.inside) for one in queries.scopes_of(cast.north.pk)] == [
            (2, "The port and its roads."),
            (1, "The port."),
        ]
    with acting_as(cast.actor("dee")):
        assert queries.scope_of(cast.north.pk) is None


@pytest.mark.requirement("R65")
def test_after_a_year_it_asks_to_be_looked_at_again_and_what_came_of_it_is_kept(cast: Cast, mail: Post) -> None:
    write(cast)
    home, cockpit, asks = "/", "/c/north/cockpit/", "Look again at what the circle is for"
    chi = visitor(cast, "chi")
    assert asks not in look(chi, home)
    later = now() + timedelta(days=366)
    with clock.at(later):
        share(cast, tags=[OUT_OF_SCOPE])
        assert asks in look(visitor(cast, "chi"), home)
        assert asks in look(visitor(cast, "chi"), cockpit)
        assert asks not in look(visitor(cast, "ada"), home)
        (due,) = _due(cast)
        for _ in range(2):
            jobs.mail_scopes(timestamp=0)
            jobs.mail_scope(str(due.id), str(cast.north.pk))
        assert mail.recipients == {"chi"}
        (letter,) = mail.all_to("chi")
        assert letter["Subject"] == "TLP:GREEN North: look again at what you are for"
        assert "What keeps the port going." in words(letter)
        assert visitor(cast, "chi").post(f"{PLACE}keep/").status_code == 302
        assert _due(cast) == []
        assert "Version 1 kept · Chi" in look(visitor(cast, "ada"), PLACE)


def test_there_is_nothing_to_keep_before_it_was_written(cast: Cast) -> None:
    assert visitor(cast, "chi").post(f"{PLACE}keep/").status_code == 409
    assert visitor(cast, "ada").post(f"{PLACE}keep/").status_code == 409


def _due(cast: Cast) -> list[queries.ScopeView]:
    with acting_as(cast.actor("chi")) as actor:
        return queries.scopes_to_review(actor)

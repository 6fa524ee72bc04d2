"""The room on pages: every face, for who sits there and for who does not; papers; what waits at home."""

from datetime import timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pypdf import PdfReader

from kring.circles.models import Membership
from kring.health import commands
from kring.health.pages import giving
from kring.kernel import clock
from kring.kernel.actor import Actor
from kring.kernel.binding import acting_as
from tests.cast import Cast
from tests.health.stage import all_say, ask, close, crowd, pulse
from tests.sharing.pages.visit import look, send, visitor

FACES = ("pulse", "give-and-take", "hours", "knowledge", "mentors", "visits", "barriers")


@pytest.mark.requirement("R48")
def test_two_taps_answer_from_home(cast: Cast) -> None:
    survey = ask(cast)
    ada = visitor(cast, "ada")
    assert "North: how much trust, how much energy?" in look(ada, "/")
    assert "The second tap sends both." in look(ada, f"/surveys/{survey}/")
    assert send(ada, f"/surveys/{survey}/", {"energy": 4}).status_code == 422
    answered = ada.post(f"/surveys/{survey}/", {"trust": 4, "energy": 3}, follow=True)
    assert "Nobody can tell that it is yours." in answered.content.decode()
    assert "how much trust" not in look(ada, "/")
    assert "You answered." in look(ada, "/c/north/pulse/")


@pytest.mark.requirement("R48")
def test_the_trend_has_a_table_and_a_fall_warns_who_steers(cast: Cast) -> None:
    people = crowd(cast, 5)
    for number in range(3):
        with clock.at(clock.now() + timedelta(days=95 * number)):
            all_say(people, ask(cast), trust=4 - number, energy=3)
            close()
    chi, ada = visitor(cast, "chi"), visitor(cast, "ada")
    page = look(chi, "/c/north/pulse/")
    assert "It went down twice in a row" in page
    assert "2.0 3.0 5" in page
    assert "the pulse went down twice in a row" in look(chi, "/")
    assert "down twice" not in look(ada, "/c/north/pulse/") + look(ada, "/")
    assert "energy 3.0, trust 2.0 of 5" in look(ada, "/")


def test_who_steers_asks_and_stops(cast: Cast) -> None:
    chi = visitor(cast, "chi")
    assert "Ask everybody here, each quarter" in look(chi, "/c/north/pulse/")
    chi.post("/c/north/pulse/")
    chi.post("/c/north/barriers/")
    current = pulse(cast, "chi").current
    assert current
    assert "Do not ask each quarter" in look(chi, "/c/north/pulse/")
    chi.post(f"/surveys/{current.id}/stop/")
    assert "Do not ask each quarter" not in look(chi, "/c/north/pulse/")
    assert "Say what keeps you from sharing" in look(chi, "/c/north/barriers/")


@pytest.mark.requirement("R87")
def test_barriers_come_with_what_helps(cast: Cast) -> None:
    people = crowd(cast, 5)
    survey = ask(cast, "barriers")
    for person in people:
        with acting_as(Actor(person=person.pk)) as actor:
            commands.answer_barriers(actor=actor, survey=survey, barriers=["named"], remark="A word")
    close()
    page = look(visitor(cast, "ada"), "/c/north/barriers/")
    assert "Others would know that it was us 5/5 5/5 Share via the secretariat" in page
    assert "A word" not in page
    assert "A word" in look(visitor(cast, "chi"), "/c/north/barriers/")


@pytest.mark.parametrize("name", ["bo", "gus", "fay"])
def test_who_has_no_seat_meets_empty_faces(cast: Cast, name: str) -> None:
    ask(cast)
    somebody = visitor(cast, name)
    for face in FACES:
        page = look(somebody, f"/c/north/{face}/")
        assert "Answer in two taps" not in page
    assert "How we are doing" not in look(somebody, "/c/north/")


@pytest.mark.requirement("R58")
@pytest.mark.parametrize(("language", "words"), [("nl", "Geachte"), ("en", "Dear reader")])
def test_the_letter_is_made_of_the_ledger(cast: Cast, language: str, words: str) -> None:
    ada = visitor(cast, "ada")
    send(ada, "/c/north/hours/", {"day": timezone.localdate(), "hours": "2.5", "what": "Drew up the plan"})
    answer = ada.get("/c/north/give-and-take/letter.pdf", {"language": language})
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages)
    assert words in text
    assert "Alpha" in text
    assert "Drew up the plan" in text
    assert "TLP:AMBER+STRICT" in text
    assert ada.get("/c/north/give-and-take/statement.pdf").status_code == 200
    assert visitor(cast, "bo").get("/c/north/give-and-take/letter.pdf").status_code == 404


@pytest.mark.requirement("R53")
def test_who_gave_nothing_is_listed_to_who_steers_alone(cast: Cast) -> None:
    Membership.objects.update(since=clock.now() - timedelta(days=400))
    with acting_as(cast.actor("ada")) as actor:
        commands.log_hours(actor=actor, circle=cast.north.pk, day=timezone.localdate(), hours=Decimal(2), what="A talk")
    page = look(visitor(cast, "chi"), "/c/north/give-and-take/")
    assert "Nothing seen in half a year Chora, Gamma." in page
    assert "Alpha" in page
    assert "Gimel" not in page  # it observes
    own = look(visitor(cast, "cem"), "/c/north/give-and-take/")
    assert "Gamma" in own
    assert "Alpha" not in own
    assert "Nothing seen" not in own


def test_who_steers_reads_of_everybody_by_name_or_who_gave_least_first(cast: Cast) -> None:
    with acting_as(cast.actor("ada")) as actor:
        commands.log_hours(actor=actor, circle=cast.north.pk, day=timezone.localdate(), hours=Decimal(2), what="A talk")
    for words, first in (("", "Alpha"), ("?order=least", "Chora"), ("?page=2", "Alpha")):
        everybody = look(visitor(cast, "chi"), f"/c/north/give-and-take/{words}").partition("Everybody")[2]
        assert min(("Alpha", "Chora", "Gamma"), key=everybody.index) == first


def test_a_page_of_everybody_counts_for_those_on_it_alone(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(giving, "MEMBERS", 1)
    chi, members = visitor(cast, "chi"), cast.memberships
    with CaptureQueriesContext(connection) as asked:
        page = look(chi, "/c/north/give-and-take/?page=3").partition("Everybody")[2]
    assert ("Gamma" in page, "Alpha" in page) == (True, False)
    (hours,) = (one["sql"] for one in asked if "SELECT membership, hours" in one["sql"])
    named = {name for name in ("ada", "cem", "chi") if members[name].pk.hex in hours.replace("-", "")}
    assert named == {"cem", "chi"}  # chi's own house is on every page

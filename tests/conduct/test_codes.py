"""Publishing a code of conduct, accepting it, and signing the letter of entry."""

import pytest
from django.db import DatabaseError, transaction

from kring.circles import queries as circles
from kring.circles.models import Seat
from kring.conduct import commands, queries
from kring.conduct.models import Acceptance, Code, Letter
from kring.conduct.rules import Expected
from kring.kernel.binding import acting_as
from kring.kernel.errors import NotVisible
from tests.cast import Cast
from tests.circles.stage import seat
from tests.conduct.stage import publish
from tests.sharing.stage import refused
from tests.trail import facts_of


def asked(cast: Cast, name: str) -> list[int]:
    """The versions that wait for somebody."""
    with acting_as(cast.actor(name)) as actor:
        return [one.code.number for one in queries.asked_to_accept(actor)]


def accept(cast: Cast, name: str, code: object) -> None:
    with acting_as(cast.actor(name)) as actor:
        commands.accept_code(actor=actor, code=code)  # type: ignore[arg-type]


@pytest.mark.requirement("R47")
def test_a_new_version_asks_everybody_again(cast: Cast) -> None:
    first = publish(cast)
    assert asked(cast, "cem") == [1]
    accept(cast, "cem", first)
    assert asked(cast, "cem") == []
    publish(cast, changed="A seventh promise.")
    with acting_as(cast.actor("cem")) as actor:
        (waiting,) = queries.asked_to_accept(actor)
    assert (waiting.code.number, waiting.again, waiting.code.changed) == (2, True, "A seventh promise.")


@pytest.mark.requirement("R47")
def test_who_steers_sees_who_has_not_accepted(cast: Cast) -> None:
    code = publish(cast)
    accept(cast, "cem", code)
    with acting_as(cast.actor("chi")) as actor:
        place = circles.circle_for(actor, cast.north.pk)
        version = queries.code_in_force(place.path)
        assert version
        rows = [(row.name, row.at is not None) for row in queries.acceptances(place, version)]
    assert rows == [("Ada", False), ("Chi", False), ("Gus", False), ("Cem", True)]


@pytest.mark.requirement("R47")
def test_what_is_expected_can_be_asked(cast: Cast) -> None:
    publish(cast)
    with acting_as(cast.actor("ada")) as actor:
        assert queries.expected(actor, cast.north.pk) == Expected(
            meetings=4, out_of=6, shares_a_year=4, hours_a_month=4
        )


def test_a_circle_inside_keeps_to_the_code_around_it_until_it_has_its_own(cast: Cast) -> None:
    code = publish(cast)
    assert asked(cast, "fay") == [1]
    accept(cast, "fay", code)
    seat(cast, "chi", cast.pier, "chair")
    publish(cast, circle="pier")
    assert asked(cast, "fay") == [1]
    with acting_as(cast.actor("fay")) as actor:
        assert queries.codes_of(circles.circle_for(actor, cast.pier.pk).path)[0].circle == cast.pier.pk


def test_who_does_not_steer_publishes_none(cast: Cast) -> None:
    for name in ("ada", "bo", "gus"):
        with refused("not_steering"):
            publish(cast, name)


def test_a_second_version_says_what_changed(cast: Cast) -> None:
    publish(cast)
    with refused("not_said_what_changed"):
        publish(cast)


def test_what_was_published_and_accepted_cannot_be_changed(cast: Cast) -> None:
    accept(cast, "chi", publish(cast))
    for table in (Code, Acceptance):
        with pytest.raises(DatabaseError), transaction.atomic(), acting_as(cast.actor("chi")):
            table.objects.all().delete()


def test_nobody_accepts_for_somebody_else(cast: Cast) -> None:
    code = publish(cast)
    with pytest.raises(DatabaseError), transaction.atomic(), acting_as(cast.actor("chi")):
        Acceptance.objects.create(code_id=code, person=cast.ada, at="2026-01-01T00:00Z")


def test_who_accepted_is_seen_by_themselves_and_by_who_steers(cast: Cast) -> None:
    code = publish(cast)
    accept(cast, "ada", code)
    accept(cast, "cem", code)
    for name, seen in {"ada": 1, "chi": 2, "cem": 1, "bo": 0, "dee": 0, "visitor": 0}.items():
        with acting_as(cast.actor(name)):
            assert Acceptance.objects.count() == seen, name


# --- Letters ---


def sign(cast: Cast, name: str = "ada", of: str = "ada") -> None:
    with acting_as(cast.actor(name)) as actor:
        commands.sign_letter(
            actor=actor,
            membership=cast.memberships[of].pk,
            language="en",
            signed_by="Director",
            function="Director",
            authority="The board",
        )


def test_a_letter_says_what_held_when_it_was_signed(cast: Cast) -> None:
    publish(cast)
    sign(cast)
    publish(cast, changed="More.")
    with acting_as(cast.actor("ada")):
        letter = queries.letter_of(cast.memberships["ada"].pk)
    assert letter
    assert letter.title == "Letter of entry of Alpha to North"
    assert "version 1" in letter.text
    assert "attend at least 4 of every 6 meetings" in letter.text
    assert "What the circle is for: What North is for." in letter.text
    assert [fact.details["letter"] for fact in facts_of(cast.chi, "LetterSigned")] == [str(letter.id)]


def test_a_letter_is_read_by_its_organisation_and_who_steers_and_known_to_members(cast: Cast) -> None:
    publish(cast)
    sign(cast)
    met = {"ada": (1, True), "chi": (1, True), "cem": (0, True), "bo": (0, False), "gus": (0, False), "dee": (0, False)}
    for name, (reads, knows) in met.items():
        with acting_as(cast.actor(name)):
            assert (Letter.objects.count(), bool(queries.letters_signed(cast.north.pk))) == (reads, knows), name


def test_a_letter_is_signed_once_by_who_sits_there_under_a_code(cast: Cast) -> None:
    with refused("no_code"):
        sign(cast)
    publish(cast)
    sign(cast)
    with refused("already_signed"):
        sign(cast)
    with refused("not_seated"):
        sign(cast, "ada", of="cem")
    with pytest.raises(NotVisible):
        sign(cast, "dee", of="ada")


def test_who_takes_part_for_one_organisation_signs_nothing_for_another_for_which_they_observe(cast: Cast) -> None:
    publish(cast)
    Seat.objects.create(membership=cast.memberships["cem"], person=cast.ada, role="observer")
    with refused("not_seated"):
        sign(cast, "ada", of="cem")
    sign(cast)

"""What a circle asks: versions, one inside another, and room."""

from dataclasses import replace

import pytest

from kring.admission import commands, queries
from kring.admission.rules import About, Ask, Criterion, Stage, Terms
from kring.circles.models import Membership
from kring.circles.queries import members_of
from kring.kernel.actor import Actor
from kring.kernel.binding import acting_as
from tests.admission.stage import apply, close, put, read
from tests.cast import Cast
from tests.sharing.stage import refused
from tests.trail import facts_of


def change(cast: Cast, terms: Terms) -> int:
    with acting_as(cast.actor("chi")) as actor:
        return commands.change_policy(actor=actor, circle=cast.north.pk, terms=terms)


@pytest.mark.requirement("R42")
def test_a_new_circle_can_take_applications_at_once_and_every_change_is_a_version(cast: Cast) -> None:
    before = queries.policy_of(cast.north.pk)
    assert (before.version, before.terms.criteria[0].threshold) == (0, 3)
    (vital, *others) = before.terms.criteria
    assert change(cast, replace(before.terms, criteria=(replace(vital, threshold=5), *others))) == 1
    assert change(cast, before.terms) == 2
    assert queries.policy_of(cast.north.pk).terms == before.terms
    assert [one.terms.criteria[0].threshold for one in queries.versions_of(cast.north.pk)] == [3, 5]
    assert [fact.details["version"] for fact in facts_of(cast.chi, "PolicyChanged")] == [1, 2]


@pytest.mark.requirement("R46")
def test_the_working_group_asks_what_north_asks_and_more(cast: Cast) -> None:
    from kring.circles.models import Seat

    assert queries.policy_of(cast.pier.pk).terms == queries.policy_of(cast.north.pk).terms
    Seat.objects.filter(person=cast.fay).update(role="chair")
    pier = Criterion("pier", About.ORGANISATION, "Do you have a pier?")
    with acting_as(cast.actor("fay")) as fay:
        with refused("looser"):
            less = Criterion("vital", About.ORGANISATION, "", Ask.NUMBER, 1)
            commands.change_policy(actor=fay, circle=cast.pier.pk, terms=Terms((less,)))
        commands.change_policy(actor=fay, circle=cast.pier.pk, terms=Terms((pier,)))
    assert [each.code for each in queries.policy_of(cast.pier.pk).terms.criteria] == [
        "vital",
        "senior",
        "informed",
        "pier",
    ]
    change(cast, Terms((Criterion("new", About.PERSON, "Something new?"),)))
    assert [each.code for each in queries.policy_of(cast.pier.pk).terms.criteria] == ["new", "pier"]


@pytest.mark.requirement("R52")
def test_above_the_most_members_one_waits_and_comes_in_when_there_is_room(cast: Cast) -> None:
    terms = queries.policy_of(cast.north.pk).terms
    change(cast, replace(terms, maximum=3))
    application = apply(cast)
    close(cast, put(cast, application))
    assert read(cast, application).stage is Stage.WAITING
    with acting_as(cast.actor("chi")) as chi:
        assert queries.applications_to_judge(chi).first == []
        with refused("circle_full"):
            commands.admit_from_list(actor=chi, application=application)
    change(cast, replace(terms, maximum=4))
    with acting_as(cast.actor("chi")) as chi:
        assert [one.id for one in queries.waiting_list(cast.north.pk)] == [application]
        assert [one.id for one in queries.applications_to_judge(chi).first] == [application]
        commands.admit_from_list(actor=chi, application=application)
    assert "Theta" in {member.organisation.name for member in members_of(cast.north.pk)}
    assert queries.room_in(cast.north.pk).why_not


def test_who_waits_no_longer_is_no_candidate_any_more(cast: Cast) -> None:
    change(cast, replace(queries.policy_of(cast.north.pk).terms, maximum=3))
    application = apply(cast)
    close(cast, put(cast, application))
    candidate = Actor(guest=application)
    with acting_as(candidate):
        commands.withdraw_application(candidate=candidate)
    theta = Membership.objects.get(organisation__name="Theta")
    assert (theta.state, theta.until is None) == ("left", False)
    assert queries.waiting_list(cast.north.pk) == []
    put(cast, apply(cast))  # and can come back later

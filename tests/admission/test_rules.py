"""What is asked checks itself, a circle inside another asks no less, and a count has one outcome."""

from dataclasses import replace

import pytest

from kring.admission.rules import (
    About,
    Ask,
    Choice,
    Criterion,
    Result,
    Rule,
    Said,
    Tally,
    Terms,
    check,
    inherited,
    result_of,
    should_split,
    stricter,
    usual,
    why_not_admit,
    why_not_policy,
    why_not_send,
    why_not_to_ballot,
)

GOOD = Said("security", "For all of us.", declared=True, answers={"vital": "3", "senior": "yes", "informed": "Much."})
ASKED = usual("isac")


def code(refusal: object) -> str | None:
    return getattr(refusal, "code", None)


@pytest.mark.requirement("R42")
@pytest.mark.parametrize(("customers", "said"), [("3", "met"), ("2", "not_met"), ("", "missing"), ("three", "not_met")])
def test_two_vital_customers_where_three_are_asked_do_not_meet_it(customers: str, said: str) -> None:
    found = check(ASKED, replace(GOOD, answers={**GOOD.answers, "vital": customers}))
    assert {row.criterion.code: row.verdict for row in found.rows}["vital"] == said
    assert found.organisation_passes is (said == "met")


@pytest.mark.requirement("R43")
def test_the_organisation_passes_where_the_person_fails() -> None:
    found = check(ASKED, replace(GOOD, answers={"vital": "5", "informed": "Much."}))
    assert (found.organisation_passes, found.person_passes) == (True, False)
    assert code(why_not_to_ballot(found)) == "person_fails"
    assert why_not_send(found) is None


@pytest.mark.requirement("R44")
@pytest.mark.parametrize("function", ["sales", "compliance"])
def test_somebody_from_sales_cannot_go_to_the_ballot(function: str) -> None:
    assert why_not_to_ballot(check(ASKED, GOOD)) is None
    assert code(why_not_to_ballot(check(ASKED, replace(GOOD, function=function)))) == "function_excluded"


@pytest.mark.requirement("R51")
@pytest.mark.parametrize("said", [replace(GOOD, motive="  "), replace(GOOD, declared=False)])
def test_without_a_motive_or_the_declaration_it_is_incomplete(said: Said) -> None:
    assert code(why_not_send(check(ASKED, said))) == "incomplete"


@pytest.mark.requirement("R46")
def test_a_circle_inside_another_asks_what_is_asked_outside_and_more() -> None:
    pier = Criterion("pier", About.ORGANISATION, "Do you have a pier?")
    own = Terms((Criterion("vital", About.ORGANISATION, "", Ask.NUMBER, 5), pier), motive=False, declaration=False)
    found = stricter(ASKED, own)
    assert {each.code: each.threshold for each in found.criteria} == {
        "vital": 5,
        "senior": None,
        "informed": None,
        "pier": None,
    }
    assert (found.excluded, found.motive, found.declaration) == (ASKED.excluded, True, True)
    assert stricter(ASKED, inherited(ASKED)) == inherited(ASKED)


@pytest.mark.requirement("R46")
def test_it_cannot_ask_less() -> None:
    less = Terms((Criterion("vital", About.ORGANISATION, "", Ask.NUMBER, 2),))
    assert code(why_not_policy(ASKED, less)) == "looser"
    assert why_not_policy(None, less) is None


def test_a_policy_has_an_end_and_makes_sense() -> None:
    many = tuple(Criterion(str(each), About.PERSON, "?") for each in range(9))
    assert code(why_not_policy(None, Terms(many))) == "too_many_criteria"
    assert code(why_not_policy(None, Terms(minimum=9, maximum=8))) == "upside_down"


@pytest.mark.requirement("R45")
@pytest.mark.parametrize(
    ("rule", "said", "quorum", "result"),
    [
        (Rule.CONSENT, "", 0, Result.PASSED),
        (Rule.CONSENT, "++", 0, Result.PASSED),
        (Rule.CONSENT, "+++-", 0, Result.OBJECTED),
        (Rule.MAJORITY, "++-", 50, Result.PASSED),
        (Rule.MAJORITY, "+-", 0, Result.OUTVOTED),
        (Rule.MAJORITY, "++", 50, Result.NO_QUORUM),
        (Rule.MAJORITY, "+00", 60, Result.PASSED),
        (Rule.MAJORITY, "", 0, Result.OUTVOTED),
        (Rule.UNANIMITY, "++++-", 0, Result.OBJECTED),
        (Rule.UNANIMITY, "+0", 0, Result.PASSED),
        (Rule.UNANIMITY, "++", 50, Result.NO_QUORUM),
    ],
)
def test_of_five_votes_this_comes(rule: Rule, said: str, quorum: int, result: Result) -> None:
    choices = [{"+": Choice.FOR, "-": Choice.AGAINST, "0": Choice.ABSTAIN}[one] for one in said]
    tally = Tally.of([*choices, *[Choice.SILENT] * (5 - len(choices))])
    assert result_of(rule, tally, quorum=quorum) is result


@pytest.mark.requirement("R52")
def test_above_the_most_there_is_no_room_and_far_above_two_circles_are_better() -> None:
    assert why_not_admit(members=40, most=None) is None
    assert why_not_admit(members=39, most=40) is None
    assert code(why_not_admit(members=40, most=40)) == "circle_full"
    assert not should_split(members=49, most=40)
    assert should_split(members=50, most=40)

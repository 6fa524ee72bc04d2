"""Who may change who stands where, and the lives of memberships."""

from datetime import UTC, date, datetime, timedelta

import pytest

from kring.circles import rules
from kring.circles.rules import Link, MandateTerms, MemberFacts, MembershipState, Standing
from kring.kernel.errors import Refusal
from kring.kernel.ids import new_id
from kring.tlp.labels import Label

NOW = datetime(2026, 11, 21, 8, tzinfo=UTC)
NORTH, MINE, THEIRS = new_id(), new_id(), new_id()


def stands(*roles: str) -> Standing:
    takes_part_for = frozenset() if set(roles) == {"observer"} else frozenset({MINE})
    return Standing(NORTH, frozenset(roles), frozenset({MINE}), takes_part_for)


def code(refusal: Refusal | None) -> str | None:
    return refusal.code if refusal else None


STATES = list(MembershipState)

#                 prospect candidate member suspended left
STEPS = {
    "prospect":  "    -        x       x       -      x  ",
    "candidate": "    -        -       x       -      x  ",
    "member":    "    -        -       -       x      x  ",
    "suspended": "    -        -       x       -      x  ",
    "left":      "    -        -       -       -      -  ",
}  # fmt: skip


@pytest.mark.parametrize("now", STEPS)
def test_a_membership_takes_the_steps_of_the_table(now: str) -> None:
    allowed = [rules.why_not_step(MembershipState(now), then) is None for then in STATES]
    assert allowed == [mark == "x" for mark in STEPS[now].split()]


def test_a_refused_step_says_from_where_to_where() -> None:
    refusal = rules.why_not_step(MembershipState.LEFT, MembershipState.MEMBER)
    assert refusal is not None
    assert refusal.values == {"now": "left", "then": "member"}


@pytest.mark.parametrize(
    ("roles", "steers", "chairs", "sits"),
    [
        (("chair",), True, True, True),
        (("secretary",), True, False, True),
        (("representative",), False, False, True),
        (("deputy",), False, False, True),
        (("observer",), False, False, False),
        (("observer", "deputy"), False, False, True),
    ],
)
def test_a_role_says_what_one_may(roles: tuple[str, ...], steers: bool, chairs: bool, sits: bool) -> None:
    standing = stands(*roles)
    assert (standing.steers, standing.chairs, standing.sits_for(MINE)) == (steers, chairs, sits)
    assert not standing.sits_for(THEIRS)


def test_a_circle_is_steered_by_its_chair_or_secretary() -> None:
    assert rules.why_not_steer(stands("chair")) is None
    assert rules.why_not_steer(stands("secretary")) is None
    assert code(rules.why_not_steer(stands("representative"))) == "not_steering"
    assert code(rules.why_not_steer(None)) == "not_steering"


def test_a_vacant_circle_is_steered_from_the_one_around_it() -> None:
    assert rules.why_not_steer(None, around=stands("chair"), vacant=True) is None
    assert code(rules.why_not_steer(None, around=stands("chair"), vacant=False)) == "not_steering"
    assert code(rules.why_not_steer(None, around=stands("deputy"), vacant=True)) == "not_steering"


@pytest.mark.parametrize(
    ("standing", "membership", "role", "refused"),
    [
        (stands("chair"), THEIRS, "representative", None),
        (stands("representative"), MINE, "", None),
        (stands("representative"), MINE, "deputy", None),
        (stands("representative"), MINE, "representative", "not_steering"),
        (stands("representative"), MINE, "chair", "not_steering"),
        (stands("representative"), THEIRS, "", "not_yours"),
        (stands("observer"), MINE, "", "not_yours"),
        (None, MINE, "", "not_yours"),
    ],
)
def test_an_organisation_invites_its_own_people_and_no_further(
    standing: Standing | None, membership: object, role: str, refused: str | None
) -> None:
    assert code(rules.why_not_invite(standing, membership, role)) == refused  # type: ignore[arg-type]


@pytest.mark.requirement("R57")
@pytest.mark.parametrize(
    ("standing", "membership", "own", "refused"),
    [
        (stands("secretary"), THEIRS, False, None),
        (stands("secretary"), MINE, True, None),
        (stands("deputy"), MINE, False, None),
        (stands("deputy"), MINE, True, "own_mandate"),
        (stands("deputy"), THEIRS, False, "not_yours"),
        (None, MINE, False, "not_yours"),
    ],
)
def test_nobody_records_their_own_mandate_who_does_not_steer(
    standing: Standing | None,
    membership: object,
    own: bool,
    refused: str | None,
) -> None:
    assert code(rules.why_not_record_mandate(standing, membership, own=own)) == refused  # type: ignore[arg-type]


@pytest.mark.requirement("R57")
@pytest.mark.parametrize(
    ("label", "on", "covered"),
    [
        (Label.GREEN, date(2026, 11, 21), True),
        (Label.RED, date(2026, 11, 21), True),
        (Label.CLEAR, date(2026, 11, 21), False),
        (Label.GREEN, date(2026, 12, 31), True),
        (Label.GREEN, date(2027, 1, 1), False),
    ],
)
def test_a_mandate_covers_labels_as_wide_until_its_day(label: Label, on: date, covered: bool) -> None:
    assert MandateTerms(Label.GREEN, date(2026, 12, 31)).covers(label, on) is covered


def test_the_last_chair_stays() -> None:
    assert code(rules.why_not_end_seat("chair", 1)) == "last_chair"
    assert rules.why_not_end_seat("chair", 2) is None
    assert rules.why_not_end_seat("deputy", 1) is None


def test_nobody_suspends_themselves_or_twice() -> None:
    assert code(rules.why_not_suspend(own=True, out=False)) == "own_seat"
    assert code(rules.why_not_suspend(own=False, out=True)) == "already_out"
    assert rules.why_not_suspend(own=False, out=False) is None


@pytest.mark.parametrize(
    ("used", "revoked", "days", "refused"),
    [
        (False, False, 1, None),
        (True, False, 1, "link_used"),
        (False, True, 1, "link_revoked"),
        (False, False, 0, "link_expired"),
        (True, True, -1, "link_used"),
    ],
)
def test_a_link_opens_once_and_in_time(used: bool, revoked: bool, days: int, refused: str | None) -> None:
    link = Link(NOW + timedelta(days=days), used=used, revoked=revoked)
    assert code(rules.why_not_open(link, NOW)) == refused
    assert code(rules.why_not_take(link, NOW, invited="A@a.example", own="a@A.example")) == refused


def test_an_invitation_is_for_the_address_it_was_sent_to() -> None:
    link = Link(NOW + timedelta(days=1), used=False, revoked=False)
    assert code(rules.why_not_take(link, NOW, invited="a@a.example", own="b@a.example")) == "wrong_address"


def test_a_bridge_joins_two_communities_once() -> None:
    link = Link(NOW + timedelta(days=1), used=False, revoked=False)
    assert rules.why_not_bridge(link, NOW, offering=NORTH, taking=MINE, bridged=False) is None
    assert code(rules.why_not_bridge(link, NOW, offering=NORTH, taking=NORTH, bridged=False)) == "same_community"
    assert code(rules.why_not_bridge(link, NOW, offering=NORTH, taking=MINE, bridged=True)) == "already_bridged"
    gone = Link(NOW, used=False, revoked=False)
    assert code(rules.why_not_bridge(gone, NOW, offering=NORTH, taking=MINE, bridged=False)) == "offer_gone"


def said(state: str = "member", kind: str = "member", *roles: str) -> list[str]:
    facts = MemberFacts(MINE, "Alpha", MembershipState(state), kind, roles)
    return [refusal.code for _, refusal in rules.deviations([facts])]


@pytest.mark.requirement("R59")
def test_every_deviation_from_one_organisation_one_vote_is_said() -> None:
    assert said("member", "member", "representative") == []
    assert said("member", "observer", "observer") == ["observes"]
    assert said("member", "liaison", "representative") == ["liaises"]
    assert said("suspended", "member", "representative") == ["is_suspended"]
    assert said("member", "member") == ["nobody_sits"]
    assert said("member", "member", "observer") == ["nobody_sits"]
    assert said("member", "member", "chair") == ["steers"]
    assert said("member", "member", "secretary", "deputy") == ["keeps", "several_seats"]


@pytest.mark.requirement("R59")
def test_an_organisation_has_one_vote_whatever_its_seats() -> None:
    assert rules.votes(MembershipState.MEMBER, "member") == 1
    assert rules.votes(MembershipState.MEMBER, "observer") == 0
    assert rules.votes(MembershipState.MEMBER, "liaison") == 0
    assert rules.votes(MembershipState.SUSPENDED, "member") == 0


def test_every_preset_has_labels_that_fit() -> None:
    assert set(rules.PRESETS) == {"isac", "region", "chain", "site", "group"}
    for preset in rules.PRESETS.values():
        assert rules.why_not_label(preset.default_label, preset.widest_label) is None
    assert code(rules.why_not_label(Label.CLEAR, Label.GREEN)) == "labels_cross"
    assert code(rules.why_not_start("club")) == "no_such_preset"


@pytest.mark.parametrize(
    ("wished", "taken", "name"),
    [
        ("haven", (), "haven"),
        ("haven", ("haven",), "haven-2"),
        ("haven", ("haven", "haven-2"), "haven-3"),
        ("start", (), "start-1"),
        ("", (), "circle-1"),
    ],
)
def test_a_circle_gets_a_name_of_its_own_in_addresses(wished: str, taken: tuple[str, ...], name: str) -> None:
    assert rules.for_addresses(wished, taken) == name

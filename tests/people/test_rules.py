"""What accounts show to whom, and what a token may be."""

from datetime import UTC, datetime, timedelta

import pytest

from kring.kernel.ids import new_id
from kring.people import rules
from kring.people.rules import Detail, Nearness, Scope, may_see

NOW = datetime(2026, 11, 21, 8, tzinfo=UTC)

#                    stranger community circle self
SEEN = {
    None:            "   -       -       -     x  ",
    "nobody":        "   -       -       -     x  ",
    "circle":        "   -       -       x     x  ",
    "community":     "   -       x       x     x  ",
}  # fmt: skip


@pytest.mark.requirement("R56")
@pytest.mark.parametrize("consent", SEEN)
def test_a_detail_is_seen_by_those_it_is_shown_to(consent: str | None) -> None:
    said = {} if consent is None else {"phone": consent}
    seen = [may_see(said, Detail.PHONE, nearness) for nearness in Nearness]
    assert seen == [mark == "x" for mark in SEEN[consent].split()]


def test_consent_for_one_detail_is_none_for_another() -> None:
    assert not may_see({"phone": "community"}, Detail.PHONE_OUT_OF_HOURS, Nearness.CIRCLE)


@pytest.mark.parametrize(
    ("scopes", "ceiling", "days", "code"),
    [
        ({Scope.READ}, 3, 365, None),
        ({Scope.READ}, 0, 1, None),
        (set(), 3, 1, "no_scope"),
        ({Scope.READ}, 4, 1, "no_red"),
        ({Scope.READ}, 3, 0, "already_expired"),
        ({Scope.READ}, 3, -1, "already_expired"),
        ({Scope.READ}, 3, 367, "lives_too_long"),
    ],
)
def test_a_token_is_scoped_ends_and_never_reads_red(
    scopes: set[Scope], ceiling: int, days: int, code: str | None
) -> None:
    refusal = rules.why_not_issue(scopes, ceiling=ceiling, now=NOW, expires=NOW + timedelta(days=days))
    assert (refusal.code if refusal else None) == code


def test_a_token_is_read_back_as_it_was_written() -> None:
    token, secret = new_id(), "a1B2" * 10 + "xyz"
    assert rules.read_token(rules.written_token(token, secret)) == (token, secret)


@pytest.mark.parametrize("text", ["", "kring_", "kring_x_y", "Bearer", "kring_" + "0" * 32 + "_short", "a" * 100_000])
def test_what_is_no_token_is_read_as_none(text: str) -> None:
    assert rules.read_token(text) is None


@pytest.mark.parametrize(
    ("typed", "code"),
    [("ada@ada.example", None), (" ADA@ada.example ", None), ("", "other_address"), ("bo", "other_address")],
)
def test_an_account_is_erased_by_who_types_its_address(typed: str, code: str | None) -> None:
    refusal = rules.why_not_erase(typed, "ada@ada.example")
    assert (refusal.code if refusal else None) == code

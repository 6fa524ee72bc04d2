"""Typed lines: what becomes a decision, an agreement, an action, and which row an edited line goes on as."""

from datetime import date
from uuid import UUID

import pytest

from kring.meetings.rules.lines import Kept, Kind, Known, Line, follow, read

TODAY = date(2026, 11, 18)  # a Wednesday
BO, CEM, CHI, REN = (UUID(int=number) for number in range(1, 5))
KNOWN = [Known(BO, "Bo de Vries"), Known(CEM, "Cem Yılmaz"), Known(CHI, "Chi Nguyen"), Known(REN, "René de Boer")]
DEC_3 = date(2026, 12, 3)


def one(text: str) -> Line:
    (line,) = read(text, KNOWN, TODAY)
    return line


@pytest.mark.parametrize(
    "text", ["! We patch within a week", "!We patch within a week", "  - ! We patch within a week  "]
)
def test_an_exclamation_mark_in_front_is_a_decision(text: str) -> None:
    assert one(text) == Line(Kind.DECISION, "We patch within a week", 0)


def test_an_equals_sign_in_front_is_an_agreement() -> None:
    assert one("= Calls within the hour") == Line(Kind.AGREEMENT, "Calls within the hour", 0)


@pytest.mark.parametrize(
    "text", ["We said no!", "a = b", "mail bo@alpha.example", "!", "@", "", "- list", "\N{BULLET} item"]
)
def test_other_lines_are_what_was_said(text: str) -> None:
    assert read(text, KNOWN, TODAY) == []


@pytest.mark.parametrize(
    "text",
    [
        "@bo 3 dec send the list",
        "@Bo de Vries 3 dec: send the list",
        "@bo, 3 dec, send the list",
        "@bo: send the list by 3 dec",
        "@vries send the list (3 dec)",
        "- @bo send the list, 3 dec.",
        "@bo before 3-12 send the list",
    ],
)
def test_a_name_and_a_day_are_an_action(text: str) -> None:
    assert one(text) == Line(Kind.ACTION, "send the list", 0, BO, "", DEC_3)


def test_an_action_needs_no_day() -> None:
    assert one("@chi ask around") == Line(Kind.ACTION, "ask around", 0, CHI)


@pytest.mark.parametrize(
    ("typed", "owner"), [("@rene", REN), ("@RENÉ", REN), ("@ren", REN), ("@cem", CEM), ("@ch", CHI)]
)
def test_people_type_in_a_hurry(typed: str, owner: UUID) -> None:
    assert one(f"{typed} do it").owner == owner


@pytest.mark.parametrize("typed", ["de", "c", "zoe"])
def test_nobody_is_guessed_at(typed: str) -> None:
    line = one(f"@{typed} ask around")
    assert (line.owner, line.name, line.text) == (None, typed, "ask around")


def test_the_name_alone_is_kept_as_the_text() -> None:
    assert one("@bo") == Line(Kind.ACTION, "Bo de Vries", 0, BO)


def test_lines_say_where_they_stand() -> None:
    text = "We spoke of patching.\n! Within a week\n\n= We call first\n@bo vr the list"
    assert [(line.kind, line.number) for line in read(text, KNOWN, TODAY)] == [
        (Kind.DECISION, 1),
        (Kind.AGREEMENT, 3),
        (Kind.ACTION, 4),
    ]


def kept(number: int, text: str, kind: Kind = Kind.ACTION) -> Kept:
    return Kept(UUID(int=100 + number), kind, text)


def lines(*texts: str, kind: Kind = Kind.ACTION) -> list[Line]:
    return [Line(kind, text, number) for number, text in enumerate(texts)]


def rows(before: list[Kept], after: list[Line]) -> list[int | None]:
    return [row.int - 100 if row else None for row, _ in follow(before, after)]


def test_an_edited_line_keeps_its_row() -> None:
    before = [kept(1, "send the list"), kept(2, "book a room")]
    assert rows(before, lines("book a large room", "send the list of names")) == [2, 1]


def test_a_line_that_says_something_else_is_new() -> None:
    assert rows([kept(1, "send the list")], lines("ask the authority")) == [None]


def test_a_line_of_another_kind_is_new() -> None:
    assert rows([kept(1, "send the list")], lines("send the list", kind=Kind.DECISION)) == [None]


def test_of_two_that_are_alike_the_one_that_is_the_same_wins() -> None:
    before = [kept(1, "call member 1"), kept(2, "call member 2")]
    assert rows(before, lines("call member 2", "call member 3")) == [2, 1]

"""What a reader may answer."""

from uuid import UUID

import pytest

from kring.kernel.ids import new_id
from kring.sharing.rules import why_not_acknowledge, why_not_feedback, why_not_reply
from kring.tlp.audience import State

ADA, CEM, CHI = new_id(), new_id(), new_id()


def reply(
    *,
    body: str = "We too.",
    only: tuple[UUID, ...] = (),
    mentions: tuple[UUID, ...] = (),
    companions: tuple[UUID, ...] = (ADA, CHI),
    table: tuple[UUID, ...] = (ADA, CEM, CHI),
    seated: bool = True,
    state: State = State.SHARED,
) -> str | None:
    refusal = why_not_reply(
        state, body=body, only=only, mentions=mentions, companions=companions, table=table, seated=seated
    )
    return refusal.code if refusal else None


def test_a_reader_answers() -> None:
    assert reply() is None
    assert reply(only=(ADA,), mentions=(ADA,)) is None


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"state": State.DRAFT}, "not_shared"),
        ({"state": State.WITHDRAWN}, "withdrawn"),
        ({"body": " \n"}, "empty_reply"),
        ({"only": (ADA,), "seated": False}, "few_need_seats"),
        ({"only": (ADA,), "table": (CEM,)}, "few_need_seats"),
        ({"only": (CHI,), "companions": (ADA,)}, "wider_than_item"),
        ({"mentions": (CHI,), "companions": (ADA,)}, "mention_outside"),
        ({"only": (ADA,), "mentions": (CHI,)}, "mention_outside"),
        ({"body": "x" * 20_001}, "too_long"),
    ],
)
def test_it_is_refused_with_its_reason(given: dict[str, object], code: str) -> None:
    assert reply(**given) == code  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("state", "own", "code"),
    [
        (State.SHARED, False, None),
        (State.SHARED, True, "own_item"),
        (State.DRAFT, True, "not_shared"),
        (State.WITHDRAWN, False, "withdrawn"),
    ],
)
def test_feedback_comes_from_others(state: State, own: bool, code: str | None) -> None:  # a table
    refusal = why_not_feedback(state, own=own)
    assert (refusal.code if refusal else None) == code


@pytest.mark.parametrize(
    ("state", "urgent", "code"),
    [
        (State.SHARED, True, None),
        (State.SHARED, False, "not_urgent"),
        (State.DRAFT, True, "not_shared"),
        (State.WITHDRAWN, True, "withdrawn"),
    ],
)
def test_only_urgent_news_is_acknowledged(state: State, urgent: bool, code: str | None) -> None:
    refusal = why_not_acknowledge(state, urgent=urgent)
    assert (refusal.code if refusal else None) == code

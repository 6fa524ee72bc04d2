"""Has the credibility of items and the reliability of their sources say what readers made of them.

Nobody acts here: it follows from what somebody said. The librarian counts, `kring.sharing.rules.trust` judges.
"""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from kring.kernel.record import record
from kring.sharing import rules
from kring.sharing.facts import CredibilityMoved
from kring.sharing.rules import Track, Voices

AT_ONCE = 200
FIRST = UUID(int=0)


@transaction.atomic
def judge_items(*, items: Collection[UUID]) -> int:
    """Count anew what organisations say of these, and give of how many the credibility moved. Again, it is none.

    Records: CredibilityMoved.
    """
    judged = _rows("SELECT item, source, circle, said, saw, known, doubted FROM kring.voices(%s::uuid[])", list(items))
    moved = sum(_judge(item, source, circle, said, Voices(*counts)) for item, source, circle, said, *counts in judged)
    for source in sorted({source for _, source, *_ in judged}):
        _rate(source)
    return moved


def judge_again() -> None:
    """All that was judged in a year: people came and went meanwhile, and years pass. Some at a time, so that it may stop."""
    last = FIRST
    while items := [item for (item,) in _rows("SELECT item FROM kring.judged_after(%s, %s)", last, AT_ONCE)]:
        judge_items(items=items)
        last = items[-1]


def _judge(item: UUID, source: UUID, circle: UUID, said: int | None, voices: Voices) -> bool:
    credibility = rules.credibility(said, voices)
    ((has_moved,),) = _rows(
        "SELECT kring.judge(%s, %s, %s, %s, %s::smallint, %s, %s)",
        *(item, voices.saw, voices.known, voices.doubted, credibility, voices.is_confirmed, voices.is_refuted),
    )
    if has_moved:
        made = credibility or said or rules.UNJUDGED
        record(CredibilityMoved(circle=circle, item=item, source=(source,), credibility=made), by=None)
    return bool(has_moved)


def _rate(source: UUID) -> None:
    ((confirmed, refuted),) = _rows("SELECT confirmed, refuted FROM kring.turned_out(%s)", source)
    track = Track(confirmed, refuted)
    _rows("SELECT kring.rate(%s, %s, %s, %s)", source, confirmed, track.judged, rules.reliability(track))


def _rows(sql: str, *values: Any) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())

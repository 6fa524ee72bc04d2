"""Who has met whom: people who were never at one meeting are introduced to each other."""

from collections.abc import Collection, Iterable, Mapping
from itertools import combinations
from typing import TypeVar

T = TypeVar("T")


def strangers(people: Collection[T], met: Iterable[frozenset[T]], houses: Mapping[T, object]) -> list[tuple[T, T]]:
    """Pairs of different houses that were at no meeting together, in the order of `people`.

    Nobody is in two pairs: each is introduced to one other at a time.
    """
    known = {frozenset(pair) for meeting in met for pair in combinations(meeting, 2)}
    left = list(people)
    pairs: list[tuple[T, T]] = []
    while left:
        one = left.pop(0)
        other = next(
            (each for each in left if frozenset((one, each)) not in known and houses.get(one) != houses.get(each)), None
        )
        if other is not None:
            left.remove(other)
            pairs.append((one, other))
    return pairs

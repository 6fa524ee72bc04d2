"""Who has met whom: people who were never at one meeting are introduced to each other."""

from collections.abc import Collection, Iterable, Mapping
from typing import TypeVar

T = TypeVar("T")


def strangers(
    people: Collection[T], met: Iterable[frozenset[T]], houses: Mapping[T, object], *, most: int
) -> list[tuple[T, T]]:
    """So many pairs of different houses that were at no meeting together, in the order of `people`.

    Nobody is in two pairs: each is introduced to one other at a time.
    """
    meetings = list(met)
    left = list(people)
    pairs: list[tuple[T, T]] = []
    while left and len(pairs) < most:
        one = left.pop(0)
        known = frozenset[T]().union(*(meeting for meeting in meetings if one in meeting))
        other = next((each for each in left if each not in known and houses.get(one) != houses.get(each)), None)
        if other is not None:
            left.remove(other)
            pairs.append((one, other))
    return pairs

"""The mandatory tests of CSAF 2.0 (section 6.1): what the schema cannot say, of documents that the schema accepts."""

from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

from kring.exchange.csaf.limits import MOST_PROBLEMS, Problem
from kring.exchange.csaf.musts import history, products, profiles, scores, values

_TESTS: tuple[Callable[[dict[str, Any]], Iterator[Problem]], ...] = (
    *products.TESTS,
    *scores.TESTS,
    *values.TESTS,
    *history.TESTS,
    *profiles.TESTS,
)


def broken_musts(document: dict[str, Any]) -> tuple[Problem, ...]:
    """Every test that this document fails, in every place where it does; the first few places of each."""
    return tuple(problem for test in _TESTS for problem in islice(test(document), MOST_PROBLEMS))

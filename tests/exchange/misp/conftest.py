"""One process that converts, for all tests of this folder."""

from collections.abc import Iterator

import pytest

from kring.exchange.misp import Converter


@pytest.fixture(scope="package")
def converter() -> Iterator[Converter]:
    with Converter() as running:
        yield running

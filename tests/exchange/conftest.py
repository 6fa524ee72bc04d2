"""A collection in North."""

from uuid import UUID

import pytest

from kring.exchange import commands
from kring.kernel.binding import acting_as
from tests.cast import Cast


@pytest.fixture
def north(cast: Cast) -> UUID:
    with acting_as(cast.actor("chi")) as actor:
        return commands.open_collection(actor=actor, circle=cast.north.pk).pk

"""Whatever is brought in is stored or refused: nothing in it breaks the database, and nobody's objects are lost by it."""

import os
from contextlib import suppress
from random import Random

import pytest
from django.db import transaction

from kring.exchange import commands
from kring.kernel.binding import acting_as
from kring.kernel.errors import Refused
from kring.tlp.labels import Label
from tests.cast import Cast
from tests.fuzz.spoiling import spoiled
from tests.fuzz.targets import TARGETS

TIMES = int(os.environ.get("KRING_FUZZ", "10"))
"""Of each kind; `KRING_FUZZ=2000 bin/test tests/fuzz/test_storing.py` looks harder."""


@pytest.mark.parametrize("kind", ["stix", "csaf", "list"])
def test_whatever_is_brought_in_is_stored_or_refused(cast: Cast, kind: str) -> None:
    random = Random(kind)
    for number in range(TIMES):
        octets = spoiled(random.choice(TARGETS[kind].seeds), random, 20_000) or b""
        if number % 3 == 0:  # a draft of CSAF is read without being judged
            octets = octets.replace(b'"csaf_version":"2.0"', b'"csaf_version":"2.1"')
        with transaction.atomic(), suppress(Refused), acting_as(cast.actor("ada")) as actor:
            commands.bring_in(actor=actor, circle=cast.north.pk, octets=octets, unmarked=Label.GREEN)

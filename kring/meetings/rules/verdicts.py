"""Three questions after each meeting."""

from datetime import timedelta

from kring.kernel.errors import Refusal
from kring.kernel.words import N_

ASKED_FOR = timedelta(days=30)
"""So long after a meeting its mail takes an answer."""
LONGEST = 300
"""Letters of what could be better."""

NOT_THERE = Refusal("not_there", N_("This is asked once, of those who were there."))

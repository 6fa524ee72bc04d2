"""Three questions after each meeting."""

from kring.kernel.errors import Refusal
from kring.kernel.words import N_

LONGEST = 300
"""Letters of what could be better."""

NOT_THERE = Refusal("not_there", N_("This is asked once, of those who were there."))

"""Leaving: why, if one likes to say."""

from kring.kernel.words import N_

LEAVING_REASONS = [
    ("", N_("I would rather not say")),
    ("time", N_("It takes more time than we have")),
    ("value", N_("It brought us too little")),
    ("trust", N_("We did not feel free to share")),
    ("elsewhere", N_("We share somewhere else")),
    ("changed", N_("Our organisation changed")),
    ("other", N_("Another reason")),
]
"""Why an organisation leaves: the code goes into the trail."""

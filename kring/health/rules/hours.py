"""What can be written down as hours."""

from datetime import date
from decimal import Decimal

from kring.kernel.errors import Refusal
from kring.kernel.words import N_

LEAST_HOURS = Decimal("0.25")
MOST_HOURS = Decimal(24)

NOT_YET = Refusal("not_yet", N_("This day is still to come."))
NO_DAY_HAS = Refusal("no_day_has", N_("A day has between a quarter of an hour and 24 hours."))


def why_not_log(day: date, hours: Decimal, *, today: date) -> Refusal | None:
    """Can somebody have spent so much on that day?"""
    if day > today:
        return NOT_YET
    return None if LEAST_HOURS <= hours <= MOST_HOURS else NO_DAY_HAS

"""How often somebody may do something: counted in the cache that all processes share.

Who is counted stands there under a name that only this installation can work out: the cache is in the database, and
whoever reads it learns of nobody that they came back with a code, and from which address.
"""

import time

from django.core.cache import cache
from django.utils.crypto import salted_hmac

from kring.kernel.errors import Refusal, Refused
from kring.kernel.words import N_

TOO_OFTEN = Refusal("too_often", N_("You did this very often just now. Wait a little, and go on."))


def count(what: str, who: object, *, most: int, seconds: int) -> None:
    """One more time. Past `most` times in a window of so many seconds it is refused, until the next window begins.

    Refused: too_often; its value "wait" is how many seconds are left.
    """
    window, passed = divmod(int(time.time()), seconds)
    key = salted_hmac("kring.limits", f"{what}:{who}:{window}", algorithm="sha256").hexdigest()
    times = cache.get(key, 0) + 1
    if times > most:
        raise Refused(Refusal(TOO_OFTEN.code, TOO_OFTEN.text, {"wait": seconds - passed}))
    # Two at the same moment may count as one. That is no way in: the next one counts again.
    cache.set(key, times, timeout=seconds - passed + 1)

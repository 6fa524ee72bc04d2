"""Minutes on paper: sixty lines, thirty people present. How long the PDF takes, and what of that is the compiler's."""

import statistics
import time
from collections.abc import Callable

from bench.circle import meetings, names
from bench.community import name
from bench.table import Row

TIMES = 21
AIM = 100.0  # milliseconds


def rows() -> list[Row]:
    """The PDF as it is answered to a member, and beside it the compiler alone with an empty page."""
    from kring.tlp.labels import Label
    from kring.web.paper import Paper, pdf

    client = names.browser(meetings.WRITING)
    address = f"/minutes/{name('minutes', meetings.SMALL)}/"
    paper = median(lambda: client.get(f"{address}pdf/"))
    page = median(lambda: client.get(address))
    empty = median(lambda: pdf(Paper("Nothing", Label.GREEN, "Nobody")))
    return [
        Row(
            "PDF of minutes, 60 lines and 30 people: median",
            f"{paper:.0f} ms",
            f"as a page {page:.0f} ms",
            f"an empty PDF {empty:.0f} ms",
            f"under {AIM:.0f} ms",
            paper < AIM,
        )
    ]


def median(work: Callable[[], object]) -> float:
    """Milliseconds, of several; the first warms up."""
    work()
    took = []
    for _ in range(TIMES):
        started = time.perf_counter()
        work()
        took.append((time.perf_counter() - started) * 1000)
    return statistics.median(took)

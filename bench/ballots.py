"""A ballot of 1,000 voters: to vote, to count, and to find one's receipt."""

import statistics
import time

import psycopg

from bench.circle import life, names
from bench.community import name
from bench.minutes import median
from bench.reading import p95
from bench.table import Row

VOTES = 100
AIM, AIM_COUNT = 100.0, 1_000.0  # milliseconds


def rows(owner: str) -> list[Row]:
    """Votes as they come in from the page, the chair's count, and the page on which everybody adds up."""
    address = f"/ballots/{name('ballot', life.CLOSED)}/"
    cast = [voted(address, number) for number in range(100, 100 + VOTES)]
    over(owner)
    started = time.perf_counter()
    answer = names.browser(names.CHAIR).post(f"{address}close/")
    counted = (time.perf_counter() - started) * 1000
    if answer.status_code != 302:
        raise RuntimeError(f"the ballot was not closed: {answer.status_code}")
    member = names.browser(100)
    found = median(lambda: member.get(address))
    return [
        row("vote: p95, median", f"{p95(cast):.0f}, {statistics.median(cast):.0f} ms", p95(cast), AIM),
        row("count and close", f"{counted:.0f} ms", counted, AIM_COUNT),
        row("look up a receipt among all: median", f"{found:.0f} ms", found, AIM),
    ]


def voted(address: str, number: int) -> float:
    """Milliseconds for one vote: the urn is opened, changed and sealed anew."""
    client = names.browser(number)
    client.get("/circles/")
    started = time.perf_counter()
    answer = client.post(f"{address}vote/", {"choice": "1", "reason": ""})
    took = (time.perf_counter() - started) * 1000
    if answer.status_code != 302:
        raise RuntimeError(f"a vote was answered with {answer.status_code}")
    return took


def over(owner: str) -> None:
    """The deadline passes, which only the owner of the tables can hasten."""
    with psycopg.connect(owner) as connection:
        connection.execute("ALTER TABLE admission_ballot NO FORCE ROW LEVEL SECURITY, DISABLE TRIGGER kept")
        connection.execute(
            "UPDATE admission_ballot SET until = now(), opened_at = now() - interval '9 days' WHERE id = %s",
            [name("ballot", life.CLOSED)],
        )
        connection.execute("ALTER TABLE admission_ballot FORCE ROW LEVEL SECURITY, ENABLE TRIGGER kept")


def row(what: str, ours: str, took: float, aim: float) -> Row:
    """One of them."""
    return Row(f"ballot of {names.ORGANISATIONS:,}: {what}", ours, "-", "-", f"under {aim:.0f} ms", took < aim)

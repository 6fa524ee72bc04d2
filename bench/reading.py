"""Home, search and an item's page on a national platform: 10,000 people, ten thousand items and a million."""

import os
import random
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from urllib.parse import quote

import psycopg

from bench import community
from bench.table import Row

SMALL = 10_000
LARGE = int(os.environ.get("KRING_BENCH_ITEMS", "1000000"))
"""Filling a million takes about a quarter of an hour."""
READERS, ROUNDS = 40, 3
AIM_RATIO, AIM_P95 = 1.5, 100.0


@dataclass(slots=True)
class Platform:
    """One database and the times pages took on it, in milliseconds."""

    application: str
    times: dict[str, list[float]] = field(default_factory=dict)
    common: str = ""
    rare: str = ""


def run() -> list[Row]:
    """Home, search and item page: p95 at 1,000,000 items against 10,000, with 10,000 people."""
    from kring.kernel.roles import APP
    from kring.site import database

    opened = database.open_database()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kring.site.settings")
    import django
    from psycopg.conninfo import make_conninfo

    django.setup()
    with ExitStack() as stack:
        platforms = []
        for size in (SMALL, LARGE):
            owner = stack.enter_context(community.community(opened.owner, size))
            platforms.append(prepare(owner, make_conninfo(owner, user=APP)))
        for _ in range(ROUNDS):
            for platform in platforms:
                measure(platform)
        community.use(opened.application)
    return [row(page, *platforms) for page in platforms[0].times]


def prepare(owner: str, application: str) -> Platform:
    """Finds a word that stands in many items and one that stands in few."""
    with psycopg.connect(owner) as connection:
        words = connection.execute("SELECT word FROM bench_words ORDER BY n").fetchall()
    return Platform(application, common=words[0][0], rare=words[-5][0])


def measure(platform: Platform) -> None:
    """Forty people open their home, search twice, look for tags, and open an item. The first page of each warms up."""
    from django.contrib.auth import get_user_model
    from django.test import Client

    from kring.kernel.actor import Actor
    from kring.kernel.binding import acting_as
    from kring.sharing import queries

    community.use(platform.application)
    chance = random.Random(7)
    for number in chance.sample(range(community.PEOPLE), READERS):
        person = get_user_model().objects.get(pk=community.name("p", number))
        with acting_as(Actor(person=person.pk)) as actor:
            item = queries.new_items(actor, most=20)[-1].id
        client = Client()
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        client.get("/healthz", headers={"host": "localhost"})
        for page, address in {
            "home": "/",
            "search, a common word": f"/search/?q={quote(platform.common)}",
            "search, a rare word": f"/search/?q={quote(platform.rare)}",
            "home, a common tag": "/?tag=tag7",
            "home, a rare tag": "/?tag=seldom",
            "home, a tag nobody uses": "/?tag=never",
            "item page": f"/items/{item}/",
        }.items():
            started = time.perf_counter()
            response = client.get(address, headers={"host": "localhost"})
            took = (time.perf_counter() - started) * 1000
            if response.status_code != 200:
                raise RuntimeError(f"{address} answered {response.status_code}")
            platform.times.setdefault(page, []).append(took)


def p95(times: list[float]) -> float:
    """Nineteen of twenty were faster."""
    return sorted(times)[int(len(times) * 0.95)]


def row(page: str, small: Platform, large: Platform) -> Row:
    """Large against small."""
    ours, yardstick = p95(large.times[page]), p95(small.times[page])
    return Row(
        what=f"{page}: p95 at {LARGE:,} items",
        ours=f"{ours:.0f} ms",
        yardstick=f"{yardstick:.0f} ms at {SMALL:,}",
        ratio=f"{ours / yardstick:.2f} times slower",
        aim=f"at most {AIM_RATIO}, under {AIM_P95:.0f} ms",
        reached=ours / yardstick <= AIM_RATIO and ours < AIM_P95,
    )

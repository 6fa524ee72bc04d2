"""`demo.json`: where the demo answers, who is in it, and with which tokens. For people, and for suites of tests."""

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from kring.site import environment as env


@dataclass(frozen=True, slots=True)
class InCircle:
    """What somebody is in a circle."""

    name: str
    slug: str
    roles: Sequence[str]
    """As seats name them; "colleague" without a seat, "waiting" with one that needs a second factor to count."""


@dataclass(frozen=True, slots=True)
class Introduced:
    """Somebody in the demo."""

    key: str
    id: str
    kind: str
    """A person or a machine."""
    name: str
    email: str
    organisation: str
    circles: Sequence[InCircle]
    token: str
    """For the API; that of somebody who is suspended opens nothing."""


@dataclass(frozen=True, slots=True)
class Taxii:
    """A machine account, and the collections as it meets them."""

    user: str
    password: str
    token: str
    """The same as the password: it can be shown either way."""
    discovery: str
    api_root: str
    """Paths on this server."""
    collections: Mapping[str, str]
    """Identifiers, by what the account may there: read_write, read_only, write_only, no_access."""


@dataclass(frozen=True, slots=True)
class Described:
    """The whole file."""

    base_url: str
    people: Sequence[Introduced]
    taxii: Taxii


def place() -> Path:
    """Where it stands."""
    return env.home() / "demo.json"


def read() -> Described | None:
    """What it says; None when there is no such file."""
    try:
        told = json.loads(place().read_text())
    except FileNotFoundError:
        return None
    people = [
        Introduced(**{**person, "circles": [InCircle(**circle) for circle in person["circles"]]})
        for person in told["people"]
    ]
    return Described(told["base_url"], people, Taxii(**told["taxii"]))


def write(described: Described) -> None:
    """Writes it whole, for this account's eyes: there are tokens in it."""
    fresh = place().with_suffix(".fresh")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as stream:
        json.dump(asdict(described), stream, ensure_ascii=False, indent=2)
    fresh.replace(place())


def is_there() -> bool:
    """Is the demo described? It may answer at another address than the last time: that is noted here."""
    described = read()
    if described is None:
        return False
    here = env.base_url(env.number("KRING_PORT", 8000))
    if described.base_url != here:
        write(replace(described, base_url=here))
    return True

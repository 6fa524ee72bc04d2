"""Who hosts when, and what a host sees to."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from kring.kernel.words import N_

CHECKLIST: dict[str, str] = {
    "room": N_("A room that is large enough"),
    "screen": N_("Screen, sound and network for guests"),
    "reception": N_("Reception knows who comes"),
    "badges": N_("Badges or an escort are arranged"),
    "parking": N_("Parking and the way in are explained"),
    "catering": N_("Coffee, tea and lunch"),
    "speaker": N_("A guest speaker is asked"),
}
"""What a host sees to, by its name in the database."""

LATE = timedelta(days=14)
"""From so long before a meeting on, what is not ticked off is late."""


@dataclass(frozen=True, slots=True)
class Host:
    """An organisation that could host. `last` is when it did, or is to; None: never yet."""

    membership: UUID
    name: str
    last: date | None
    pauses_until: date | None = None

    def hosts_on(self, day: date) -> bool:
        """Does it take part in the rota on that day?"""
        return self.pauses_until is None or self.pauses_until < day


def in_turn(hosts: Sequence[Host]) -> list[Host]:
    """Who hosted longest ago first, and before them who never did."""
    return sorted(hosts, key=_turn)


def _turn(host: Host) -> tuple[date, str]:
    return host.last or date.min, host.name.casefold()


def fair_hosts(hosts: Sequence[Host], days: Sequence[date]) -> list[UUID | None]:
    """For each of these days, in order, the organisation that hosted longest ago: who never did comes first.

    None where nobody takes part.
    """
    standing = {host.membership: host for host in hosts}
    chosen: list[UUID | None] = []
    for day in days:
        free = [host for host in standing.values() if host.hosts_on(day)]
        host = min(free, key=_turn, default=None)
        chosen.append(host.membership if host else None)
        if host:
            standing[host.membership] = replace(host, last=day)
    return chosen

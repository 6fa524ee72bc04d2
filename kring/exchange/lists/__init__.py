"""Lists that others publish, read as STIX 2.1: vulnerabilities known to be exploited (KEV), and indicators in CSV or one on a line.

    listed = read(octets)
    for entry in listed.entries:
        keep(entry.draft)                # without the moments at which it was made and changed: who keeps it knows those
    for line, why in listed.remarks:
        say(line, why)

Plain functions on plain values. Nothing here writes, fetches or remembers.
"""

from kring.exchange.lists.ending import ended
from kring.exchange.lists.reading import MOST_OCTETS, Draft, Entry, Listed, Unreadable, read

__all__ = ["MOST_OCTETS", "Draft", "Entry", "Listed", "Unreadable", "ended", "read"]

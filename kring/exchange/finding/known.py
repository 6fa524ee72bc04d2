"""What is known by everybody: an index over the lists of `pymispwarninglists`, small enough to keep in memory.

Half a million entries as Python's own sets would be 60 MB. Here they are 4 MB: of each entry 56 bits of its hash and 8 bits
for the list it stands on, in one sorted array. Two entries that fall together would be one in ten thousand million look-ups;
Python's hash has a key of its own in each process, so nobody can make them fall together on purpose.

What matches by being part of something (an address in a network, a name below a name) is asked for by each network and each
name above it: that makes one way of looking up for all lists.
"""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.util import find_spec
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from socket import AF_INET, AF_INET6, inet_pton
from threading import Lock

import orjson

Network = IPv4Network | IPv6Network

_HASH = (1 << 56) - 1


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry of a list."""

    entry: str
    """The name, network or hash that stands on it."""
    folder: str
    """Of the list, such as `tranco10k`: stable, for programs."""
    name: str
    """Of the list, for people, in English."""


@dataclass(frozen=True, slots=True)
class Known:
    """The index."""

    entries: "array[int]"
    """Sorted: a hash in the upper 56 bits, the number of a list in the lower 8."""
    lists: Sequence[tuple[str, str]]
    """Folder and name, by number."""
    lengths: Mapping[int, Sequence[int]]
    """By the bits of an address, 32 or 128: how long the prefixes of the networks are that there are, longest first."""

    def exact(self, value: str) -> Iterator[Hit]:
        """Lists with this very value: a hash, or the name of a host."""
        return self._hits(value, value)

    def names(self, host: str) -> Iterator[Hit]:
        """Lists with this name, and those with a name above it that count for all below."""
        yield from self._hits(host, host)
        above = host
        while above:
            yield from self._hits(f".{above}", above)
            above = above.partition(".")[2]

    def networks(self, network: Network) -> Iterator[Hit]:
        """Lists with a network that this one lies in, or is."""
        address, bits = int(network.network_address), network.max_prefixlen
        for length in self.lengths[bits]:
            if length <= network.prefixlen:
                for hit in self._hits(_network_key(address, length, bits), ""):
                    above = str(network.supernet(new_prefix=length))
                    yield replace(hit, entry=above.removesuffix(f"/{bits}"))

    def _hits(self, key: str, entry: str) -> Iterator[Hit]:
        wanted = hash(key) & _HASH
        place = bisect_left(self.entries, wanted << 8)
        while place < len(self.entries) and self.entries[place] >> 8 == wanted:
            yield Hit(entry, *self.lists[self.entries[place] & 0xFF])
            place += 1


def _network_key(address: int, length: int, bits: int) -> str:
    """Of the bits of an address, as many as are of its network; and how many of how many they are."""
    return f"{address >> (bits - length):x}/{length}/{bits}"


_LOADING = Lock()


def known(wanted: frozenset[str]) -> Known:
    """The index over the lists in these folders. Read at the first call, once for a process: one to two seconds."""
    with _LOADING:
        return _read(wanted)


def folders() -> list[str]:
    """Every list there is."""
    return sorted(folder.name for folder in _lists().iterdir() if folder.is_dir())


@cache
def _lists() -> Path:
    """Where they are. The package is not loaded: that takes longer than reading the lists, and 44 MB."""
    found = find_spec("pymispwarninglists")
    assert found
    assert found.origin
    return Path(found.origin).parent / "data" / "misp-warninglists" / "lists"


@cache
def _read(wanted: frozenset[str]) -> Known:
    entries: array[int] = array("Q")
    lists: list[tuple[str, str]] = []
    lengths: dict[int, set[int]] = {32: set(), 128: set()}
    for number, folder in enumerate(sorted(wanted.intersection(folders()))):
        content = orjson.loads((_lists() / folder / "list.json").read_bytes())
        lists.append((folder, content["name"]))
        entries.extend((hash(key) & _HASH) << 8 | number for key in _keys(content["type"], content["list"], lengths))
    return Known(
        entries=array("Q", sorted(entries)),
        lists=lists,
        lengths={bits: sorted(found, reverse=True) for bits, found in lengths.items()},
    )


def _keys(form: str, entries: Iterable[str], lengths: Mapping[int, set[int]]) -> Iterator[str]:
    """What an entry is looked up by. Other forms of lists than these, such as expressions, are not read."""
    match form:
        case "cidr":
            for entry in entries:
                text, _, length_text = entry.partition("/")
                bits = 128 if ":" in text else 32
                length = int(length_text or bits)
                lengths[bits].add(length)
                address = int.from_bytes(inet_pton(AF_INET6 if bits == 128 else AF_INET, text))
                yield _network_key(address, length, bits)
        case "hostname" | "substring":
            for entry in entries:
                yield "." + entry.lower().lstrip(".")
        case "string":
            # A name with a dot before it stands for all below it, also where the list does not say so.
            for entry in entries:
                yield entry.lower()
        case _:
            return

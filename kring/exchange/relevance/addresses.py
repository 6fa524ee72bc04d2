"""Whether an address is one's own: in a network, or equal to a domain or below it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from urllib.parse import urlsplit

Network = IPv4Network | IPv6Network

WIDEST = {4: 16, 6: 32}
"""By version of the protocol: a network of others that is wider than this says nothing about those in it."""
STEPS = {4: 8, 6: 16}
"""By version: in steps of so many bits networks are looked up."""


@dataclass(frozen=True, slots=True)
class Address:
    """Somewhere on the network that somebody speaks of."""

    text: str
    """As systems write it."""
    host: str = ""
    network: Network | None = None
    """One address is a network of one."""
    is_link: bool = False
    """A plain link in a text: where one may read on, as likely as something to look for."""


def address_of(kind: str, value: str, *, is_link: bool = False) -> Address | None:
    """An address, network, domain, web or mail address as values of their kinds; None for any other kind."""
    match kind:
        case "ipv4" | "ipv6" | "network":
            return Address(value, network=_network(value))
        case "domain":
            return Address(value, host=value)
        case "email":
            return Address(value, host=value.rpartition("@")[2])
        case "url":
            host = _host(value)
            network = _network(host)
            return Address(value, host="" if network else host, network=network, is_link=is_link)
        case _:
            return None


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def _network(text: str) -> Network | None:
    try:
        return ip_network(text, strict=False) if "/" in text else ip_network(ip_address(text))
    except ValueError:
        return None


_NOT_IN_THE_DNS = re.compile(
    r"(?<![\w.-])(?:[a-z0-9-]+\.)+(?:example|test|invalid|local|localdomain|lan|internal|intranet|corp|home)(?![\w-]|\.\w)",
    re.IGNORECASE,
)


def names_inside(text: str) -> list[str]:
    """Names that no public name server knows, and so no search for indicators: they can be somebody's own all the same."""
    return list(dict.fromkeys(name.lower() for name in _NOT_IN_THE_DNS.findall(text)))


def is_in_domain(host: str, domain: str) -> bool:
    """Is it this domain, or below it?"""
    return bool(domain) and (host == domain or host.endswith(f".{domain}"))


def is_in_network(address: Network, own: str) -> bool:
    """Do they have addresses in common? What is much wider than anybody's network says nothing."""
    ours = _network(own)
    if (
        ours is None
        or ours.version != address.version
        or address.prefixlen < min(WIDEST[address.version], ours.prefixlen)
    ):
        return False
    return address.overlaps(ours)


def keys_of_address(address: Address) -> Iterator[str]:
    """By what an address is found: every domain above it, every wider network in steps, and its own."""
    labels = address.host.split(".")
    for at in range(len(labels) - 1):
        yield f"domain {'.'.join(labels[at:])}"
    if address.network:
        yield from (f"within {one}" for one in _wider(address.network))
        yield f"around {_stepped(address.network)}"


def keys_of_network(own: str) -> Iterator[str]:
    """By what one's own network is found: itself among the wider ones of others, and the wider ones among theirs."""
    if network := _network(own):
        yield f"within {_stepped(network)}"
        yield from (f"around {one}" for one in _wider(network))


def _stepped(network: Network) -> Network:
    step = STEPS[network.version]
    return network.supernet(new_prefix=network.prefixlen // step * step)


def _wider(network: Network) -> Iterator[Network]:
    for length in range(STEPS[network.version], network.prefixlen + 1, STEPS[network.version]):
        yield network.supernet(new_prefix=length)

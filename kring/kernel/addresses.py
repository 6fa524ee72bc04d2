"""Which internet addresses may be reached for somebody who typed a name: the public ones, and what the operator allows."""

from collections.abc import Iterable
from functools import cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

_NAT64 = ip_network("64:ff9b::/96")


@cache
def networks(written: tuple[str, ...]) -> tuple[Network, ...]:
    """Networks in CIDR form, read once. Raises ValueError, naming the one that is none."""
    return tuple(ip_network(one) for one in written)


def may_reach(address: str, allowed: Iterable[Network]) -> bool:
    """May a connection go to this address? Private, local and special ones only when they are among `allowed`.

    An address inside another one (IPv4 in IPv6, 6to4, Teredo, NAT64) is judged by what it leads to.
    """
    try:
        found = _inner(ip_address(address.partition("%")[0]))
    except ValueError:
        return False
    return (found.is_global and not found.is_multicast) or is_among(address, allowed)


def is_among(address: str, allowed: Iterable[Network]) -> bool:
    """Is this address in one of these networks?"""
    found = _inner(ip_address(address.partition("%")[0]))
    return any(found.version == network.version and found in network for network in allowed)


def _inner(address: Address) -> Address:
    if isinstance(address, IPv4Address):
        return address
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    teredo = address.teredo[1] if address.teredo else None
    return address.ipv4_mapped or address.sixtofour or teredo or address

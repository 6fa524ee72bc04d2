"""Why one should think again before an indicator is shared: it is known to be harmless, or it matches too much."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from ipaddress import ip_network
from typing import Protocol
from urllib.parse import urlsplit

from kring.exchange.finding.known import Hit, Known, Network, known
from kring.kernel.words import N_
from kring.sharing.scrutiny import IndicatorKind


class Meaning(StrEnum):
    """What it says about an indicator that it is known."""

    MATCHES_EVERYTHING = "matches_everything"
    RESERVED = "reserved"
    HARMLESS_FILE = "harmless_file"
    TEST_FILE = "test_file"
    EXERCISE = "exercise"
    CERTIFICATE = "certificate"
    SYSTEM = "system"
    RESOLVER = "resolver"
    POPULAR = "popular"
    ORGANISATION = "organisation"
    SECURITY = "security"
    SHARED_PLACE = "shared_place"
    CLOUD = "cloud"
    ANONYMOUS = "anonymous"
    MAIL_SERVER = "mail_server"
    CRAWLER = "crawler"
    SCANNER = "scanner"
    OWN_ADDRESS = "own_address"
    SINKHOLE = "sinkhole"
    PARKED = "parked"
    DISPOSABLE = "disposable"
    OFFICE = "office"


MEANINGS: dict[Meaning, str] = {
    Meaning.MATCHES_EVERYTHING: N_("“{entry}” is found nearly everywhere: who looks for it finds everything."),
    Meaning.RESERVED: N_("“{entry}” is reserved: it means another machine in every network, or none."),
    Meaning.HARMLESS_FILE: N_("This is the hash of a file that is known to be harmless, such as an empty one."),
    Meaning.TEST_FILE: N_("This is the file that virus scanners are tested with."),
    Meaning.EXERCISE: N_("“{entry}” is used in exercises against phishing."),
    Meaning.CERTIFICATE: N_("This is the fingerprint of a certificate that every browser trusts."),
    Meaning.SYSTEM: N_("Machines without any malware have “{entry}” too, or turn to it by themselves."),
    Meaning.RESOLVER: N_("“{entry}” translates names for everybody: many machines ask it all day."),
    Meaning.POPULAR: N_("“{entry}” is among the most visited sites: block a single page at most."),
    Meaning.ORGANISATION: N_(
        "“{entry}” belongs to a well-known organisation: it may be hit or imitated, and is seldom the source."
    ),
    Meaning.SECURITY: N_("“{entry}” belongs to people who fight malware: perhaps it is where this was written about."),
    Meaning.SHARED_PLACE: N_("Anybody can put something at “{entry}”: only the whole address says who did."),
    Meaning.CLOUD: N_("“{entry}” belongs to a provider of servers or networks: tomorrow it may be somebody else's."),
    Meaning.ANONYMOUS: N_("“{entry}” belongs to a data centre or a VPN that many people share."),
    Meaning.MAIL_SERVER: N_("“{entry}” carries mail for many organisations."),
    Meaning.CRAWLER: N_("“{entry}” collects pages for a search engine or the like."),
    Meaning.SCANNER: N_("“{entry}” looks at all of the internet, for research or for its customers."),
    Meaning.OWN_ADDRESS: N_("“{entry}” tells machines their own address: malware asks it, and so does much else."),
    Meaning.SINKHOLE: N_(
        "“{entry}” is where defenders lead bad traffic to: who turns to it may be infected, but it does no harm itself."
    ),
    Meaning.PARKED: N_("“{entry}” holds names that are not in use, thousands at a time."),
    Meaning.DISPOSABLE: N_("“{entry}” gives mail addresses to everybody, for an hour."),
    Meaning.OFFICE: N_("Every organisation has an address like this one, to be warned at."),
}
"""One sentence for each. `{entry}` is the name or network that is known: the value itself, or what it is part of."""

DROPPED_AT_FIRST = frozenset(
    (
        Meaning.MATCHES_EVERYTHING,
        Meaning.RESERVED,
        Meaning.HARMLESS_FILE,
        Meaning.TEST_FILE,
        Meaning.EXERCISE,
        Meaning.CERTIFICATE,
        Meaning.SYSTEM,
        Meaning.RESOLVER,
        Meaning.SECURITY,
        Meaning.OFFICE,
    )
)
"""An indicator with such a caution is proposed to be dropped; with any other one it is for somebody to judge."""

_FOLDERS: dict[Meaning, str] = {
    Meaning.MATCHES_EVERYTHING: "second-level-tlds tlds",
    Meaning.RESERVED: "ipv6-linklocal multicast rfc1918 rfc3849 rfc5735 rfc6598 rfc6761",
    Meaning.HARMLESS_FILE: "common-ioc-false-positive empty-hashes nioc-filehash ti-falsepositives",
    Meaning.TEST_FILE: "eicar.com",
    Meaning.EXERCISE: "microsoft-attack-simulator",
    Meaning.CERTIFICATE: "mozilla-CA mozilla-IntermediateCA",
    Meaning.SYSTEM: "captive-portals crl-hostname crl-ip microsoft-win10-connection-endpoints",
    Meaning.RESOLVER: "public-dns-hostname public-dns-v4 public-dns-v6",
    Meaning.POPULAR: (
        "alexa cisco_top1000 cisco_top10k cisco_top20k cisco_top5k digitalside majestic_million moz-top500 tranco10k"
    ),
    Meaning.ORGANISATION: (
        "apple bank-website dax30 google microsoft microsoft-office365 microsoft-office365-cn microsoft-office365-ip "
        "university_domains wikimedia"
    ),
    Meaning.SECURITY: "automated-malware-analysis security-provider-blogpost",
    Meaning.SHARED_PLACE: "dynamic-dns link-in-bio lots-project public-ipfs-gateways url-shortener",
    Meaning.CLOUD: (
        "akamai amazon-aws cloudflare fastly github google-gcp microsoft-azure microsoft-azure-china "
        "microsoft-azure-germany microsoft-azure-us-gov ovh-cluster stackpath zscaler"
    ),
    Meaning.ANONYMOUS: "vpn-ipv4 vpn-ipv6",
    Meaning.MAIL_SERVER: "google-gmail-sending-ips smtp-receiving-ips smtp-sending-ips",
    Meaning.CRAWLER: "googlebot openai-gptbot",
    Meaning.SCANNER: (
        "alphastrike-research-nt-scanning alphastrike-scanning bufferover-nt-scanning censys-scanning check-host-net "
        "coalition-signals-intelligence-nt-scanning cybergreen-nt-scanning cyberresilience-nt-scanning "
        "cypex-nt-scanning f6-nt-scanning internet-census-nt-scanning intrinsec-nt-scanning ipinfo-nt-scanning "
        "ipip-nt-scanning modat-nt-scanning modat-scanner netsecscan-nt-scanning netsecscan-scanning "
        "onyphe-nt-scanning onyphe-scanner probethenet-nt-scanning rapid7-nt-scanning "
        "research-scanner-nt-scanning shadowforce-nt-scanning shadowforce-scanning shadowserver "
        "shadowserver-nt-scanning shodan-nt-scanning shodan-scanning skipa-nt-scanning tenable-cloud-ipv4 "
        "tenable-cloud-ipv6"
    ),
    Meaning.OWN_ADDRESS: "findip-host whats-my-ip",
    Meaning.SINKHOLE: "sinkholes umbrella-blockpage-hostname umbrella-blockpage-v4 umbrella-blockpage-v6",
    Meaning.PARKED: "parking-domain parking-domain-ns",
    Meaning.DISPOSABLE: "disposable-email",
}
LEFT_OUT = frozenset(
    (
        *("google-chrome-crux-1million", "tranco"),  # among a million sites are thousands that attackers took over
        *("covid", "covid-19-cyber-threat-coalition-whitelist", "covid-19-krassi-whitelist"),  # of 2020
        *("microsoft-azure-appid", "phone_numbers"),  # nothing that we look for
        "common-contact-emails",  # one expression; `_OFFICES` says the same
    )
)
"""Lists that are not used."""

MEANING_OF: Mapping[str, Meaning] = {
    folder: meaning for meaning, folders in _FOLDERS.items() for folder in folders.split()
}
"""Every list that is used, by its folder."""


class Named(Protocol):
    """Anything with a kind and a value: what was found in a text, or came in as an object."""

    @property
    def kind(self) -> IndicatorKind:
        """What it is."""

    @property
    def value(self) -> str:
        """As systems write it."""


@dataclass(frozen=True, slots=True)
class Caution:
    """One thing to know about an indicator. An indicator may have some, each with another meaning."""

    kind: IndicatorKind
    value: str
    meaning: Meaning
    entry: str
    """What is known: the value, the host in it, or the name or network that it lies in."""
    lists: Sequence[str]
    """Names of the lists that say so, in English as their makers write them. None where that takes no list."""

    @property
    def text(self) -> str:
        """The sentence, marked for translation: fill in `{entry}` after that."""
        return MEANINGS[self.meaning]

    @property
    def drops(self) -> bool:
        """Should the indicator be proposed to be dropped?"""
        return self.meaning in DROPPED_AT_FIRST


def prepare() -> None:
    """Reads the lists now, so that the first who pastes does not wait for it: one to two seconds, 28 MB that stay, twice that meanwhile."""
    _index()


def warn(indicators: Iterable[Named]) -> list[Caution]:
    """What to know about these indicators, in their order; about each kind and value once.

    The lists are read at the first call (`prepare`). A look-up takes less than a tenth of a millisecond.
    """
    once = {(one.kind, one.value): None for one in indicators}
    return [caution for kind, value in once for caution in _cautions(kind, value)]


def _cautions(kind: IndicatorKind, value: str) -> Iterator[Caution]:
    """By meaning: what it lies in most closely, and every list that says so."""
    hits: dict[Meaning, list[Hit]] = {}
    for meaning, hit in _judged(kind, value):
        hits.setdefault(meaning, []).append(hit)
    if Meaning.SHARED_PLACE in hits:
        # Whoever owns the place is honest; who put something there need not be.
        hits = {meaning: same for meaning, same in hits.items() if meaning not in _OF_OWNERS}
    for meaning, same in hits.items():
        listed = [hit for hit in same if hit.name] or same
        entry = max((hit.entry for hit in listed), key=_closeness)
        yield Caution(kind, value, meaning, entry, list(dict.fromkeys(hit.name for hit in same if hit.name)))


_OF_OWNERS = frozenset((Meaning.SECURITY, Meaning.SYSTEM))


def _closeness(entry: str) -> tuple[int, int]:
    """The longest prefix, or the longest name."""
    length = entry.partition("/")[2]
    return int(length) if len(length) < 4 and length.isdecimal() else 128, len(entry)


def _judged(kind: IndicatorKind, value: str) -> Iterator[tuple[Meaning, Hit]]:
    match kind:
        case IndicatorKind.IPV4 | IndicatorKind.IPV6 | IndicatorKind.NETWORK:
            return _of_network(value)
        case IndicatorKind.DOMAIN:
            return _of_name(value)
        case IndicatorKind.URL:
            return _of_host(_host_of(value))
        case IndicatorKind.EMAIL:
            return _of_mail(value)
        case IndicatorKind.FILE_NAME | IndicatorKind.PATH:
            return _of_file(value)
        case _:
            # Hashes; and kinds that no list has, of which there is nothing to find.
            return ((MEANING_OF[hit.folder], hit) for hit in _index().exact(value.lower()))


def _computed(entry: str) -> Hit:
    """Known without any list."""
    return Hit(entry, "", "")


def _host_of(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def _of_host(host: str) -> Iterator[tuple[Meaning, Hit]]:
    return _of_network(host) if _network(host) else _of_name(host)


def _network(value: str) -> Network | None:
    """A network, or an address as the network of one."""
    try:
        return ip_network(value, strict=False)
    except ValueError:
        return None


def _of_mail(value: str) -> Iterator[tuple[Meaning, Hit]]:
    local, _, domain = value.rpartition("@")
    if local.lower() in _OFFICES:
        yield Meaning.OFFICE, _computed(value)
    yield from _of_name(domain, mail=True)


def _of_file(value: str) -> Iterator[tuple[Meaning, Hit]]:
    name = value.replace("\\", "/").rpartition("/")[2]
    if name.lower() in _PROGRAMS_OF_WINDOWS:
        yield Meaning.SYSTEM, _computed(name)


def _of_network(value: str) -> Iterator[tuple[Meaning, Hit]]:
    network = _network(value)
    if network is None:
        return
    if network.prefixlen < (_WIDEST_V4 if network.version == 4 else _WIDEST_V6):
        yield Meaning.MATCHES_EVERYTHING, _computed(str(network))
        return
    if network.is_private or network.is_reserved or network.is_multicast or network.is_loopback:
        yield Meaning.RESERVED, _computed(value)
    for hit in _index().networks(network):
        yield MEANING_OF[hit.folder], hit


_WIDEST_V4, _WIDEST_V6 = 8, 19
"""The largest blocks that were ever given to one organisation."""


def _of_name(name: str, *, mail: bool = False) -> Iterator[tuple[Meaning, Hit]]:
    name = name.lower().rstrip(".")
    if not name:
        return
    if "." not in name:
        meaning = Meaning.RESERVED if name in _RESERVED_NAMES else Meaning.MATCHES_EVERYTHING
        yield meaning, _computed(name)
        return
    if name.rpartition(".")[2] in _RESERVED_NAMES:
        yield Meaning.RESERVED, _computed(name)
        return
    for hit in _index().names(name):
        meaning = MEANING_OF[hit.folder]
        if mail or meaning is not Meaning.DISPOSABLE:
            yield _below(meaning, hit, name), hit


def _below(meaning: Meaning, hit: Hit, name: str) -> Meaning:
    """Below a much visited name where everybody can have one of their own, nobody visits this one for that."""
    if meaning is Meaning.POPULAR and hit.entry != name and any(_suffix(hit.entry)):
        return Meaning.SHARED_PLACE
    return meaning


def _suffix(name: str) -> Iterator[Hit]:
    return (hit for hit in _index().exact(name) if MEANING_OF[hit.folder] is Meaning.MATCHES_EVERYTHING)


_RESERVED_NAMES = frozenset(("alt", "arpa", "example", "internal", "invalid", "local", "localhost", "onion", "test"))
"""RFC 6761 and those after it. ".onion" cannot be looked for in the names that machines ask for."""

_OFFICES = frozenset(("abuse", "cert", "csirt", "hostmaster", "info", "noc", "postmaster", "psirt", "security", "soc"))
"""RFC 2142."""

_PROGRAMS_OF_WINDOWS = frozenset(
    (
        *("bitsadmin.exe", "certutil.exe", "cmd.exe", "conhost.exe", "cscript.exe", "csrss.exe", "curl.exe"),
        *("dllhost.exe", "explorer.exe", "iexplore.exe", "kernel32.dll", "lsass.exe", "msedge.exe", "mshta.exe"),
        *("msiexec.exe", "net.exe", "notepad.exe", "ntdll.dll", "powershell.exe", "reg.exe", "regsvr32.exe"),
        *("rundll32.exe", "schtasks.exe", "services.exe", "svchost.exe", "taskmgr.exe", "user32.dll", "winlogon.exe"),
        *("wmic.exe", "wscript.exe"),
    )
)


def _index() -> Known:
    return known(frozenset(MEANING_OF))

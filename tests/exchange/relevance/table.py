"""What matters to whom, typed by hand: three organisations, the real advisories, and warnings in people's own words.

The verdicts come from reading the advisories and the texts, and were typed before the code first ran on them. Half of the
cases are blind: nobody looked at them while working on the code. `bin/relevance` says how often the code agrees.
"""

from dataclasses import dataclass, field
from uuid import NAMESPACE_URL, UUID, uuid5

from kring.profiles.reasons import Because
from kring.profiles.rules import Profile, Supplier, Technology


def _id(name: str) -> UUID:
    return uuid5(NAMESPACE_URL, name)


def _uses(vendor: str, product: str, version: str = "", *, cpe: str = "", purl: str = "") -> Technology:
    return Technology(_id(product), vendor, product, version, cpe, purl)


def _supplier(name: str, *domains: str) -> Supplier:
    return Supplier(_id(name), name, domains)


HARBOUR = Profile(
    organisation=_id("harbour"),
    sectors=("haven", "logistiek"),
    countries=("NL",),
    technologies=(
        _uses("Siemens", "SIMATIC CN 4100", "2.6"),
        _uses("Siemens", "SCALANCE W1750D", "8.7.1.3"),
        _uses("HID Global", "iCLASS SE Readers"),
        _uses("Siemens", "SIMATIC RTLS4030G", "V3.2"),
        _uses("Hitron", "HVR-8781", "4.03"),
        _uses("Cisco", "IOS XE", "17.9.4"),
        _uses("Microsoft", "Exchange Server", "2019 CU13"),
        _uses("Navis", "N4", "3.8"),
    ),
    suppliers=(_supplier("Lantronix", "lantronix.com"), _supplier("Havenbeveiliging Rijnmond", "hb-rijnmond.example")),
    domains=("terminal-noord.example",),
    networks=("198.51.100.0/24", "2001:db8:40::/48"),
)
"""A container terminal."""

HOSPITAL = Profile(
    organisation=_id("hospital"),
    sectors=("zorg",),
    countries=("NL",),
    technologies=(
        _uses("HID", "OMNIKEY 5427CK"),
        _uses("Lantronix", "XPort"),
        _uses("SystemK", "NVR 508", "2.3.5SK.30084998"),
        _uses("IBM", "webMethods Integration", "10.15"),
        _uses("Adminer", "Adminer", "4.8.1"),
        _uses("Siemens Healthineers", "syngo.via", "VB60"),
        _uses("Citrix", "NetScaler ADC", "13.1-49.15"),
        _uses("", "Chipsoft HiX", "6.3"),
    ),
    suppliers=(_supplier("Siemens Healthineers"), _supplier("Zorgnet Beheer", "zorgnet-beheer.example")),
    domains=("ziekenhuis-west.example",),
    networks=("192.0.2.0/25",),
)
"""A hospital."""

FACTORY = Profile(
    organisation=_id("factory"),
    sectors=("maakindustrie",),
    countries=("NL", "DE"),
    technologies=(
        _uses("Rockwell Automation", "FactoryTalk Activation Manager", "3.62"),
        _uses("Rockwell Automation", "FactoryTalk Services Platform", "6.31"),
        _uses("Mitsubishi Electric", "GX Works3", "1.095Z"),
        _uses("Mitsubishi Electric", "MX Component", "4.20"),
        _uses("Siemens", "Solid Edge SE2023", "V223.0 Update 11"),
        _uses("Gessler", "WEB-MASTER", "7.9"),
        _uses("Integration Objects", "OPC UA Server Toolkit", "1.0.0"),
        _uses("Voltronic Power", "ViewPower Pro", "2.1"),
        _uses("Schneider Electric", "Easergy Studio", "9.3.5"),
        _uses("", "AdminerEvo", "4.8.4"),
    ),
    suppliers=(_supplier("Siemens"), _supplier("Van Dam Automation", "vandam-automation.example")),
    domains=("metaalwerk.example",),
    networks=("203.0.113.0/26",),
)
"""A small manufacturer."""

PROFILES = {"harbour": HARBOUR, "hospital": HOSPITAL, "factory": FACTORY}

Expected = dict[str, dict[str, Because]]
"""By profile: which part of it is met, by name, and how."""

AFFECTED, NAMED, SUPPLIED, SUPPLIER = Because.AFFECTED, Because.NAMED, Because.SUPPLIED, Because.SUPPLIER
OWN_DOMAIN, OWN_NETWORK, SECTOR = Because.OWN_DOMAIN, Because.OWN_NETWORK, Because.SECTOR

ADVISORIES: dict[str, Expected] = {
    "icsa-24-004-01": {"factory": {"FactoryTalk Activation Manager": AFFECTED}},
    "icsa-24-011-03": {},
    "icsa-24-011-05": {},
    "icsa-24-011-07": {"factory": {"Siemens": SUPPLIED}},
    "icsa-24-011-09": {"harbour": {"SIMATIC CN 4100": AFFECTED}, "factory": {"Siemens": SUPPLIED}},
    "icsa-24-011-11": {},
    "icsa-24-016-02": {"factory": {"OPC UA Server Toolkit": AFFECTED}},
    "icsa-24-023-01": {},
    "icsa-24-023-03": {},
    "icsa-24-023-05": {"harbour": {"Lantronix": SUPPLIED}, "hospital": {"XPort": NAMED}},
    "icsa-24-025-02": {"hospital": {"NVR 508": AFFECTED}},
    "icsa-24-030-02": {"factory": {"GX Works3": AFFECTED, "MX Component": AFFECTED}},
    "icsa-24-030-04": {},
    "icsa-24-030-06": {"factory": {"FactoryTalk Services Platform": AFFECTED}},
    "icsa-24-032-01": {"factory": {"WEB-MASTER": AFFECTED}},
    "icsa-24-037-01": {"harbour": {"iCLASS SE Readers": AFFECTED}, "hospital": {"OMNIKEY 5427CK": AFFECTED}},
    "icsa-24-039-01": {},
    "icsa-24-046-01": {"harbour": {"SCALANCE W1750D": AFFECTED}, "factory": {"Siemens": SUPPLIED}},
    "icsa-24-046-03": {"harbour": {"SIMATIC RTLS4030G": AFFECTED}, "factory": {"Siemens": SUPPLIED}},
    "icsa-24-046-05": {"factory": {"Siemens": SUPPLIED}},
    "va-24-201-01": {"hospital": {"Adminer": AFFECTED}},
    "va-24-254-01": {"hospital": {"webMethods Integration": AFFECTED}},
}
"""By file. Who has the version that is fixed, or another than those that are named, has nothing to do."""


@dataclass(frozen=True, slots=True)
class Warned:
    """A warning in somebody's own words."""

    text: str
    expected: Expected = field(default_factory=dict)
    tags: tuple[str, ...] = ()
    advisories: tuple[str, ...] = ()
    """What the circle's store holds as well."""


WARNINGS: dict[str, Warned] = {
    "exploited product, with range": Warned(
        "SIMATIC CN 4100 van Siemens wordt actief misbruikt\n\nAlle versies voor 2.7 zijn kwetsbaar voor CVE-2023-49621.",
        {"harbour": {"SIMATIC CN 4100": AFFECTED}, "factory": {"Siemens": SUPPLIER}},
    ),
    "own domain misused": Warned(
        "Phishing in naam van de terminal\n\nAfzender is billing@terminal-noord[.]example, met een link naar "
        "hxxps://login-terminal[.]example/pay.",
        {"harbour": {"terminal-noord.example": OWN_DOMAIN}},
    ),
    "own network scans": Warned(
        "We see SMB scans from 203.0.113.17 and 203.0.113.150 since Monday.",
        {"factory": {"203.0.113.0/26": OWN_NETWORK}},
    ),
    "supplier hit": Warned(
        "Ransomware bij een leverancier\n\nVan Dam Automation heeft ons gebeld: hun beheeromgeving is versleuteld. "
        "Verbreek verbindingen.",
        {"factory": {"Van Dam Automation": SUPPLIER}},
    ),
    "by number alone": Warned(
        "CVE-2024-21917 is being exploited at two members. Patch today.",
        {"factory": {"FactoryTalk Services Platform": AFFECTED}},
        advisories=("icsa-24-030-06",),
    ),
    "range in words, version above": Warned(
        "Citrix NetScaler ADC 13.1 before 13.1-48.47 leaks session tokens. Newer builds are fine.",
        {},
    ),
    "range in words, version below": Warned(
        "Citrix NetScaler ADC 13.1 before 13.1-51.15 leaks session tokens, exploited in the wild.",
        {"hospital": {"NetScaler ADC": AFFECTED}},
    ),
    "sector by tag": Warned(
        "Nepmails over roosters\n\nMedewerkers krijgen een mail over een nieuw rooster.",
        {"hospital": {"zorg": SECTOR}},
        tags=("phishing", "zorg"),
    ),
    "sector in words": Warned(
        "Bellers doen zich voor als ICT-helpdesk bij ziekenhuizen in het oosten van het land.",
        {"hospital": {"zorg": SECTOR}},
    ),
    "everyday words": Warned(
        "Notes of our evening: an exchange of ideas with people from Microsoft, and a solid edge over last year. "
        "The N4 was closed, so some came late."
    ),
    "product with number": Warned(
        "CVE-2023-20198 in Cisco IOS XE: an account with all rights through the web UI.",
        {"harbour": {"IOS XE": NAMED}},
    ),
    "one word, a tool left open": Warned(
        "Attackers look for Adminer 4.8.1 and older on web servers and use it to read databases.",
        {"hospital": {"Adminer": AFFECTED}},
    ),
    "IPv6 inside": Warned(
        "Beacons go from 2001:db8:40:1::5 to 192.0.2.200 every five minutes.",
        {"harbour": {"2001:db8:40::/48": OWN_NETWORK}},
    ),
    "IPv6 beside": Warned("Beacons go from 2001:db8:41::5 to 192.0.2.201 every five minutes."),
    "looks like the domain": Warned(
        "New registrations: hxxps://ziekenhuis-west.example.login-portaal[.]example/ and ziekenhuis-west-example[.]com"
    ),
    "below the domain": Warned(
        "Een oude server, vpn.ziekenhuis-west.example, antwoordt nog op internet.",
        {"hospital": {"ziekenhuis-west.example": OWN_DOMAIN}},
    ),
    "product without its vendor": Warned(
        "Solid Edge SE2023 files (.par) are mailed around that run code when opened.",
        {"factory": {"Solid Edge SE2023": NAMED}},
    ),
    "another product of that vendor": Warned(
        "Siemens SIMATIC S7-1500: PLC's stop after a malformed packet. Firmware before V2.9.4.",
        {"factory": {"Siemens": SUPPLIER}},
    ),
    "another company with that name in it": Warned(
        "Siemens Healthineers warns of calls by people who say they are its service desk.",
        {"hospital": {"Siemens Healthineers": SUPPLIER}},
    ),
    "vendor in short": Warned(
        "Rockwell fixes FactoryTalk Services Platform: login tokens can be reused. Update to 6.40.",
        {"factory": {"FactoryTalk Services Platform": AFFECTED}},
    ),
    "supplier's address": Warned(
        "Valse facturen van administratie@hb-rijnmond[.]example, met een ander rekeningnummer.",
        {"harbour": {"Havenbeveiliging Rijnmond": Because.SUPPLIER_ADDRESS}},
    ),
    "a link to read on": Warned(
        "Achtergrond staat op https://www.lantronix.com/security/ en op https://www.ncsc.nl/.",
    ),
    "fixed version named, ours is that": Warned(
        "Schneider Electric Easergy Studio: local users become administrator. Fixed in v9.3.5.",
    ),
    "list of products": Warned(
        "This week: patches for Mitsubishi Electric GX Works3, MX Component (all versions) and EZSocket; nothing urgent.",
        {"factory": {"GX Works3": NAMED, "MX Component": NAMED}},
    ),
}


def is_blind(place: int) -> bool:
    """Every second case, by its place in its table."""
    return place % 2 == 1

"""What machines send: STIX, MISP, CSAF, lists, and questions to the TAXII door."""

from datetime import date
from urllib.parse import parse_qs
from uuid import UUID

import orjson

from kring.exchange import csaf, lists, misp, stix
from kring.exchange.csaf import Used
from kring.exchange.misp.tidying import tidied
from kring.exchange.relevance import keys_of_document, of_document
from kring.taxii import rules as taxii
from kring.tlp.labels import Label
from tests.exchange.csaf.samples import an_advisory
from tests.exchange.misp.samples import EVENT, EVENT_UUID, NORTH
from tests.exchange.misp.test_fuzz import RICH
from tests.exchange.relevance.table import FACTORY
from tests.exchange.stix.test_patterns import READ
from tests.exchange.stix.test_read import GOOD
from tests.fuzz.target import Target

USED = (
    Used(vendor="Pumps Inc.", product="Pump Control", version="2.6"),
    Used(cpe="cpe:2.3:a:pumps:pump_control:2.6:*:*:*:*:*:*:*", purl="pkg:generic/pump-control@2.7.0", number="PC-2000"),
)
DAY = date(2026, 11, 21)
LISTS = (
    b"# Seen\n203[.]0.113.7\nhxxp://evil[.]nl/a # comment\n0.0.0.0 evil.nl\n44d88612fea8a8f36de82e1278abb02f\n",
    b'type;indicator;first_seen;comment\nip;203.0.113.7;2026-11-20 08:00:00;"A ""panel"""\nurl;http://evil.nl;2026-11-20;\n',
    b"cveID,dateAdded,dueDate,vulnerabilityName\nCVE-2024-3400,2024-04-12,2024-04-19,PAN-OS\n",
    b'{"vulnerabilities":[{"cveID":"CVE-2024-3400","dateAdded":"2024-04-12","knownRansomwareCampaignUse":"Known"}]}',
)


def bundle(octets: bytes) -> None:
    """Apart into objects, and each read; of the good ones all that the store and a profile want to know."""
    for piece in stix.split(octets).objects:
        found = stix.read(piece)
        if found.problems:
            continue
        assert stix.timestamp(found.version)
        assert all("\0" not in one.value for one in stix.observables(found.document))
        stix.title_of(found.document)
        assert all(tie.stix_id.isprintable() for tie in stix.ties_of(found.document))
        keys_of_document(found.document)
        of_document(FACTORY, found.document)
        misp.write(uuid=EVENT_UUID, title="x", day=DAY, version=0, label=Label.CLEAR, maker=NORTH, objects=[piece])


def pattern(octets: bytes) -> None:
    stix.equalities(octets.decode())


def event(octets: bytes) -> None:
    """All but MISP's own converter, which is in a process of its own."""
    for piece in misp.envelope.split(octets):
        document = misp.reading._document(piece, misp.LIMITS)
        if not isinstance(document, dict):
            continue
        said = misp.reading._said_of_itself(piece, document)
        if said.uuid and not said.refused:
            assert "\0" not in said.title
            tidied(document, uuid=said.uuid, moment=said.version)


def manifest(octets: bytes) -> None:
    misp.read_manifest(octets)


def advisory(octets: bytes) -> None:
    found = csaf.read(octets)
    for one in USED:
        csaf.affects(found, one)


def listed(octets: bytes) -> None:
    for entry in lists.read(octets, "Alpha").entries:
        orjson.dumps(entry.draft)


def question(octets: bytes) -> None:
    query, _, header = octets.decode("latin-1").partition("\n")
    taxii.takes(header)
    taxii.sends(header)
    assert taxii.coding(header) in {"", "gzip", "zstd"}
    asked = taxii.asked(parse_qs(query, keep_blank_values=True))
    assert 0 < asked.limit <= taxii.MOST
    whole = [asked.after, *(one for one in asked.versions if isinstance(one, int))]
    assert all(-(2**63) <= one < 2**63 for one in whole), "the database has eight bytes for it"


def _manifest() -> bytes:
    event = {"Event": EVENT | {"Orgc": {"name": "A", "uuid": str(UUID(int=1))}}}
    return misp.manifest([event])


TARGETS = (
    Target(
        name="stix",
        read=bundle,
        answers=(stix.Unreadable,),
        seeds=[orjson.dumps({"type": "bundle", "id": f"bundle--{UUID(int=1)}", "objects": GOOD[at : at + 4]}) for at in range(0, len(GOOD), 4)],
    ),
    Target(
        name="pattern",
        read=pattern,
        answers=(stix.NotAPattern, UnicodeDecodeError),
        seeds=[one.encode() for one, *_ in READ],
        longest=4096,
    ),
    Target(name="misp", read=event, answers=(misp.Unreadable,), seeds=[orjson.dumps({"Event": RICH}), orjson.dumps({"response": [{"Event": RICH}]})]),
    Target(name="manifest", read=manifest, answers=(misp.Unreadable,), seeds=[_manifest()]),
    Target(name="csaf", read=advisory, answers=(csaf.Unreadable,), seeds=[orjson.dumps(an_advisory())]),
    Target(
        name="list",
        read=listed,
        answers=(lists.Unreadable,),
        seeds=LISTS,
    ),
    Target(
        name="taxii",
        read=question,
        answers=(taxii.BadQuery,),
        seeds=[b"limit=10&added_after=2026-11-21T09:30:00.000001Z&match[type]=indicator,tool&match[version]=all,2026-01-01T00:00:00Z\napplication/taxii+json;version=2.1, gzip;q=0.5",
               b"next=1763700000000000&match[id]=indicator--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f&match[spec_version]=2.1\nzstd, gzip;q=0"],
        longest=4096,
    ),
)  # fmt: skip

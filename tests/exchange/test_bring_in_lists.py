"""Somebody brings in a list: what is known to be exploited, or indicators in a table or one on a line."""

import csv
import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kring.exchange import lists, stix
from kring.exchange.lists import Listed, Unreadable
from kring.exchange.stix import TLP_2
from kring.tlp.labels import Label
from tests.cast import Cast
from tests.exchange.test_bring_in import bring, real, there
from tests.sharing.stage import refused

PLAIN = b"""# Seen at a member
update.pumps-cdn[.]top
hxxps://pumps-cdn[.]top/load   # the loader
0.0.0.0 panel.pumps-cdn.top
45[.]155[.]205[.]233

nothing to see here
d41d8cd98f00b204e9800998ecf8427e
"""
TABLE = b"""type;indicator;first_seen;comment
domain;update.pumps-cdn.top;2026-11-02;Beacon
ip;45.155.205.233;2026-11-03 10:15;Panel
"""


def kev() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(real("kev", "known_exploited_vulnerabilities.json"))
    return found


def by_name(cast: Cast) -> dict[str, dict[str, Any]]:
    return {one["name"]: one for one in there(cast, "cem")}


def test_what_is_known_to_be_exploited_comes_in_as_vulnerabilities(cast: Cast) -> None:
    octets = real("kev", "known_exploited_vulnerabilities.json")
    brought = bring(cast, octets)
    assert (brought.format, brought.taken, brought.remarks) == ("KEV", kev()["count"], [])
    one = by_name(cast)["CVE-2025-48384"]
    assert one["labels"] == ["known-exploited"]
    assert (one["x_kev_date_added"], one["x_kev_due_date"], one["x_kev_ransomware"]) == (
        "2025-08-25",
        "2025-09-15",
        False,
    )
    assert {"source_name": "cve", "external_id": "CVE-2025-48384"} in one["external_references"]
    assert "link following" in one["description"]
    assert one["object_marking_refs"] == [TLP_2[Label.AMBER]]
    assert bring(cast, octets).taken == kev()["count"]
    assert len(there(cast, "cem")) == kev()["count"], "the same file twice adds nothing"


def as_table(entries: list[dict[str, Any]]) -> bytes:
    lines = io.StringIO()
    writer = csv.DictWriter(lines, [name for name in entries[0] if name != "cwes"], extrasaction="ignore")
    writer.writeheader()
    writer.writerows(entries)
    return lines.getvalue().encode()


def test_the_table_of_it_is_the_same(cast: Cast) -> None:
    entries = kev()["vulnerabilities"][:50]
    assert bring(cast, as_table(entries)).taken == 50
    before = by_name(cast)
    bring(cast, json.dumps({"catalogVersion": "1", "vulnerabilities": entries}).encode())
    assert by_name(cast) == before


def test_what_changed_is_a_newer_version_of_the_same(cast: Cast) -> None:
    entry = kev()["vulnerabilities"][0]
    bring(cast, json.dumps({"vulnerabilities": [entry]}).encode())
    (before,) = there(cast, "cem")
    bring(cast, json.dumps({"vulnerabilities": [entry | {"knownRansomwareCampaignUse": "Known"}]}).encode())
    (after,) = there(cast, "cem")
    assert (after["id"], after["created"]) == (before["id"], before["created"])
    assert after["modified"] > before["modified"]
    assert after["labels"] == ["known-exploited", "ransomware"]


def test_a_plain_list_comes_in_as_indicators(cast: Cast) -> None:
    brought = bring(cast, PLAIN)
    found = by_name(cast)
    assert found.keys() == {
        "update.pumps-cdn.top",
        "https://pumps-cdn.top/load",
        "panel.pumps-cdn.top",
        "45.155.205.233",
    }
    one = found["update.pumps-cdn.top"]
    assert one["pattern"] == "[domain-name:value = 'update.pumps-cdn.top']"
    assert one["object_marking_refs"] == [TLP_2[Label.AMBER]]
    assert all(stix.read(json.dumps(each).encode()).problems == () for each in found.values())
    assert (brought.remarks[0].where, brought.remarks[0].text) == ("line 7", "Not understood: nothing to see here")
    assert "It was left out." in brought.remarks[-1].text, "everybody has the empty file"
    assert brought.taken == 4


def test_the_same_list_twice_adds_nothing(cast: Cast) -> None:
    bring(cast, PLAIN)
    before = there(cast, "cem")
    assert bring(cast, PLAIN).taken == 4
    assert there(cast, "cem") == before


def test_of_a_table_the_columns_are_understood(cast: Cast) -> None:
    brought = bring(cast, TABLE)
    assert (brought.format, brought.taken, brought.remarks) == ("CSV", 2, [])
    found = by_name(cast)
    assert found["update.pumps-cdn.top"]["description"] == "Beacon"
    assert found["update.pumps-cdn.top"]["valid_from"] == "2026-11-02T00:00:00.000Z"
    assert found["45.155.205.233"]["valid_from"].startswith("2026-11-03T10:15:00")


@pytest.mark.parametrize(
    "octets", [b"nonsense", b"one\ntwo\nthree pumps-cdn.top", b"\xff\xfe1.1.1.1", b"# nothing\n", b'"' + b"a" * 140_000]
)
def test_what_is_no_list_is_refused(cast: Cast, octets: bytes) -> None:
    with refused("unreadable_file"):
        bring(cast, octets)


@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_whatever_it_is_it_is_read_or_refused(octets: bytes) -> None:
    try:
        listed = lists.read(octets, "somebody")
    except Unreadable:
        return
    assert isinstance(listed, Listed)
    for draft in (entry.draft for entry in listed.entries):
        moments = {"created": "2026-01-01T00:00:00.000Z", "modified": "2026-01-01T00:00:00.000Z"}
        first = {"valid_from": moments["created"]} if draft["type"] == "indicator" else {}
        assert stix.read(json.dumps(moments | first | draft).encode()).problems == ()

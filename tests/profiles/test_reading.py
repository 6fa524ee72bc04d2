"""Files with what is used are read as spreadsheets and scanners write them; a bad line takes nothing else with it."""

import csv
import io
import json
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kring.kernel.errors import Refused
from kring.products.identifiers import purl_of
from kring.profiles import reading
from kring.profiles.reading import Limits

REAL = Path(__file__).parents[3] / "shared/data/partners/cyclonedx/examples"


def lines(text: str | bytes) -> list[tuple[str, str, str, str]]:
    octets = text.encode() if isinstance(text, str) else text
    return [(e.named.vendor, e.named.product, e.named.version, e.supplier) for e in reading.read(octets).entries]


def refused(octets: bytes, limits: Limits = reading.LIMITS) -> str:
    with pytest.raises(Refused) as why:
        reading.read(octets, limits)
    return why.value.code


@pytest.mark.parametrize(
    "text",
    [
        "vendor,product,version,supplier\nSiemens,SIMATIC S7-1500,V2.9,Pumps and Co\n",
        "Fabrikant;Naam;Versie;Leverancier\r\nSiemens;SIMATIC S7-1500;V2.9;Pumps and Co\r\n",
        "supplier\tversion\tPRODUCT NAME\tmanufacturer\nPumps and Co\tV2.9\tSIMATIC S7-1500\tSiemens",
        'vendor,product,version,supplier,notes\n"Siemens","SIMATIC S7-1500","V2.9","Pumps and Co","two\nlines"\n',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_tables_are_read_as_spreadsheets_write_them(text: str, encoding: str) -> None:
    assert lines(text.encode(encoding)) == [("Siemens", "SIMATIC S7-1500", "V2.9", "Pumps and Co")]


def test_what_is_not_said_in_words_comes_from_the_names_for_machines() -> None:
    text = "product,cpe,purl\n,cpe:2.3:a:apache:http_server:2.4.57:*:*:*:*:*:*:*,\n,,pkg:pypi/Django@5.2\nMine,,pkg:npm/x@1\n"
    assert lines(text) == [("apache", "http server", "2.4.57", ""), ("", "django", "5.2", ""), ("", "Mine", "1", "")]


def test_a_bad_line_takes_nothing_else_with_it_and_says_where_and_why() -> None:
    text = (
        'vendor,product,cpe\nA,One,\nB,,\n,,cpe:nonsense\nC,"Two\nlines",\nD,Three\n\n,E"x,\nF,"odd" quote,\nG,Four,\n'
    )
    inventory = reading.read(text.encode())
    assert [entry.named.product for entry in inventory.entries] == ["One", "Two lines", "Three", 'E"x', "Four"]
    found = [(problem.where, problem.refusal.code) for problem in inventory.problems]
    assert found == [("3", "no_product"), ("4", "not_a_cpe"), ("10", "unreadable_line")]


def test_a_quote_that_nobody_closes_takes_one_line_with_it() -> None:
    rows = "".join(f"A,Thing {n}\n" for n in range(200))
    inventory = reading.read(f'vendor,product\n{rows}B,"never closed\n{rows}'.encode())
    assert len(inventory.entries) == 400
    assert [(problem.where, problem.refusal.code) for problem in inventory.problems] == [("202", "unreadable_line")]


def test_no_more_lines_are_read_than_a_table_may_have() -> None:
    inventory = reading.read(b"product\n" + b"\n" * 50 + b"Late\n", Limits(lines=20))
    assert (inventory.entries, inventory.is_cut) == ([], True)
    assert [(problem.where, problem.refusal.code) for problem in inventory.problems] == [("21", "too_many_lines")]


def test_nothing_but_wrong_lines_ends_the_reading() -> None:
    inventory = reading.read(b"vendor,product\n" + b"A,\n" * 1000, Limits(entries=10))
    assert (inventory.wrong, inventory.is_cut) == (11, True)


@pytest.mark.parametrize(
    ("octets", "code"),
    [
        (b"", "empty_file"),
        (b'"', "no_columns"),
        (b" \n", "empty_file"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "not_text"),
        (b"colour,size\nred,9\n", "no_columns"),
        (b'{"bomFormat": "Other"}', "not_cyclonedx"),
        (b'{"bomFormat": "CycloneDX", "specVersion": "9.9"}', "not_cyclonedx"),
        (b"[]", "not_cyclonedx"),
        (b'{"bomFormat"', "not_json"),
        (b"<bom", "not_xml"),
        (b"<bom xmlns='http://example.com/'/>", "not_cyclonedx"),
        (b"<!DOCTYPE bom [<!ENTITY a 'aaaa'>]><bom>&a;</bom>", "not_xml"),
        (b"x" * 200, "too_large"),
    ],
)
def test_what_is_no_list_is_refused_with_the_reason(octets: bytes, code: str) -> None:
    assert refused(octets, Limits(octets=100)) == code


BILL = {
    "bomFormat": "CycloneDX",
    "specVersion": "1.6",
    "metadata": {"component": {"type": "application", "name": "Portal", "version": "7"}},
    "components": [
        {
            "type": "library",
            "group": "org.example",
            "name": "inner",
            "version": "1.0",
            "purl": "pkg:maven/org.example/inner@1.0",
            "components": [{"type": "library", "name": "innermost", "supplier": {"name": "Deep and Co"}}],
        },
        {"type": "library", "name": "broken", "purl": "no purl"},
        {"type": "file", "name": "readme.txt"},
        7,
        {"type": "library", "name": 7},
        {"type": "library"},
    ],
    "services": [{"provider": {"name": "Cloudy"}, "name": "mail", "version": "2"}],
}
BILL_XML = """<?xml version="1.0"?>
<bom xmlns="http://cyclonedx.org/schema/bom/1.6" version="1">
  <metadata><tools><components><component type="application"><name>scanner</name></component></components></tools>
    <component type="application"><name>Portal</name><version>7</version></component></metadata>
  <components>
    <component type="library"><supplier><name/></supplier><group>org.example</group><name>inner</name><version>1.0</version>
      <licenses><license><name>MIT</name></license></licenses><purl>pkg:maven/org.example/inner@1.0</purl>
      <components><component type="library"><supplier><name>Deep and Co</name></supplier><name>innermost</name></component></components>
    </component>
    <component type="library"><name>broken</name><purl>no purl</purl></component>
    <component type="file"><name>readme.txt</name></component>
    <component type="library"/>
  </components>
  <services><service><provider><name>Cloudy</name></provider><name>mail</name><version>2</version></service></services>
</bom>"""


@pytest.mark.parametrize("octets", [json.dumps(BILL).encode(), BILL_XML.encode()], ids=["json", "xml"])
def test_a_bill_of_materials_names_its_parts_and_theirs(octets: bytes) -> None:
    assert lines(octets) == [
        ("", "Portal", "7", ""),
        ("org.example", "inner", "1.0", ""),
        ("Deep and Co", "innermost", "", "Deep and Co"),
        ("Cloudy", "mail", "2", ""),
    ]
    found = {(problem.where, problem.refusal.code) for problem in reading.read(octets).problems}
    assert ("/components/1", "not_a_purl") in found


def test_it_says_where_a_part_is_not_in_order() -> None:
    found = [(problem.where, problem.refusal.code) for problem in reading.read(json.dumps(BILL).encode()).problems]
    assert found == [
        ("/components/1", "not_a_purl"),
        ("/components/3", "not_a_part"),
        ("/components/4", "not_a_part"),
        ("/components/5", "no_product"),
    ]


def nested(depth: int) -> dict[str, object]:
    part: dict[str, object] = {"type": "library", "name": "x"}
    for _ in range(depth):
        part = {"type": "library", "name": "x", "components": [part]}
    return {"bomFormat": "CycloneDX", "specVersion": "1.5", "components": [part]}


def test_what_is_nested_too_deep_is_refused() -> None:
    assert len(lines(json.dumps(nested(30)))) == 31
    assert refused(json.dumps(nested(60)).encode()) == "too_deep"
    inside = "<components><component>"
    deep = f'<bom xmlns="http://cyclonedx.org/schema/bom/1.5">{inside * 100_000}'
    assert refused(deep.encode()) == "too_deep"


def test_no_more_is_read_than_there_is_room_for() -> None:
    inventory = reading.read(b"product\n" + b"x\n" * 50, Limits(entries=10))
    assert (len(inventory.entries), inventory.is_cut) == (10, True)
    assert inventory.problems[-1].where == "12"


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("sbom_dropwizard.json", 168),
        ("sbom_laravel.json", 63),
        ("sbom_proton_bridge.json", 202),
        ("sbom_cern_lhc_vdm.json", 44),
    ],
)
def test_bills_of_materials_of_others_are_read_whole(name: str, parts: int) -> None:
    if not REAL.exists():
        pytest.skip("bills of materials of others are not at hand")
    inventory = reading.read((REAL / name).read_bytes())
    assert (len(inventory.entries), inventory.problems) == (parts, [])
    assert all(purl_of(entry.named.purl) for entry in inventory.entries if entry.named.purl)


CELLS = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), min_size=1, max_size=40
)


@given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=20), st.sampled_from([",", ";", "\t"]))
def test_whatever_stands_in_a_cell_comes_out_of_it(cells: list[tuple[str, str]], delimiter: str) -> None:
    table = io.StringIO()
    writer = csv.writer(table, delimiter=delimiter)
    writer.writerows([("vendor", "product"), *cells])
    inventory = reading.read(table.getvalue().encode())
    plain = [entry.named.product for entry in inventory.entries]
    wanted = [" ".join(product.split()) for _, product in cells]
    assert [name for name in wanted if name and not name.lower().startswith(("cpe:", "pkg:"))] == plain


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                ["components", "services", "name", "type", "purl", "cpe", "supplier", "version", "metadata"]
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=30,
)


@given(JSON)
def test_no_document_breaks_the_reader(document: object) -> None:
    whole = {"bomFormat": "CycloneDX", "specVersion": "1.4", "components": document, "metadata": document}
    reading.read(json.dumps(whole).encode())


@given(st.binary(max_size=300), st.sampled_from([b"", b"{", b"<", b"product\n", b"\xff\xfe"]))
def test_no_octets_break_the_reader(octets: bytes, begin: bytes) -> None:
    with suppress(Refused):
        reading.read(begin + octets)

"""Somebody takes along what they ticked: under its narrowest label, in formats that others read."""

import csv
import io
import json
from typing import Any
from uuid import UUID

import pytest
import stix2
from pymisp import MISPEvent
from pypdf import PdfReader

from kring.exchange import misp
from kring.exchange.stix import TLP_2
from kring.sharing.rules import Text
from kring.sharing.rules.source import MOST_TAKEN_ALONG
from kring.tlp.labels import Label
from tests.browsing import Browse, Scheme, wrong_on
from tests.cast import Cast
from tests.exchange.test_bring_in import bring, real
from tests.sharing import stage
from tests.sharing.pages.visit import visitor, words_of

LOADER = Text(title="A loader", what="It calls 203.0.113.9 and hxxps://bad-site[.]nl/x, after CVE-2024-3400.")
PANEL = Text(title="A panel", what="It answers on panel.bad-site[.]nl.")


def two(cast: Cast) -> list[UUID]:
    return [
        stage.share(cast, label=Label.GREEN, text=LOADER),
        stage.share(cast, label=Label.AMBER_STRICT, text=PANEL),
    ]


def asked(items: list[UUID]) -> str:
    return "&".join(f"item={item}" for item in items)


def take(cast: Cast, name: str, file: str, question: str) -> Any:
    answer = visitor(cast, name).get(f"/take-along/{file}?{question}")
    assert answer.status_code == 200, answer.status_code
    return answer


def test_the_page_names_what_is_in_it_and_the_narrowest_label(cast: Cast) -> None:
    page = words_of(visitor(cast, "cem").get(f"/take-along/?{asked(two(cast))}"))
    for word in ("A loader", "A panel", "TLP:AMBER+STRICT", "The narrowest label", "STIX 2.1", "MISP", "CSV", "PDF"):
        assert word in page


def test_a_bundle_holds_all_of_it_with_the_label_on_each(cast: Cast) -> None:
    answer = take(cast, "cem", "stix.json", asked(two(cast)))
    bundle = stix2.parse(answer.content, allow_custom=True)
    marks = {one["object_marking_refs"][0] for one in bundle.objects if one["type"] == "report"}
    assert marks == {TLP_2[Label.GREEN], TLP_2[Label.AMBER_STRICT]}
    assert len({one["id"] for one in bundle.objects}) == len(bundle.objects), "each object once"
    assert 'filename="amber-strict-' in answer.headers["Content-Disposition"]


def test_events_are_read_by_misp_itself_and_by_us(cast: Cast) -> None:
    items = two(cast)
    several = take(cast, "cem", "misp.json", asked(items)).content
    assert [event.title for event in misp.read(several)] == ["A panel", "A loader"]
    event = MISPEvent()
    event.from_dict(**json.loads(take(cast, "cem", "misp.json", asked(items[:1])).content)["Event"])
    assert "tlp:green" in {tag.name for tag in event.tags}
    assert "203.0.113.9" in {attribute.value for attribute in event.attributes}


def table(octets: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(octets.decode("utf-8-sig"))))


def test_indicators_are_a_table(cast: Cast) -> None:
    rows = table(take(cast, "cem", "indicators.csv", asked(two(cast))).content)
    said = {(row["type"], row["value"], row["label"], row["source"]) for row in rows}
    assert said == {
        ("ipv4", "203.0.113.9", "TLP:GREEN", "Alpha"),
        ("url", "https://bad-site.nl/x", "TLP:GREEN", "Alpha"),
        ("cve", "CVE-2024-3400", "TLP:GREEN", "Alpha"),
        ("domain", "panel.bad-site.nl", "TLP:AMBER+STRICT", "Alpha"),
    }
    assert all(row["first_seen"].endswith("Z") for row in rows)


def test_no_spreadsheet_takes_a_value_for_a_formula(cast: Cast) -> None:
    from kring.circles.models import Organisation

    Organisation.objects.filter(pk=cast.alpha.pk).update(name="=HYPERLINK(1)")
    rows = table(take(cast, "cem", "indicators.csv", asked(two(cast)[:1])).content)
    assert {row["source"] for row in rows} == {"'=HYPERLINK(1)"}


def test_on_paper_the_narrowest_label_stands_on_every_page(cast: Cast) -> None:
    answer = visitor(cast, "cem").get(f"/items/paper/?{asked(two(cast))}")
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages]
    assert all("TLP:AMBER+STRICT" in page for page in pages)
    assert "A loader" in pages[0]
    assert "A panel" in "".join(pages)


def test_red_goes_on_paper_alone(cast: Cast) -> None:
    red = stage.share(cast, label=Label.RED, named=["cem"], text=Text(title="A secret", what="It calls 198.51.100.9."))
    items = [*two(cast), red]
    cem = visitor(cast, "cem")
    assert "1 of these is TLP:RED" in words_of(cem.get(f"/take-along/?{asked(items)}"))
    for file in ("stix.json", "misp.json", "indicators.csv"):
        answer = take(cast, "cem", file, asked(items))
        assert not any(word in answer.content for word in (b"A secret", b"198.51.100.9"))
        assert "secret" not in answer.headers["Content-Disposition"]
    assert {cem.get(f"/take-along/{file}?item={red}").status_code for file in ("stix.json", "indicators.csv")} == {404}
    paper = cem.get(f"/items/paper/?{asked(items)}")
    assert "TLP:RED" in PdfReader(io.BytesIO(paper.content)).pages[0].extract_text()


def test_what_is_strict_counts_as_read(cast: Cast) -> None:
    _, strict = two(cast)
    take(cast, "cem", "indicators.csv", f"item={strict}")
    assert "Cem" in words_of(visitor(cast, "ada").get(f"/items/{strict}/readers/"))


def test_what_is_not_for_the_reader_is_not_in_it(cast: Cast) -> None:
    items = two(cast)
    page = words_of(visitor(cast, "bo").get(f"/take-along/?{asked(items)}"))
    assert "A loader" in page
    assert "A panel" not in page
    assert b"panel" not in take(cast, "bo", "stix.json", asked(items)).content
    assert visitor(cast, "dee").get(f"/take-along/?{asked(items)}").status_code == 404


def test_objects_are_taken_along_as_items_are(cast: Cast) -> None:
    bring(cast, b"update.pumps-cdn.top\n45.155.205.233\n")
    cem = visitor(cast, "cem")
    page = cem.get("/c/north/objects/").content.decode()
    ids = [piece.split('"')[0] for piece in page.split('name="object" value="')[1:]]
    assert len(ids) == 2
    question = "circle=north&" + "&".join(f"object={one}" for one in ids)
    assert "TLP:AMBER" in words_of(cem.get(f"/take-along/?{question}"))
    rows = table(take(cast, "cem", "indicators.csv", question).content)
    assert {row["value"] for row in rows} == {"update.pumps-cdn.top", "45.155.205.233"}
    (event,) = misp.read(take(cast, "cem", "misp.json", question).content)
    assert event.label is Label.AMBER
    assert len(json.loads(take(cast, "cem", "stix.json", question).content)["objects"]) == 2
    paper = PdfReader(io.BytesIO(take(cast, "cem", "objects.pdf", question).content)).pages[0].extract_text()
    assert "TLP:AMBER" in paper


def test_an_advisory_goes_as_it_came(cast: Cast) -> None:
    octets = real("csaf-real", "icsa-24-004-01.json")
    bring(cast, octets)
    cem = visitor(cast, "cem")
    page = cem.get("/c/north/objects/?type=x-csaf-advisory").content.decode()
    one = page.split('name="object" value="')[1].split('"')[0]
    assert take(cast, "cem", "advisory.json", f"circle=north&object={one}").content == octets


def test_nothing_ticked_says_so(cast: Cast) -> None:
    assert "Nothing was ticked" in words_of(visitor(cast, "cem").get("/take-along/"))


def test_where_objects_are_ticked_it_is_about_objects(cast: Cast) -> None:
    bring(cast, b"update.pumps-cdn.top\n")
    cem = visitor(cast, "cem")
    one = cem.get("/c/north/objects/").content.decode().split('name="object" value="')[1].split('"')[0]
    page = words_of(cem.get(f"/take-along/?circle=north&object={one}&item=nothing"))
    assert "TLP:AMBER" in page


def test_too_much_at_once_is_refused(cast: Cast) -> None:
    items = two(cast)[:1] * (MOST_TAKEN_ALONG + 1)
    assert visitor(cast, "cem").get(f"/take-along/?{asked(items)}").status_code == 409


def test_too_often_is_refused(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    from kring.exchange.pages import taking_along

    monkeypatch.setattr(taking_along, "FILES_AN_HOUR", 1)
    item = two(cast)[0]
    cem = visitor(cast, "cem")
    found = [cem.get(f"/take-along/stix.json?item={item}").status_code for _ in range(2)]
    assert found == [200, 409]


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (320, "dark")])
def test_everybody_can_tick_and_take_along(cast: Cast, browse: Browse, width: int, scheme: Scheme) -> None:
    two(cast)
    cem = visitor(cast, "cem")
    page = browse(cem, "/c/north/items/", width=width, scheme=scheme)
    assert wrong_on(page) == []
    for box in page.get_by_role("checkbox").all():
        box.check()
    page.get_by_role("button", name="Take along what is ticked").click()
    assert page.get_by_role("heading", name="Take along", exact=True).is_visible()
    assert page.get_by_text("A panel").is_visible()
    assert wrong_on(page) == []

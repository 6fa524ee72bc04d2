"""A circle publishes what is CLEAR as signed advisories, for everybody and for every program that reads CSAF."""

import csv
import hashlib
import io
import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import jsonschema_rs
import pytest
from django.test import Client, override_settings
from hypothesis import given
from hypothesis import strategies as st
from pysequoia import Cert, Sig, verify

from kring.circles.models import Circle
from kring.exchange import commands, csaf
from kring.exchange.csaf import Issue, Note, Publisher
from kring.exchange.rules import PublisherKind
from kring.kernel.binding import acting_as
from kring.kernel.clock import now
from kring.sharing import commands as sharing
from kring.sharing.rules import Text
from kring.tlp.labels import Label
from tests.browsing import Browse, Scheme, wrong_on
from tests.cast import Cast
from tests.sharing import stage
from tests.sharing.pages.visit import visitor, words_of
from tests.sharing.stage import refused

OASIS = Path(__file__).parents[3] / "shared" / "data" / "csaf-oasis-tests" / "csaf_2.0"
OURS = Path(csaf.__file__).parent / "schemas"
WELL_KNOWN = "/.well-known/csaf/provider-metadata.json"
TEXT = Text(
    title="Pumps stop after the update",
    what="Two pumps stop, by CVE-2024-3400. They call 203.0.113.9.",
    so_what="The water rises.",
    do_what="Stay on version 4.2.",
)


@pytest.fixture
def north(cast: Cast) -> None:
    """North publishes."""
    with acting_as(cast.actor("chi")) as actor:
        commands.open_provider(
            actor=actor,
            circle=cast.north.pk,
            kind=PublisherKind.COORDINATOR,
            namespace="https://north.example",
            contact="desk@north.example",
        )


def published(cast: Cast, text: Text = TEXT) -> UUID:
    item = stage.share(cast, label=Label.CLEAR, text=text, language="en")
    with acting_as(cast.actor("ada")) as actor:
        commands.publish_advisory(actor=actor, item=item)
    commands.write_advisory(item=item)
    return item


def fetched(address: str) -> Any:
    """As somebody without an account gets it, whatever the host is called in it."""
    return Client().get(urlsplit(address).path)


def read(address: str) -> Any:
    answer = fetched(address)
    assert answer.status_code == 200, address
    return json.loads(answer.content)


def entries() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = read("/csaf/north/feed-tlp-white.json")["feed"]["entry"]
    return found


def advisory() -> tuple[str, bytes]:
    """The address and the octets of the only one there is."""
    (entry,) = entries()
    address = entry["content"]["src"]
    return address, fetched(address).content


def official(name: str) -> jsonschema_rs.Validator:
    path = OASIS / "json_schema" / name
    if not path.exists():
        pytest.skip("The schemas of OASIS are not beside this project (../shared/data/csaf-oasis-tests).")
    schema = json.loads(path.read_bytes())
    others = {f"https://www.first.org/cvss/{one.name}": one for one in OURS.glob("cvss-*.json")}
    others["https://docs.oasis-open.org/csaf/csaf/v2.0/csaf_json_schema.json"] = path.parent / "csaf_json_schema.json"
    registry = jsonschema_rs.Registry([(name, json.loads(one.read_bytes())) for name, one in others.items()])
    return jsonschema_rs.Draft202012Validator(schema, registry=registry, offline=True, validate_formats=True)


# --- Section 7.1 of CSAF 2.0: each requirement of a trusted provider, and how it is seen here ---


def valid_documents() -> None:
    found = csaf.read(advisory()[1])
    assert (found.problems, found.judged) == ((), True)
    assert (found.id, found.tlp, found.publisher.namespace) == (
        f"north-{now():%Y}-0001",
        "WHITE",
        "https://north.example",
    )


def file_names() -> None:
    address, octets = advisory()
    assert address.rpartition("/")[2] == csaf.file_name(json.loads(octets)["document"]["tracking"]["id"])


def free_for_everybody() -> None:
    assert "set-cookie" not in {name.lower() for name in fetched(advisory()[0]).headers}


def nothing_else_is_there() -> None:
    assert {entry["title"] for entry in entries()} == {TEXT.title}


def no_redirects() -> None:
    addresses = [WELL_KNOWN, "/csaf/north/", advisory()[0], f"/csaf/north/{now():%Y}/"]
    assert {fetched(address).status_code for address in addresses} == {200}


def metadata() -> None:
    said = read(WELL_KNOWN)
    assert (said["role"], said["publisher"]["name"]) == ("csaf_trusted_provider", "North")
    assert list(official("provider_json_schema.json").iter_errors(said)) == []
    assert urlsplit(said["canonical_url"]).path == WELL_KNOWN
    assert read("/csaf/north/provider-metadata.json") == said


def security_txt() -> None:
    with override_settings(KRING_SECURITY_CONTACT="mailto:security@kring.example"):
        lines = Client().get("/.well-known/security.txt").content.decode().splitlines()
    (address,) = [line.removeprefix("CSAF: ") for line in lines if line.startswith("CSAF: ")]
    assert urlsplit(address).path == WELL_KNOWN


def years() -> None:
    address, octets = advisory()
    released = json.loads(octets)["document"]["tracking"]["initial_release_date"]
    assert urlsplit(address).path.startswith(f"/csaf/north/{released[:4]}/")


def index() -> None:
    (line,) = fetched("/csaf/north/index.txt").content.decode().splitlines()
    assert fetched(f"/csaf/north/{line}").content == advisory()[1]


def changes() -> None:
    (row,) = csv.reader(io.StringIO(fetched("/csaf/north/changes.csv").content.decode()))
    assert row[1] == json.loads(advisory()[1])["document"]["tracking"]["current_release_date"]
    assert fetched(f"/csaf/north/{row[0]}").status_code == 200


def listings() -> None:
    page = fetched("/csaf/north/").content.decode()
    assert f'href="{now():%Y}/"' in page
    assert f'href="{advisory()[0]}"' in fetched(f"/csaf/north/{now():%Y}/").content.decode()


def feed() -> None:
    said = read("/csaf/north/feed-tlp-white.json")["feed"]
    assert said["category"] == [{"scheme": "urn:ietf:params:rolie:category:information-type", "term": "csaf"}]
    (entry,) = said["entry"]
    tracking = json.loads(advisory()[1])["document"]["tracking"]
    assert (entry["id"], entry["updated"]) == (tracking["id"], tracking["current_release_date"])
    for link in entry["link"]:
        assert fetched(link["href"]).status_code == 200
    assert [link["rel"] for link in entry["link"]] == ["self", "hash", "hash", "signature"]


def service() -> None:
    (workspace,) = read("/csaf/north/service.json")["service"]["workspace"]
    assert [fetched(one["href"]).status_code for one in workspace["collection"]] == [200]


def categories() -> None:
    terms = {one["term"] for one in read("/csaf/north/category.json")["categories"]["category"]}
    assert terms == {"csaf_base", "en"}
    assert {one["term"] for one in entries()[0]["category"]} == terms


def hashes() -> None:
    address, octets = advisory()
    for kind in ("sha256", "sha512"):
        said, name = fetched(f"{address}.{kind}").content.decode().split()
        assert (said, name) == (hashlib.new(kind, octets).hexdigest(), address.rpartition("/")[2])


def signatures() -> None:
    address, octets = advisory()
    signature = Sig.from_bytes(fetched(f"{address}.asc").content)
    ours = Cert.from_bytes(fetched(read(WELL_KNOWN)["public_openpgp_keys"][0]["url"]).content)
    assert verify(octets, store=lambda _: [ours], signature=signature).valid_sigs
    with pytest.raises(RuntimeError):
        verify(octets + b" ", store=lambda _: [ours], signature=signature)


def public_key() -> None:
    (key,) = read(WELL_KNOWN)["public_openpgp_keys"]
    ours = Cert.from_bytes(fetched(key["url"]).content)
    assert ours.fingerprint.upper() == key["fingerprint"]


REQUIREMENTS: dict[str, Callable[[], None]] = {
    "1 valid CSAF document": valid_documents,
    "2 file name": file_names,
    "4 TLP:WHITE is freely accessible": free_for_everybody,
    "5 TLP:AMBER and TLP:RED are elsewhere": nothing_else_is_there,
    "6 no redirects": no_redirects,
    "7 provider-metadata.json": metadata,
    "8 security.txt": security_txt,
    "9 well-known address": metadata,
    "11 one folder per year": years,
    "12 index.txt": index,
    "13 changes.csv": changes,
    "14 directory listings": listings,
    "15 ROLIE feed": feed,
    "16 ROLIE service document": service,
    "17 ROLIE category document": categories,
    "18 integrity": hashes,
    "19 signatures": signatures,
    "20 public key": public_key,
}
"""Not here: 3 (TLS) is the proxy's, 10 (DNS) the operator's; 21 to 23 are for who lists the providers of others."""


@pytest.mark.requirement("R83")
@pytest.mark.parametrize("requirement", REQUIREMENTS)
def test_it_meets_what_the_standard_asks_of_a_trusted_provider(cast: Cast, north: None, requirement: str) -> None:
    published(cast)
    stage.share(cast, label=Label.CLEAR, text=Text(what="Not published."))
    stage.share(cast, label=Label.AMBER)
    REQUIREMENTS[requirement]()


# --- What is published, and what becomes of it ---


def test_it_says_what_people_wrote_and_which_vulnerabilities_they_named(cast: Cast, north: None) -> None:
    published(cast)
    said = json.loads(advisory()[1])
    assert [note["text"] for note in said["document"]["notes"]] == [TEXT.what, TEXT.so_what, TEXT.do_what]
    assert said["vulnerabilities"] == [{"cve": "CVE-2024-3400"}]
    assert "Alpha" not in json.dumps(said), "who shared it is not the publisher's to tell"


def test_an_edit_is_another_revision(cast: Cast, north: None) -> None:
    item = published(cast)
    with acting_as(cast.actor("ada")) as actor:
        sharing.edit_item(actor=actor, item=item, text=Text(what="Three pumps."), version=1)
    commands.write_advisory(item=item)
    tracking = json.loads(advisory()[1])["document"]["tracking"]
    assert [one["summary"] for one in tracking["revision_history"]] == ["Published", "Changed"]
    assert tracking["version"] == "2"
    valid_documents()


def test_written_again_it_is_the_same(cast: Cast, north: None) -> None:
    item = published(cast)
    before = advisory()
    assert not commands.write_advisory(item=item)
    assert advisory() == before


def unpublish(cast: Cast, item: UUID) -> None:
    with acting_as(cast.actor("ada")) as actor:
        sharing.unpublish_item(actor=actor, item=item)


ENDS: dict[str, Callable[[Cast, UUID], None]] = {
    "withdrawn": stage.withdraw,
    "narrowed": lambda cast, item: stage.relabel(cast, item, Label.GREEN),
    "taken from the public": unpublish,
}


@pytest.mark.parametrize("end", ENDS)
def test_what_is_taken_back_is_gone_at_once_and_leaves_that_it_was(cast: Cast, north: None, end: str) -> None:
    item = published(cast)
    address, before = advisory()
    ENDS[end](cast, item)
    assert fetched(address).status_code == 404, "before any job ran"
    assert entries() == []
    commands.write_advisory(item=item)
    there, after = advisory()
    assert there == address
    assert not any(word in after.decode() for word in ("pumps", "Pumps", "3400", "203.0.113", "water"))
    tracking = json.loads(after)["document"]["tracking"]
    assert [one["summary"] for one in tracking["revision_history"]] == ["Published", "Withdrawn"]
    assert csaf.read(after).problems == ()
    signatures()
    assert not commands.write_advisory(item=item)
    assert before != after


def test_published_again_it_goes_on_under_its_name(cast: Cast, north: None) -> None:
    item = published(cast)
    unpublish(cast, item)
    commands.write_advisory(item=item)
    with acting_as(cast.actor("ada")) as actor:
        commands.publish_advisory(actor=actor, item=item)
    commands.write_advisory(item=item)
    tracking = json.loads(advisory()[1])["document"]["tracking"]
    assert (tracking["id"][-4:], tracking["version"]) == ("0001", "3")
    assert "Two pumps" in advisory()[1].decode()


@pytest.mark.parametrize(
    ("name", "code"), [("cem", "not_the_source"), ("bo", "not_the_source"), ("chi", "not_the_source")]
)
def test_only_its_source_publishes_it(cast: Cast, north: None, name: str, code: str) -> None:
    item = stage.share(cast, label=Label.CLEAR)
    with acting_as(cast.actor(name)) as actor, refused(code):
        commands.publish_advisory(actor=actor, item=item)


def test_only_what_is_clear_is_published(cast: Cast, north: None) -> None:
    item = stage.share(cast, label=Label.GREEN)
    with acting_as(cast.actor("ada")) as actor, refused("not_clear"):
        commands.publish_advisory(actor=actor, item=item)


def test_a_circle_that_publishes_nothing_publishes_nothing(cast: Cast) -> None:
    item = stage.share(cast, label=Label.CLEAR)
    with acting_as(cast.actor("ada")) as actor, refused("no_provider"):
        commands.publish_advisory(actor=actor, item=item)


ADDRESSES = (WELL_KNOWN, "/csaf/north/", "/csaf/north/index.txt", "/csaf/north/provider-metadata.json")


def close(cast: Cast) -> None:
    with acting_as(cast.actor("chi")) as actor:
        commands.close_provider(actor=actor, circle=cast.north.pk)


def narrow(cast: Cast) -> None:
    Circle.objects.filter(pk=cast.north.pk).update(widest_label=Label.GREEN)


@pytest.mark.parametrize("end", [close, narrow])
def test_a_circle_that_does_so_no_longer_is_not_there(cast: Cast, north: None, end: Callable[[Cast], None]) -> None:
    published(cast)
    address, _ = advisory()
    end(cast)
    assert {fetched(one).status_code for one in (*ADDRESSES, address, f"{address}.asc")} == {404}
    assert {fetched(one.replace("north", "south")).status_code for one in ADDRESSES} == {404}


def test_only_who_steers_switches_it_and_only_where_clear_is_shared(cast: Cast) -> None:
    opened = partial(
        commands.open_provider,
        circle=cast.north.pk,
        kind=PublisherKind.OTHER,
        namespace="https://north.example",
        contact="desk",
    )
    with acting_as(cast.actor("ada")) as actor, refused("not_steering"):
        opened(actor=actor)
    narrow(cast)
    with acting_as(cast.actor("chi")) as actor, refused("not_clear_here"):
        opened(actor=actor)


def test_a_copy_that_is_good_still_is_not_sent_again(cast: Cast, north: None) -> None:
    published(cast)
    for address in (advisory()[0], "/csaf/north/feed-tlp-white.json"):
        first = fetched(address)
        assert "public" in first.headers["Cache-Control"]
        assert first.headers["Last-Modified"].endswith("GMT")
        mark = first.headers["ETag"]
        again = Client().get(urlsplit(address).path, headers={"If-None-Match": mark})
        assert (again.status_code, again.content) == (304, b"")


text = st.text(min_size=1, max_size=80).filter(str.strip)


@given(title=text, note=text, cves=st.lists(st.sampled_from(["CVE-2024-3400", "CVE-2021-44228"])))
def test_whatever_people_write_is_valid(title: str, note: str, cves: list[str]) -> None:
    publisher = Publisher("North", "https://north.example", "coordinator", "desk@north.example")
    octets = csaf.write(
        Issue(
            id="north-2026-0001",
            title=title,
            language="nl",
            publisher=publisher,
            address="https://kring.example/csaf/north/2026/north-2026-0001.json",
            notes=[Note("summary", "What", note)],
            cves=cves,
            revisions=csaf.following(csaf.following((), now(), "Published"), now(), "Changed"),
        )
    )
    assert csaf.read(octets).problems == ()


# --- The pages ---


def test_on_the_page_it_is_switched_on_and_off(cast: Cast) -> None:
    chi = visitor(cast, "chi")
    given = {"kind": "vendor", "namespace": "https://north.example", "contact": "desk@north.example"}
    assert chi.post("/c/north/advisories/", given).status_code == 302
    assert WELL_KNOWN in words_of(chi.get("/c/north/advisories/"))
    assert read(WELL_KNOWN)["publisher"]["category"] == "vendor"
    chi.post("/c/north/advisories/close/")
    assert fetched(WELL_KNOWN).status_code == 404


def test_the_source_publishes_it_where_it_is_taken_along(cast: Cast, north: None) -> None:
    item = stage.share(cast, label=Label.CLEAR, text=TEXT)
    ada = visitor(cast, "ada")
    assert "Publish it" in words_of(ada.get(f"/take-along/?item={item}"))
    assert "Publish it" not in words_of(visitor(cast, "cem").get(f"/take-along/?item={item}"))
    ada.post(f"/items/{item}/publish/")
    commands.write_advisory(item=item)
    assert advisory()[0] in ada.get(f"/take-along/?item={item}").content.decode()
    ada.post(f"/items/{item}/unpublish/")
    assert entries() == []


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (320, "dark")])
@pytest.mark.parametrize("page", ["/csaf/north/", "/c/north/advisories/"])
def test_everybody_can_use_the_pages(
    cast: Cast, north: None, browse: Browse, page: str, width: int, scheme: Scheme
) -> None:
    published(cast)
    assert wrong_on(browse(visitor(cast, "chi"), page, width=width, scheme=scheme)) == []

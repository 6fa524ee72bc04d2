"""A judge of CSAF that nobody here wrote (`csaf-validator-lib`) says the same of good and of bad advisories."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import reduce
from pathlib import Path
from uuid import UUID

import orjson
import pytest
from django.test import Client, override_settings

from kring.exchange import commands, csaf
from kring.exchange.csaf import Issue, Note, Publisher
from kring.exchange.rules import PublisherKind
from kring.kernel.binding import acting_as
from kring.kernel.clock import now
from kring.sharing import commands as sharing
from kring.sharing.rules import Text
from kring.site.demo.advisory import advisory
from kring.tlp.labels import Label
from tests.cast import Cast
from tests.exchange.csaf.samples import an_advisory, octets, real
from tests.exchange.csaf.test_musts import BREAKS
from tests.sharing import stage

HERE = Path(__file__).parent / "judge"
INSTALLED = Path(sys.prefix) / "judge-of-csaf"

Failed = dict[str, list[str]]
"""The tests of CSAF that a document fails: each with the places where it does."""
Judge = Callable[[bytes], Failed]


@pytest.fixture(scope="module")
def judge() -> Iterator[Judge]:
    """One process of Node that judges what it is asked about, one after the other."""
    node = shutil.which("node")
    if node is None or not (INSTALLED / "node_modules").exists():
        pytest.skip("The judge of CSAF is not here: bin/test installs it where there is npm.")
    with subprocess.Popen(
        [node, HERE / "judge.mjs", INSTALLED], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdin
        assert process.stdout

        def ask(document: bytes) -> Failed:
            assert process.stdin
            assert process.stdout
            process.stdin.write(orjson.dumps(orjson.loads(document)) + b"\n")
            process.stdin.flush()
            failed: Failed = json.loads(process.stdout.readline())
            return failed

        yield ask
        process.stdin.close()


def agrees(failed: Failed, document: bytes) -> bool:
    """Does it name the mandatory tests that we name? A score that its schema refuses is 6.1.8 for us, and both for it."""
    theirs = {number for number in failed if not number.startswith("6.2.")}
    in_scores = all("/scores/" in place.partition(":")[0] for place in failed.get("schema", ()))
    if in_scores:
        theirs = {"6.1.8" if number == "schema" else number for number in theirs}
    return theirs == {problem.code for problem in csaf.read(document).problems}


THE_JUDGE_IS_WRONG = {
    "6-1-14-12": "two revisions at the same moment are in the order of their numbers, says the suite; 6.1.21 takes them as they stand",
    "6-1-16-03": "the same",
    "6-1-16-05": "the same",
    "6-1-16-16": "the same",
    "6-1-16-17": "the same",
    "6-1-26-04": "a category without a space or dash is like a profile too, says the suite",
}
"""Documents of the official suite, by the end of their name, about which it says something else than the suite does."""


def test_it_agrees_about_every_document_of_the_official_suite(judge: Judge) -> None:
    found = real("csaf-oasis-tests/csaf_2.0/test/validator/data", "*/*.json")
    others = [path.stem for path in found if not agrees(judge(octets := path.read_bytes()), octets)]
    assert [name.removeprefix("oasis_csaf_tc-csaf_2_0-2021-") for name in others] == [*THE_JUDGE_IS_WRONG]


@pytest.mark.parametrize("folder", ["csaf-real", "csaf-oasis-tests/csaf_2.0/examples/csaf"])
def test_it_agrees_about_what_is_published_for_real(judge: Judge, folder: str) -> None:
    for path in real(folder, "**/*.json"):
        assert agrees(judge(octets := path.read_bytes()), octets), path.name


def test_it_agrees_about_our_own_bad_documents(judge: Judge) -> None:
    """It computes also what a score that its schema refuses should come to, and takes “EN” for another language than “en”."""
    bad = {place: octets(broken()) for _, place, broken in BREAKS}
    others = [place for place, document in bad.items() if not agrees(judge(document), document)]
    assert others == ["/vulnerabilities/0/scores/0/cvss_v3/baseSeverity", "/document/source_lang"]
    assert judge(octets(an_advisory())).keys() <= {"6.2.11", "6.2.13"}


# --- What we publish passes every test it has, the optional ones too ---

WORDS = Text(
    title='Pumps stop \u202e after the update \\ "quoted" 🚰',
    what="Two pumps stop, by CVE-2024-3400, CVE-2024-3400 and cve-2021-44228.\n\n- They call 203.0.113.9.",
    so_what="The water rises.",
    do_what="Stay on version 4.2.",
)


@override_settings(KRING_BASE_URL="https://kring.example")
@pytest.mark.parametrize(("kind", "language"), [(PublisherKind.VENDOR, "en"), (PublisherKind.USER, "nl")])
def test_it_has_nothing_against_what_a_circle_publishes(
    judge: Judge, cast: Cast, kind: PublisherKind, language: str
) -> None:
    with acting_as(cast.actor("chi")) as chi:
        commands.open_provider(
            actor=chi, circle=cast.north.pk, kind=kind, namespace="https://north.example", contact="desk@north.example"
        )
    item = stage.share(cast, label=Label.CLEAR, text=WORDS, language=language)
    with acting_as(cast.actor("ada")) as ada:
        commands.publish_advisory(actor=ada, item=item)
    for change in (None, edit, stage.withdraw):
        if change:
            change(cast, item)
        assert commands.write_advisory(item=item)
        assert judge(published()) == {}


def edit(cast: Cast, item: UUID) -> None:
    with acting_as(cast.actor("ada")) as ada:
        sharing.edit_item(actor=ada, item=item, text=Text(what="Three pumps."), version=1)


def published() -> bytes:
    """The only advisory there is, as anybody fetches it."""
    (address,) = Client().get("/csaf/north/index.txt").content.decode().splitlines()
    return bytes(Client().get(f"/csaf/north/{address}").content)


def test_it_has_nothing_against_a_long_history(judge: Judge) -> None:
    issue = Issue(
        id="north-2026-0001",
        title="Pumps stop",
        language="en",
        publisher=Publisher("North", "https://north.example", "other", "desk"),
        address="https://kring.example/csaf/north/2026/north-2026-0001.json",
        notes=[Note("summary", "What", "They stop.")],
        revisions=reduce(lambda before, _: csaf.following(before, now(), "Changed"), range(12), ()),
    )
    assert judge(csaf.write(issue)) == {}


def test_the_advisory_of_the_demo_passes_what_is_mandatory(judge: Judge) -> None:
    document = advisory(now())
    assert agrees(judge(document), document)
    assert csaf.read(document).problems == ()

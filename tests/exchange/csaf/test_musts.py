"""The mandatory tests of CSAF 2.0, held against the suite of those who wrote the standard."""

import json
import sys
from collections import Counter
from collections.abc import Callable
from functools import reduce
from random import sample
from typing import Any

import pytest

from kring.exchange.csaf import read
from kring.exchange.csaf.musts.history import moment_of, version_of
from kring.exchange.csaf.musts.values import weaknesses
from tests.exchange.csaf.samples import SUITE, an_advisory, octets, real

TESTCASES = SUITE / "test/validator/data/testcases.json"


def cases() -> list[tuple[str, str, bool]]:
    """Each test that is mandatory, with a document that fails it or does not. None when the suite is not there."""
    if not TESTCASES.exists():
        return []
    tests = json.loads(TESTCASES.read_text())["tests"]
    return [
        (test["id"], case["name"], is_good)
        for test in tests
        if test["group"] == "mandatory"
        for is_good in (False, True)
        for case in test.get("valid" if is_good else "failures", ())
    ]


CASES = cases()


def codes_of(name: str) -> set[str]:
    return {problem.code for problem in read((TESTCASES.parent / name).read_bytes()).problems}


@pytest.mark.skipif(not CASES, reason="The test suite of CSAF is not beside this project (../shared/data).")
@pytest.mark.parametrize(("test", "name"), [(test, name) for test, name, is_good in CASES if not is_good])
def test_a_document_that_fails_a_test_is_told_so_by_its_number(test: str, name: str) -> None:
    assert test in codes_of(name)


@pytest.mark.skipif(not CASES, reason="The test suite of CSAF is not beside this project (../shared/data).")
@pytest.mark.parametrize("name", [name for _, name, is_good in CASES if is_good])
def test_a_document_that_is_valid_has_no_problems_at_all(name: str) -> None:
    assert codes_of(name) == set()


def test_the_whole_table_at_a_glance(capsys: pytest.CaptureFixture[str]) -> None:
    if not CASES:
        pytest.skip("The test suite of CSAF is not beside this project (../shared/data).")
    right: Counter[tuple[str, bool]] = Counter()
    total: Counter[tuple[str, bool]] = Counter()
    for test, name, is_good in CASES:
        total[test, is_good] += 1
        codes = codes_of(name)
        right[test, is_good] += not codes if is_good else test in codes
    rows = [
        f"{test:<10} {right[test, False]:>3}/{total[test, False]:<3} {right[test, True]:>5}/{total[test, True]}"
        for test in dict.fromkeys(test for test, _ in total)
    ]
    with capsys.disabled():
        sys.stdout.write("\n".join(["", "test       refused  passed", *rows, ""]))
    assert right == total
    assert len({test for test, _, _ in CASES}) == 43, "every mandatory test has its documents"


DOUBLE = {
    "oasis_csaf_tc-csaf_2_0-2021-6-2-08-02.json": {"6.1.25"},
    "oasis_csaf_tc-csaf_2_0-2021-6-2-09-02.json": {"6.1.25"},
}
"""Documents of the suite's optional tests that give one file two hashes of one kind."""


@pytest.mark.parametrize("group", ["optional", "informative"])
def test_what_is_only_advised_against_is_no_problem(group: str) -> None:
    found = {
        path.name: {problem.code for problem in read(path.read_bytes()).problems}
        for path in real(f"csaf-oasis-tests/csaf_2.0/test/validator/data/{group}")
    }
    assert {name: codes for name, codes in found.items() if codes} == (DOUBLE if group == "optional" else {})


def test_the_standards_own_examples_are_good() -> None:
    for path in real("csaf-oasis-tests/csaf_2.0/examples/csaf", "**/*.json"):
        assert read(path.read_bytes()).problems == (), path.name


# --- what the suite does not ask ---

Step = str | int


def changed(*steps: Step, to: object) -> dict[str, Any]:
    document = an_advisory()
    reduce(lambda whole, step: whole[step], steps[:-1], document)[steps[-1]] = to  # type: ignore[index]
    return document


VULNERABILITY = ("vulnerabilities", 0)
CVSS = (*VULNERABILITY, "scores", 0, "cvss_v3")
BREAKS: list[tuple[str, str, Callable[[], dict[str, Any]]]] = [
    ("6.1.1", "/product_tree/product_groups/0/product_ids/1", lambda: changed("product_tree", "product_groups", 0, "product_ids", to=["P1", "gone"])),
    ("6.1.4", "/vulnerabilities/0/flags/0/group_ids/0", lambda: changed(*VULNERABILITY, "flags", to=[{"label": "component_not_present", "group_ids": ["G9"]}])),
    ("6.1.6", "/vulnerabilities/0/product_status/fixed/0", lambda: changed(*VULNERABILITY, "product_status", "fixed", to=["P1"])),
    ("6.1.8", "/vulnerabilities/0/scores/0/cvss_v3/baseSeverity", lambda: changed(*CVSS, "baseSeverity", to="AWFUL")),
    ("6.1.8", "/vulnerabilities/0/scores/0/cvss_v3/version", lambda: changed(*CVSS, "version", to="9")),
    ("6.1.9", "/vulnerabilities/0/scores/0/cvss_v3/baseScore", lambda: changed(*CVSS, "baseScore", to=7.6)),
    ("6.1.10", "/vulnerabilities/0/scores/0/cvss_v3/attackVector", lambda: changed(*CVSS, "attackVector", to="LOCAL")),
    ("6.1.11", "/vulnerabilities/0/cwe/id", lambda: changed(*VULNERABILITY, "cwe", to={"id": "CWE-99999", "name": "Anything"})),
    ("6.1.28", "/document/source_lang", lambda: changed("document", "source_lang", to="EN")),
    ("schema", "/document/tracking/current_release_date", lambda: changed("document", "tracking", "current_release_date", to="yesterday")),
    ("schema", "/document/title", lambda: changed("document", "title", to="")),
]  # fmt: skip


@pytest.mark.parametrize(("code", "place", "broken"), BREAKS, ids=[f"{code} {place}" for code, place, _ in BREAKS])
def test_a_problem_says_which_test_and_where_and_why(code: str, place: str, broken: Callable[[], Any]) -> None:
    (problem,) = read(octets(broken())).problems
    assert (problem.code, problem.path) == (code, place)
    assert problem.text.endswith(".")
    assert len(problem.text) > 20


def test_a_long_circle_is_found_as_a_short_one_is() -> None:
    document = an_advisory()
    document["product_tree"]["relationships"] = [
        {
            "category": "installed_on",
            "product_reference": f"C{(number + 1) % 5_000}",
            "relates_to_product_reference": "V3",
            "full_product_name": {"name": "One of many", "product_id": f"C{number}"},
        }
        for number in range(5_000)
    ]
    assert {problem.code for problem in read(octets(document)).problems} == {"6.1.3"}


def test_an_advisory_that_is_wrong_everywhere_is_answered_with_a_hundred_problems() -> None:
    document = an_advisory()
    document["vulnerabilities"][0]["product_status"]["known_affected"] = [f"gone {number}" for number in range(500)]
    assert len(read(octets(document)).problems) == 100


def test_a_weakness_may_be_called_as_it_was_when_the_standard_was_new() -> None:
    assert len(weaknesses()) > 960
    assert {len(names) for names in weaknesses().values()} == {1, 2}
    assert weaknesses()["CWE-28"] == {"Path Traversal: '..\\filedir'"}


def test_versions_come_in_the_order_of_semantic_versioning() -> None:
    texts = [
        "0.9.0",
        "1.0.0-alpha",
        "1.0.0-alpha.1",
        "1.0.0-alpha.beta",
        "1.0.0-beta.2",
        "1.0.0-beta.11",
        "1.0.0-rc.1",
        "1.0.0",
    ]
    assert sorted(sample(texts, len(texts)), key=lambda text: version_of(text).order) == texts
    assert version_of("1.0.0+21AF26D3") == version_of("1.0.0")


def test_moments_come_in_their_order_whatever_their_zone_and_however_fine() -> None:
    texts = [
        "2026-10-25T00:30:00+02:00",
        "2026-10-24T22:30:00.0000000001Z",
        "2026-10-24T22:30:00.5Z",
        "2026-10-24T22:30:01.25-00:00",
        "2026-10-24T16:30:02-06:00",
    ]
    assert sorted(sample(texts, len(texts)), key=moment_of) == texts
    assert moment_of("2026-10-24T22:30:00.50Z") == moment_of("2026-10-25T00:30:00.5+02:00")

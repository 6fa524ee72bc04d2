"""Whatever passes the schema's regular expressions can be looked into."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from kring.exchange.csaf import Problem, Used, affects, read
from tests.exchange.csaf.samples import an_advisory, octets

LANGUAGES = st.from_regex(
    r"([A-Za-z]{2,3}(-[A-Za-z]{3}){0,2}|[A-Za-z]{4,8})(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?"
    r"(-([A-Za-z0-9]{5,8}|[0-9][A-Za-z0-9]{3}))?(-[A-WY-Za-wy-z0-9](-[A-Za-z0-9]{2,8})+)?(-[Xx](-[A-Za-z0-9]{1,8})+)?",
    fullmatch=True,
    alphabet=st.characters(codec="ascii"),
) | st.sampled_from(["i-default", "I-Mingo", "x-private", "en-GB", "nl", "sr-Latn-RS", "EZ"])

PURLS = st.from_regex(
    re.compile(r"pkg:[a-z.+-][a-z0-9.+-]{0,5}/[ -~]{1,20}", re.ASCII),
    fullmatch=True,
    alphabet=st.characters(codec="ascii"),
)

METRIC = st.sampled_from(
    [
        "AV:N",
        "AV:A",
        "AC:L",
        "AC:H",
        "PR:N",
        "PR:L",
        "UI:N",
        "UI:R",
        "S:U",
        "S:C",
        "C:N",
        "C:H",
        "I:L",
        "I:H",
        "A:N",
        "A:H",
        "E:P",
        "RL:O",
        "RC:C",
        "MAV:N",
        "MS:C",
        "CR:H",
    ]
)
VECTORS = st.tuples(st.sampled_from(["3.0", "3.1"]), st.lists(METRIC, max_size=12)).map(
    lambda parts: (parts[0], "/".join((f"CVSS:{parts[0]}", *parts[1])))
)


def problems_of(document: object) -> tuple[Problem, ...]:
    return read(octets(document)).problems


@settings(max_examples=200, deadline=None)
@given(LANGUAGES)
def test_any_language_is_one_or_is_none(tag: str) -> None:
    document = an_advisory()
    document["document"]["lang"] = tag
    assert {problem.code for problem in problems_of(document)} <= {"6.1.12", "schema"}


@settings(max_examples=200, deadline=None)
@given(PURLS)
def test_any_package_url_is_one_or_is_none(purl: str) -> None:
    document = an_advisory()
    leaf = document["product_tree"]["branches"][0]["branches"][0]["branches"][1]
    leaf["product"]["product_identification_helper"] = {"purl": purl}
    found = read(octets(document))
    assert {problem.code for problem in found.problems} <= {"6.1.13", "schema"}
    affects(found, Used(purl=purl))


@settings(max_examples=200, deadline=None)
@given(VECTORS)
def test_any_vector_comes_to_something_or_is_none(vector: tuple[str, str]) -> None:
    document = an_advisory()
    score = document["vulnerabilities"][0]["scores"][0]["cvss_v3"]
    score["version"], score["vectorString"] = vector
    assert {problem.code for problem in problems_of(document)} <= {"6.1.8", "6.1.9"}

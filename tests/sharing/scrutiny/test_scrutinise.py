"""The check on text before it is shared: what it finds, what it leaves alone, how well, how fast."""

import json
import time
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kring.sharing.scrutiny import Certainty, Kind, defang, find_indicators, scrutinise, scrutinise_fields
from tests.sharing.scrutiny import corpus
from tests.sharing.scrutiny.test_indicators import ADVISORIES, cves, domains, hashes, ipv4, ipv6, urls

needs_advisories = pytest.mark.skipif(
    not ADVISORIES.is_dir(), reason="needs the real advisories in ../shared/data/csaf-real"
)


def warned(text: str) -> set[tuple[Kind, int, int]]:
    return {(finding.kind, finding.start, finding.end) for finding in scrutinise(text) if finding.is_warning}


def strings(value: Any) -> Iterator[str]:
    match value:
        case dict():
            for inner in value.values():
                yield from strings(inner)
        case list():
            for inner in value:
                yield from strings(inner)
        case str():
            yield value


def advisory_text() -> str:
    paths = sorted(ADVISORIES.glob("*.json"))
    return "\n".join(text for path in paths for text in strings(json.loads(path.read_text())))


@pytest.mark.requirement("R84")
def test_it_finds_nearly_all_and_cries_wolf_rarely(capsys: pytest.CaptureFixture[str]) -> None:
    right: Counter[Kind] = Counter()
    missed: Counter[Kind] = Counter()
    wrong: Counter[Kind] = Counter()
    for marked in (*corpus.REVEALING, *corpus.HARMLESS):
        sample = corpus.read(marked)
        found = warned(sample.text)
        right.update(kind for kind, _, _ in found & sample.expected)
        missed.update(kind for kind, _, _ in sample.expected - found)
        wrong.update(kind for kind, _, _ in found - sample.expected)
    with capsys.disabled():
        print(f"\n{as_table(right, missed, wrong)}")  # noqa: T201  # a measurement that nobody sees is none
    assert precision(right, wrong) >= 0.97
    assert recall(right, missed) >= 0.97


def precision(right: Counter[Kind], wrong: Counter[Kind]) -> float:
    return right.total() / (right.total() + wrong.total())


def recall(right: Counter[Kind], missed: Counter[Kind]) -> float:
    return right.total() / (right.total() + missed.total())


def as_table(right: Counter[Kind], missed: Counter[Kind], wrong: Counter[Kind]) -> str:
    lines = [f"{'kind':18}{'found':>6}{'missed':>8}{'wrong':>7}"]
    lines += [f"{kind:18}{right[kind]:>6}{missed[kind]:>8}{wrong[kind]:>7}" for kind in sorted(right | missed | wrong)]
    lines.append(f"precision {precision(right, wrong):.3f}, recall {recall(right, missed):.3f}")
    return "\n".join(lines)


@pytest.mark.parametrize("text", [corpus.read(marked).text for marked in corpus.HARMLESS])
def test_what_people_come_to_share_is_no_reason_for_a_warning(text: str) -> None:
    assert warned(text) == set()


@given(st.lists(st.one_of(hashes, ipv4, ipv6, cves, domains.map(defang), urls.map(defang)), max_size=8))
def test_a_list_of_indicators_is_never_taken_for_secrets_or_persons(values: list[str]) -> None:
    text = "IOC's:\n" + "\n".join(f"- {value}" for value in values)
    assert warned(text) == set()


@needs_advisories
def test_real_advisories_raise_no_warning() -> None:
    text = advisory_text()
    assert len(find_indicators(text)) > 500
    assert [text[start:end] for _, start, end in warned(text)] == []


@given(st.text())
def test_any_text_is_read_without_an_error_and_in_order(text: str) -> None:
    place = 0
    for finding in scrutinise(text):
        assert place <= finding.start < finding.end <= len(text)
        assert finding.line == text.count("\n", 0, finding.start) + 1
        place = finding.end


def test_it_says_which_field_and_which_line() -> None:
    (finding,) = scrutinise_fields({"what": "Niets aan de hand.", "so_what": "Let op:\nbel 06-12345678"})
    assert (finding.field, finding.line, finding.kind) == ("so_what", 2, Kind.PHONE)


@pytest.mark.parametrize("marked", corpus.REVEALING)
def test_what_was_found_is_not_in_the_finding(marked: str) -> None:
    sample = corpus.read(marked)
    for finding in scrutinise(sample.text):
        secret = sample.text[finding.start : finding.end]
        assert secret not in repr(finding)


def test_places_are_right_behind_letters_of_more_than_one_byte() -> None:
    token = "ghp" + "_16C7e42F292c6912E7710c838347Ae178B4a"
    text = f"Eén — 漢字 🙂 {token} en nog eens {token}"
    assert [text[finding.start : finding.end] for finding in scrutinise(text)] == [token, token]


def test_an_attackers_mail_address_below_a_heading_is_an_indicator() -> None:
    assert scrutinise("Indicatoren:\n\n- jan.jansen@gmail.com\n- piet@gmail.com") == []


def test_a_mail_address_after_the_list_is_a_person_again() -> None:
    text = "IOC's:\n- jan.jansen@gmail.com\n\nGroet, ada@north.eu"
    assert [text[f.start : f.end] for f in scrutinise(text)] == ["ada@north.eu"]


def test_the_sender_of_a_phishing_mail_is_only_pointed_out() -> None:
    (finding,) = scrutinise("De phishing kwam van jan.jansen@gmail.com")
    assert finding.certainty is Certainty.POSSIBLE


def test_nine_digits_that_pass_the_eleven_test_are_a_warning_only_behind_the_word() -> None:
    assert [finding.certainty for finding in scrutinise("zaak 111222333")] == [Certainty.POSSIBLE]
    assert [finding.certainty for finding in scrutinise("bsn 111222333")] == [Certainty.CERTAIN]
    assert scrutinise("bsn 111222334") == []


def test_systems_inside_the_house_are_only_pointed_out() -> None:
    found = scrutinise(r"srv-dc01.haven.local en \\fs01\share$")
    assert [(finding.kind, finding.certainty) for finding in found] == [
        (Kind.INTERNAL_NAME, Certainty.POSSIBLE),
        (Kind.INTERNAL_NAME, Certainty.POSSIBLE),
    ]


NASTY = ["a.", "1 ", "(", "a@", "[.]", "0-", "A ", "Van de ", "token=", "cookie: a=bbbb;", "http://a.nl/))", "::", "\n"]
NASTY += [
    "-----BEGIN PRIVATE KEY-----\n",
    "1.1.1.1 ",
    "P<NLD",
    "x@y.nl:",
    "password ",
    "a://b:",
    "\\\\a",
    "NL11 ",
    "+31",
]


@pytest.mark.parametrize("piece", NASTY)
def test_no_text_keeps_it_busy(piece: str) -> None:
    """Twenty thousand characters that fit a pattern over and over: steps that multiply would take minutes."""
    start = time.perf_counter()
    scrutinise(piece * (20_000 // len(piece)))
    assert time.perf_counter() - start < 5

"""Whatever somebody pastes: the indicators in it, where they stand, and what systems call them."""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kring.exchange.finding import Findings, IndicatorKind, defanged, find

DATA = Path(__file__).parents[4] / "shared" / "data"
real = pytest.mark.skipif(not DATA.is_dir(), reason="needs the real events and advisories in ../shared/data")


def kinds_and_values(text: str) -> list[tuple[str, str]]:
    return [(one.kind.value, one.value) for one in find(text)]


SHA512 = "cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Verkeer naar 203.0.113[.]7, poort 443.", [("ipv4", "203.0.113.7")]),
        ("Blokkeer 1.1.1[.]1 en 9.9.9.9:53", [("ipv4", "1.1.1.1"), ("ipv4", "9.9.9.9")]),
        ("Hele reeks: 198[.]51[.]100[.]0/24", [("network", "198.51.100.0/24")]),
        ("Scans vanaf 2001:db8:0:0::1 en 2001:DB8::/32", [("ipv6", "2001:db8::1"), ("network", "2001:db8::/32")]),
        ("2001:db8::1/64 has host bits", [("ipv6", "2001:db8::1")]),
        ("Het domein evil[.]nl en login.evil[.]co[.]uk", [("domain", "evil.nl"), ("domain", "login.evil.co.uk")]),
        ("hxxps://evil[.]nl/a?b=c#d.", [("url", "https://evil.nl/a?b=c#d")]),
        ("hXXps[:]//evil[.]nl/inloggen", [("url", "https://evil.nl/inloggen")]),
        ("http[s]://evil[.]nl", [("url", "https://evil.nl")]),
        ("htxp://evil.nl h__p://evil.nl", [("url", "http://evil.nl"), ("url", "http://evil.nl")]),
        ("fxp://evil[.]nl/in", [("url", "ftp://evil.nl/in")]),
        ("(zie hxxp://evil[.]nl/x_(1))", [("url", "http://evil.nl/x_(1)")]),
        (r"hxxp:\\evil[.]nl", [("url", "http://evil.nl")]),
        (r"host matches evil\.com\.br", [("domain", "evil.com.br")]),
        ("evil[[.]]nl evil<dot>nl evil [d0t] nl", [("domain", "evil.nl")] * 3),
        ("Afzender: factuur[@]haven[.]nl", [("email", "factuur@haven.nl")]),
        ("from bo (at) haven (punt) nl", [("email", "bo@haven.nl")]),
        ("bo apenstaartje haven.nl", [("domain", "haven.nl")]),
        ("MD5 D41D8CD98F00B204E9800998ECF8427E", [("md5", "d41d8cd98f00b204e9800998ecf8427e")]),
        ("da39a3ee5e6b4b0d3255bfef95601890afd80709", [("sha1", "da39a3ee5e6b4b0d3255bfef95601890afd80709")]),
        (
            "SHA256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            [("sha256", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")],
        ),
        (SHA512, [("sha512", SHA512)]),
        (
            "ssdeep 1536:yB+A8bMtMeRlbIzvDqZL4QzNxVDm+5gt+M2hDDDvNZ3YZ7sU:N8RtvDqmQzNxV9",
            [
                ("ssdeep", "1536:yB+A8bMtMeRlbIzvDqZL4QzNxVDm+5gt+M2hDDDvNZ3YZ7sU:N8RtvDqmQzNxV9"),
            ],
        ),
        ("Via CVE-2021-44228 (Log4Shell)", [("cve", "CVE-2021-44228")]),
        ("Techniek T1566.001, daarna T1059", [("technique", "T1566.001"), ("technique", "T1059")]),
        ("T0886 in an ICS", [("technique", "T0886")]),
        ("AS64496, ASN 64511 en autonoom systeem 65551", [("asn", "AS64496"), ("asn", "AS64511"), ("asn", "AS65551")]),
        ("opent factuur.pdf.exe en laadt evil.dll", [("file_name", "factuur.pdf.exe"), ("file_name", "evil.dll")]),
        (r"geschreven naar C:\Program Files\Haven App\a.exe.", [("path", r"C:\Program Files\Haven App\a.exe")]),
        (r'start "C:\Users\Public\mijn document.lnk" op', [("path", r"C:\Users\Public\mijn document.lnk")]),
        (r"%APPDATA%\Microsoft\a.dll, en meer", [("path", r"%APPDATA%\Microsoft\a.dll")]),
        (r'{"p": "C:\\Temp\\a.exe"}', [("path", r"C:\Temp\a.exe")]),
        (r"van \\10.0.0.9\deel$\a.exe", [("path", r"\\10.0.0.9\deel$\a.exe")]),
        ("leest /etc/passwd en /tmp/.x/run.", [("path", "/etc/passwd"), ("path", "/tmp/.x/run")]),
        (
            r"HKLM\Software\Microsoft\Windows NT\CurrentVersion\Run",
            [("registry_key", r"HKEY_LOCAL_MACHINE\Software\Microsoft\Windows NT\CurrentVersion\Run")],
        ),
        (r"hkcu:\Software\Evil", [("registry_key", r"HKEY_CURRENT_USER\Software\Evil")]),
    ],
)
def test_it_is_found_as_the_field_writes_it(text: str, expected: list[tuple[str, str]]) -> None:
    assert kinds_and_values(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "IBM AS400, AS2 and the case AS 12",
        "T1, T100, T2024 and part number XT1059-4",
        "12:30:45 en 1:2:3 en 10:abcdefgh:abcdefgh",
        "and/or, 24/7, zie /pagina/twee en http://intranet/etc/passwd",
        "Node.js, README.md, notulen.docx en verslag.pdf",
        r"C:\ en D: en \\ en HKLM",
        "evil\\.php\\.txt and \\d+\\.\\w",
        "een . punt en [een . ander]",
        "kijk (at) de haven",
    ],
)
def test_what_only_looks_like_one_is_left_alone(text: str) -> None:
    assert kinds_and_values(text) == []


def test_each_says_where_it_stood_and_how_it_was_written() -> None:
    text = "Eerst evil.nl, later hxxps://evil[.]nl/a."
    plain, harmless = find(text)
    assert (plain.text, plain.start, plain.end, plain.defanged) == ("evil.nl", 6, 13, False)
    assert (harmless.text, harmless.value, harmless.defanged) == ("hxxps://evil[.]nl/a", "https://evil.nl/a", True)
    assert text[harmless.start : harmless.end] == harmless.text


def test_a_value_that_stands_there_more_than_once_is_told_once_where_it_was_defanged() -> None:
    findings = find("evil.nl CVE-2021-44228 evil[.]nl evil.nl 203.0.113.7")
    assert len(findings) == 5
    assert [(one.kind.value, one.text) for one in findings.values] == [
        ("ipv4", "203.0.113.7"),
        ("domain", "evil[.]nl"),
        ("cve", "CVE-2021-44228"),
    ]
    assert findings.of(IndicatorKind.DOMAIN) == ["evil.nl"]


PIECES = st.sampled_from(
    [
        "evil",
        "[.]",
        "(dot)",
        "hxxp",
        "://",
        "[:]",
        "@",
        "[at]",
        "\\",
        "\\.",
        ".",
        "/",
        "C:\\",
        "HKLM\\",
        "1.2.3.4",
        ":",
        "[",
        "]",
        " ",
        "\n",
        "nl",
        "T1566",
        "AS",
        "64496",
        "%A%",
        '"',
        "xn--",
        "\u0130",
        "\ud800",
        "\x00",
        "3:",
        "a" * 70,
        "(",
        ")",
        "<",
        "é",
    ]
)


@given(st.text() | st.lists(PIECES, max_size=60).map("".join))
def test_any_text_is_read_and_every_place_is_where_it_was(text: str) -> None:
    place = 0
    for one in find(text):
        assert place <= one.start < one.end
        assert text[one.start : one.end] == one.text
        assert one.value
        place = one.end


# Real input: what others have shared, put back into running text.

KINDS = {
    **dict.fromkeys(("ip-src", "ip-dst"), ("ipv4", "ipv6", "network")),
    **dict.fromkeys(("domain", "hostname"), ("domain",)),
    **dict.fromkeys(("url", "link"), ("url",)),
    **dict.fromkeys(("email", "email-src", "email-dst"), ("email",)),
    **{kind: (kind,) for kind in ("md5", "sha1", "sha256", "sha512", "ssdeep")},
    "vulnerability": ("cve",),
    "regkey": ("registry_key",),
    "filename": ("file_name", "path"),
    "AS": ("asn",),
}
"""What MISP calls them, and what we do."""


def attributes(content: object) -> Iterator[tuple[str, str]]:
    if isinstance(content, dict):
        if isinstance(content.get("value"), str) and content.get("type") in KINDS:
            yield content["type"], content["value"]
        for inner in content.values():
            yield from attributes(inner)
    elif isinstance(content, list):
        for inner in content:
            yield from attributes(inner)


def real_attributes() -> list[tuple[str, str]]:
    files = [*DATA.glob("misp-events/*.json"), *DATA.glob("misp-stix-pairs/*.json")]
    return sorted({one for path in files for one in attributes(json.loads(path.read_text()))})


def prose() -> list[str]:
    """What advisories say in sentences, without what they name."""
    said = [
        note["text"]
        for path in sorted(DATA.glob("csaf-real/*.json"))
        for note in json.loads(path.read_text())["document"]["notes"]
    ]
    return [text for text in said if not find(text)]


def count(texts_and_values: list[tuple[str, str, str]]) -> tuple[Counter[str], list[str], int]:
    """By type how many were found; which were not; and how many were found that nobody wrote."""
    right: Counter[str] = Counter()
    missed: list[str] = []
    wrong = 0
    for text, kind, value in texts_and_values:
        findings = find(text)
        hits = [
            one
            for one in findings
            if one.kind in KINDS[kind] and value.lower() in {one.value.lower(), one.text.lower()}
        ]
        right[kind] += bool(hits)
        missed += [] if hits else [f"{kind} {value}"]
        wrong += len(findings) - len(hits)
    return right, missed, wrong


@real
def test_what_real_events_name_is_found_in_running_text(capsys: pytest.CaptureFixture[str]) -> None:
    sentences = prose()
    assert len(sentences) > 50
    written = [
        (
            f"{sentences[n % len(sentences)]}\nWij zagen {shown}, en blokkeerden dat.\n{sentences[-n % len(sentences)]}",
            kind,
            value,
        )
        for n, (kind, value) in enumerate(real_attributes())
        for shown in (value, as_shown(kind, value))
    ]
    right, missed, wrong = count(written)
    found = sum(right.values())
    with capsys.disabled():
        print(f"\n{found} of {len(written)} found, {wrong} wrong: recall {found / len(written):.3f}, ", end="")  # noqa: T201  # the figures, for whoever runs it
        print(f"precision {found / (found + wrong):.3f}; {dict(sorted(right.items()))}")  # noqa: T201  # the figures, for whoever runs it
    assert (found, len(written), wrong) == (236, 270, 0)
    # Of documents that only carry text the name alone is no indicator: every circle sends such files all day.
    names = [one.removeprefix("filename ") for one in missed]
    assert {name.rpartition(".")[2] for name in names if "." in name} == {"doc", "docx", "rtf"}
    assert {name for name in names if "." not in name} == {"oui", "test_file_name"}


def as_shown(kind: str, value: str) -> str:
    """Defanged, when somebody would."""
    return defanged(value, IndicatorKind(KINDS[kind][0]))


def strings(content: object) -> Iterator[str]:
    if isinstance(content, dict):
        for inner in content.values():
            yield from strings(inner)
    elif isinstance(content, list):
        for inner in content:
            yield from strings(inner)
    elif isinstance(content, str):
        yield content


def test_findings_of_nothing_are_empty() -> None:
    assert list(find("")) == []
    assert Findings([]).values == []


@real
def test_real_advisories_are_read_right_but_for_two_versions() -> None:
    """68 vulnerabilities, 366 addresses, no hash, path or technique; what looks like an address in them is a version."""
    kinds: Counter[str] = Counter()
    odd: set[str] = set()
    for path in sorted(DATA.glob("csaf-real/*.json")):
        content = json.loads(path.read_text())
        findings = find("\n".join(strings(content)))
        named = {one["cve"] for one in content["vulnerabilities"]}
        assert set(findings.of(IndicatorKind.CVE)) >= named, path.name
        kinds.update(one.kind for one in findings.values)
        odd.update(one.value for one in findings.values if one.kind in {IndicatorKind.IPV4, IndicatorKind.DOMAIN})
    assert kinds == {"url": 366, "cve": 68, "domain": 50, "email": 20, "ipv4": 1}
    assert odd - {"cisa.gov", "web.nvd.nist.gov", "www.first.org", "www.ibm.com"} == {"2.0.0.13", "w2.1.na"}

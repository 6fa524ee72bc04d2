"""What people type and paste: indicators, what should not leave the house, Markdown, labels."""

import json
from html.parser import HTMLParser
from urllib.parse import urlsplit

from kring.exchange import finding, misp
from kring.sharing.scrutiny import prepare, scrutinise
from kring.tlp.labels import Label
from kring.web import markup
from tests.fuzz.target import Target

PASTED = """Beste allen, hxxps://evil[.]nl/a?b=c belt 203[.]0[.]113[.]7:8080 en 2001:db8::1, zie CVE-2024-3400.
44d88612fea8a8f36de82e1278abb02f C:\\Windows\\x.exe piet(at)haven(dot)nl AS64500 203.0.113.0/24 xn--bcher-kva.nl
Bel 06-12345678, BSN 111222333, NL91ABNA0417164300, AKIAIOSFODNN7EXAMPLE, AKIA0123456789ABCDEF, password=geheim
TLP:AMBER+STRICT srv01.intern.local 192.168.1.1 \\\\server\\share$"""
MARKDOWN = """# A\n\n> b *c* **d** ~~e~~ `f`\n\n1. g [h](http://i.nl "j")\n   - k\n\n|l|m|\n|-|:-:|\n|n|o|\n\n```\np\n```\n***\n&amp; <q> \\[ ![r](s)"""


def found(octets: bytes) -> None:
    text = octets.decode()
    findings = finding.find(text)
    for one in findings:
        assert text[one.start : one.end] == one.text
        assert finding.refanged(finding.defanged(one.value, one.kind)) == one.value, one
    finding.harmless(text)
    finding.warn(findings)


def scrutinised(octets: bytes) -> None:
    scrutinise(octets.decode())


class _Tags(HTMLParser):
    """A page has no more of what runs than what we let through."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in markup._TAGS, tag
        for name, value in attrs:
            assert name in {"href", "title", "rel", "start", "class"}, name
            assert name != "href" or urlsplit(value or "").scheme in {"", "http", "https", "mailto"}, value


def rendered(octets: bytes) -> None:
    text = octets.decode()
    _Tags().feed(markup.render(text))
    json.dumps(markup.tree(text))


def compared(octets: bytes) -> None:
    old, _, new = octets.decode().partition("\0")
    markup.difference(old, new)


def labelled(octets: bytes) -> None:
    text = octets.decode()
    misp.label_of(text)
    assert Label.parse(Label.parse(text).marking) == Label.parse(text)


TARGETS = (
    Target(name="text", read=found, prepare=finding.prepare, answers=(UnicodeDecodeError,), seeds=[PASTED.encode()]),
    Target(name="scrutiny", read=scrutinised, prepare=prepare, answers=(UnicodeDecodeError,), seeds=[PASTED.encode()]),
    Target(name="markdown", read=rendered, answers=(UnicodeDecodeError,), seeds=[MARKDOWN.encode()]),
    Target(name="difference", read=compared, answers=(UnicodeDecodeError,), seeds=[(PASTED + "\0" + PASTED.replace("e", "i")).encode()], longest=16 * 1024),
    Target(name="label", read=labelled, answers=(UnicodeDecodeError, ValueError), seeds=[b"TLP:AMBER+STRICT", b"tlp:white", b" amber_strict"], longest=200),
)  # fmt: skip

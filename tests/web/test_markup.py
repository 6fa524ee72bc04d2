"""Text of members becomes HTML that can do no harm."""

import re
import time
from html import unescape

import pytest
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from kring.web.markup import difference, render

TAGS = re.compile(r"<(/?)(\w+)([^<>]*)>")


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Eén **vet** en *schuin*", "<p>Eén <strong>vet</strong> en <em>schuin</em></p>\n"),
        ("regel\nregel", "<p>regel<br>\nregel</p>\n"),
        ("# Kop\n###### Klein", "<h3>Kop</h3>\n<h6>Klein</h6>\n"),
        ("~~weg~~", "<p><s>weg</s></p>\n"),
        ("4. vier\n5. vijf", '<ol start="4">\n<li>vier</li>\n<li>vijf</li>\n</ol>\n'),
        ("`rm -rf <x>`", "<p><code>rm -rf &lt;x&gt;</code></p>\n"),
        (
            "[NCSC](https://ncsc.nl)",
            '<p><a href="https://ncsc.nl" rel="noopener noreferrer nofollow">NCSC</a></p>\n',
        ),
    ],
)
def test_it_becomes_html(text: str, html: str) -> None:
    assert render(text) == html


def test_a_table_is_aligned_by_class() -> None:
    html = render("| a | b |\n|---|--:|\n| 1 | 2 |")
    assert '<td class="text-end">2</td>' in html
    assert "style" not in html


def test_raw_html_is_shown_as_it_was_typed() -> None:
    assert render("<b onclick=x>hoi</b>") == "<p>&lt;b onclick=x&gt;hoi&lt;/b&gt;</p>\n"


@pytest.mark.parametrize("address", ["https://evil.nl/", "hxxps://evil[.]nl", "evil.nl", "ada@evil.nl"])
def test_an_address_is_no_link_by_itself(address: str) -> None:
    assert "<a" not in render(f"Zie {address} vandaag")


@pytest.mark.parametrize(
    "scheme", ["javascript:", "JaVaScRiPt:", "vbscript:", "data:text/html,", "file:///", "hxxp://"]
)
def test_a_link_that_could_do_something_goes_nowhere(scheme: str) -> None:
    assert "href" not in render(f"[klik]({scheme}alert(1))")


def test_a_picture_is_never_fetched() -> None:
    assert "<img" not in render("![volg](https://spion.nl/pixel.png)")
    assert "src" not in render("![volg][1]\n\n[1]: https://spion.nl/pixel.png").replace("srcset", "")


@given(st.text() | st.text("<>[]()!&\"'`*_~#|-=:/ \njavascriptonload", max_size=200))
def test_no_text_makes_a_tag_or_attribute_of_its_own(text: str) -> None:
    allowed = {"p", "br", "hr", "em", "strong", "s", "code", "pre", "blockquote", "ul", "ol", "li", "a"}
    allowed |= {"h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td"}
    for _, tag, attributes in TAGS.findall(render(text)):
        assert tag in allowed
        assert not re.search(r"\bon\w+\s*=|style\s*=", re.sub(r'"[^"]*"', '""', attributes))


@pytest.mark.parametrize("piece", ["[", "*a", "> ", "- ", "`", "![", "<a ", "|a", "~~", "_a_", "[a](", "#\n"])
def test_a_nasty_text_does_not_keep_the_page_waiting(piece: str) -> None:
    start = time.perf_counter()
    render(piece * (20_000 // len(piece)))
    assert time.perf_counter() - start < 3


def test_the_filters_are_there_for_templates() -> None:
    page = Template("{% load text %}{{ text|markdown }}{{ text|difference:other }}")
    assert page.render(Context({"text": "*a*", "other": "*b*"})) == "<p><em>a</em></p>\n*<del>a</del><ins>b</ins>*"


class TestDifference:
    def test_it_is_shown_by_the_word(self) -> None:
        assert difference("sluit poort 443 vandaag", "sluit poort 8443 vandaag") == (
            "sluit poort <del>443 </del><ins>8443 </ins>vandaag"
        )

    def test_a_line_that_stays_is_left_alone(self) -> None:
        assert difference("een\ntwee\n", "een\ndrie en vier\n") == ("een\n<del>twee\n</del><ins>drie en vier\n</ins>")

    def test_nothing_changed_is_shown_without_marks(self) -> None:
        assert difference("een <b>", "een <b>") == "een &lt;b&gt;"

    @given(st.text(), st.text())
    def test_both_texts_can_be_read_back_from_it(self, old: str, new: str) -> None:
        shown = difference(old, new)
        assert unescape(re.sub(r"<ins>.*?</ins>|</?del>", "", shown, flags=re.DOTALL)) == old
        assert unescape(re.sub(r"<del>.*?</del>|</?ins>", "", shown, flags=re.DOTALL)) == new

    @given(st.text("<>&'\"/insdel \n", max_size=60), st.text("<>&'\"/insdel \n", max_size=60))
    def test_no_text_makes_a_tag_of_its_own(self, old: str, new: str) -> None:
        assert {tag for _, tag, _ in TAGS.findall(difference(old, new))} <= {"ins", "del"}

    @pytest.mark.parametrize(("old", "new"), [("\n", "\n a"), ("a ", "b a "), ("a\n", "a\nb\n"), ("ab cd ", "cd ab ")])
    def test_two_long_texts_do_not_keep_the_page_waiting(self, old: str, new: str) -> None:
        start = time.perf_counter()
        difference(old * (20_000 // len(old)), new * (20_000 // len(new)))
        assert time.perf_counter() - start < 5

"""The words of an HTML mail, as plain text: paragraphs, lists, links, and quotes marked as quotes."""

import re
from html import unescape
from html.parser import HTMLParser

import nh3

__all__ = ["text_of_html"]

_PARAGRAPHS = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "blockquote", "pre"}
_BLOCKS = _PARAGRAPHS | {"address", "article", "center", "dd", "div", "dl", "dt", "footer", "header", "hr", "li"}
_BLOCKS |= {"main", "section", "tr"}
_OTHERS = {"a", "br", "td", "th"}
_SILENT = {"script", "style", "title", "noscript", "template", "object", "svg", "math"}
_SPACE = re.compile(r"[ \t\n\r\f]+")

_LONGEST = 400_000
_DEEPEST = 1_000
_OPENING = re.compile(r"<(?!br|img|hr|meta|link|input|col|wbr)[a-z]", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")


def text_of_html(markup: str) -> str:
    """Plain text. Quoted blocks start with ">" as in plain mails, so that one rule cuts them both.

    What is not well formed is put right first, by a parser that browsers would agree with: the standard
    library's takes minutes for a page of broken comments. Markup that is nested beyond reason loses its tags.
    """
    markup = markup[:_LONGEST]
    if sum(1 for _ in _OPENING.finditer(markup)) - markup.count("</") > _DEEPEST:
        return unescape(_TAG.sub(" ", markup))
    reader = _Reader()
    reader.feed(nh3.clean(markup, tags=_BLOCKS | _OTHERS, clean_content_tags=_SILENT, attributes={"a": {"href"}}))
    reader.close()
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in reader.lines)).strip("\n")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = [""]
        self._quotes = 0
        self._preformatted = 0
        self._links: list[tuple[str, int, int]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            self._block(tag)
        if tag == "br":
            self._break()
        elif tag == "blockquote":
            self._quotes = min(self._quotes + 1, 9)
            self._fresh()
        elif tag == "pre":
            self._preformatted += 1
        elif tag == "li":
            self._say("- ")
        elif tag == "hr":
            self._say("_" * 32)
            self._break()
        elif tag == "a":
            self._begin_link((dict(attrs).get("href") or "").strip())
        elif tag in ("td", "th"):
            self._say(" " if self.lines[-1].strip("> ") else "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._links:
            self._end_link()
        if tag == "pre":
            self._preformatted = max(0, self._preformatted - 1)
        if tag in _BLOCKS and tag != "hr":
            self._block(tag)
        if tag == "blockquote":
            self._quotes = max(0, self._quotes - 1)
            self._fresh()

    def handle_data(self, data: str) -> None:
        if self._preformatted:
            first, *others = data.split("\n")
            self._say(first)
            for line in others:
                self._break()
                self._say(line)
            return
        words = _SPACE.sub(" ", data)
        if not self.lines[-1].strip("> ") or self.lines[-1].endswith(" "):
            words = words.lstrip(" ")
        self._say(words.replace("\xa0", " "))

    def _begin_link(self, address: str) -> None:
        self._links.append((address, len(self.lines), len(self.lines[-1])))

    def _end_link(self) -> None:
        """The address behind a link, unless it is what the words of the link say already."""
        address, line, column = self._links.pop()
        words = self.lines[-1][column:].strip() if line == len(self.lines) else ""
        if not address.startswith(("http://", "https://")):
            return
        if words.rstrip("/") not in (address.rstrip("/"), address.removeprefix("https://").rstrip("/")):
            self._say(f" ({address})" if words else address)

    def _say(self, words: str) -> None:
        self.lines[-1] += words

    def _break(self) -> None:
        self.lines.append("> " * self._quotes)

    def _fresh(self) -> None:
        """The line that is being written takes the depth of quoting that holds now."""
        if not self.lines[-1].strip("> "):
            self.lines[-1] = "> " * self._quotes

    def _block(self, tag: str) -> None:
        """A block begins or ends: on a line of its own, a paragraph after an empty one."""
        if self.lines[-1].strip("> "):
            self._break()
        self._fresh()
        if tag in _PARAGRAPHS and len(self.lines) > 1 and self.lines[-2].strip("> "):
            self._break()

"""What members write, as HTML that can do no harm: Markdown, and the difference between two versions."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import chain
from typing import Any

import nh3
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

FIRST_HEADING = 3
"""A page has its own title and its parts; a heading that a member writes stands below them."""

# Nothing becomes a link that was not written as one: an address without brackets may be an indicator. No pictures:
# they would tell a third party who reads this.
_MARKDOWN = (
    MarkdownIt("commonmark", {"html": False, "breaks": True}).enable(["table", "strikethrough"]).disable("image")
)

_TAGS = {
    *("p", "br", "hr", "em", "strong", "s", "code", "pre", "blockquote", "ul", "ol", "li", "a"),
    *("h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td"),
}
_ALIGNED = {"text-align:right": "text-end", "text-align:center": "text-center"}


def render(text: str) -> SafeString:
    """Markdown (CommonMark, with tables and strikethrough) as HTML. Raw HTML is shown as it was typed."""
    tokens = _MARKDOWN.parse(text)
    for token in tokens:
        _shift_heading(token)
        _align_by_class(token)
    html = nh3.clean(
        _MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {}),
        tags=_TAGS,
        attributes={"a": {"href", "title"}, "ol": {"start"}},
        allowed_classes={"th": set(_ALIGNED.values()), "td": set(_ALIGNED.values())},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer nofollow",
    )
    return mark_safe(html)  # noqa: S308  # cleaned in the statement before


def _shift_heading(token: Token) -> None:
    if token.type in {"heading_open", "heading_close"}:
        token.tag = f"h{min(6, int(token.tag[1]) + FIRST_HEADING - 1)}"


def _align_by_class(token: Token) -> None:
    """The page's policy allows no styles in attributes."""
    style = token.attrs.pop("style", None)
    if style in _ALIGNED:
        token.attrSet("class", _ALIGNED[str(style)])


def difference(old: str, new: str) -> SafeString:
    """The new text with what is gone in `<del>` and what came in `<ins>`, word by word.

    Line breaks stay line breaks: show it where white space is kept.
    """
    return mark_safe("".join(_changes(_lines(old), _lines(new), inside=True)))  # noqa: S308  # every piece is escaped


def _changes(old: list[str], new: list[str], *, inside: bool) -> Iterator[str]:
    """Pieces of HTML. With `inside`, a changed piece is compared again by its words."""
    for operation, start, end, new_start, new_end in SequenceMatcher(None, old, new).get_opcodes():
        gone, came = "".join(old[start:end]), "".join(new[new_start:new_end])
        if operation == "equal":
            yield escape(gone)
        elif inside and operation == "replace" and _alike(gone, came):
            yield from _changes(_words(gone), _words(came), inside=False)
        else:
            yield _marked("del", gone)
            yield _marked("ins", came)


def _marked(tag: str, text: str) -> str:
    return format_html("<{0}>{1}</{0}>", mark_safe(tag), text) if text else ""  # noqa: S308  # a tag of our own


def _alike(old: str, new: str) -> bool:
    """Half rewritten reads better as one piece out and one piece in."""
    return SequenceMatcher(None, _words(old), _words(new)).ratio() > 0.4


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+\s*|[^\w\s]\s*|\s+", text)


# Markdown as a tree of plain values, for what is not HTML.

Tree = list[dict[str, Any]]

_DEEPEST = 20
"""Words within words: strong, emphasised, struck. Boxes within boxes are bounded by the parser, at as many."""
_SPANS = {"strong": "strong", "em": "emphasis", "s": "strike", "link": "link"}
_BOXES = {
    "paragraph": "paragraph",
    "heading": "heading",
    "blockquote": "quote",
    "bullet_list": "list",
    "ordered_list": "numbers",
    "table": "table",
}


def tree(text: str) -> Tree:
    """Markdown as nested values: what `kring/web/templates/web/paper.typ` reads. What is nested beyond reason is as it was typed."""
    tokens = _MARKDOWN.parse(text)
    if any(child.level > _DEEPEST for token in tokens for child in token.children or ()):
        return [{"kind": "code", "text": text}]
    return list(map(_box, SyntaxTreeNode(tokens).children))


def _box(node: SyntaxTreeNode) -> dict[str, Any]:
    kind = _BOXES.get(node.type, node.type)
    match kind:
        case "paragraph" | "heading":
            return {"kind": kind, "parts": _spans(node)}
        case "quote":
            return {"kind": kind, "parts": list(map(_box, node.children))}
        case "list" | "numbers":
            entries = [list(map(_box, entry.children)) for entry in node.children]
            return {"kind": kind, "entries": entries, "start": int(node.attrs.get("start", 1))}
        case "table":
            rows = [[_spans(cell) for cell in row.children] for part in node.children for row in part.children]
            return {"kind": kind, "columns": len(rows[0]), "head": rows[0], "cells": list(chain(*rows[1:]))}
        case "hr":
            return {"kind": "rule"}
        case _:  # code of either kind, and HTML as it was typed
            return {"kind": "code", "text": node.content.rstrip("\n")}


def _spans(node: SyntaxTreeNode) -> Tree:
    inline = node.children[0].children if node.children and node.children[0].type == "inline" else node.children
    return list(map(_span, inline))


def _span(node: SyntaxTreeNode) -> dict[str, Any]:
    match node.type:
        case "softbreak" | "hardbreak":
            return {"kind": "break"}
        case "code_inline":
            return {"kind": "code", "text": node.content}
        case "strong" | "em" | "s" | "link":
            href = str(node.attrs.get("href", ""))
            return {"kind": _SPANS[node.type], "parts": list(map(_span, node.children)), "href": href}
        case _:
            return {"kind": "text", "text": node.content}

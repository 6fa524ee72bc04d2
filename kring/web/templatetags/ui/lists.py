"""Lists and ways through them: rows, tables, pairs, tabs, filter words, pager, steps, progress, timeline."""

from collections.abc import Sequence

from django.utils.safestring import SafeString

from kring.web import moments
from kring.web.frame import Link
from kring.web.templatetags.ui.library import attributes, register, render


@register.simple_block_tag
def rows(content: str, **extra: object) -> SafeString:
    """A list of `row`s."""
    return render("rows", {"content": content, "extra": attributes(extra)})


@register.simple_block_tag
def row(
    content: str,
    title: str,
    href: str = "",
    lead: str = "",
    end: str = "",
    new: bool = False,
    urgent: bool = False,
    pick: str = "",
    value: object = "",
    **extra: object,
) -> SafeString:
    """One row: `lead` (label, icon, face), title, the content as its second line, and `end` (age, counts, buttons).

    `lead` and `end` are made with `{% … as name %}`. The whole row is the link. `pick`: the row can be ticked, for the
    form "picks" to send under that name with this value.
    """
    given = {"content": content, "title": title, "href": href, "lead": lead, "end": end, "new": new, "urgent": urgent}
    given |= {"pick": pick, "value": value}
    return render("row", given | {"extra": attributes(extra)})


@register.simple_block_tag
def table(content: str, caption: str, fold: bool = True, show_caption: bool = False) -> SafeString:
    """A table around its thead and tbody. `fold`: on a phone each row becomes a block; give cells with `cell`."""
    return render("table", {"content": content, "caption": caption, "fold": fold, "show_caption": show_caption})


@register.simple_block_tag
def column(content: str, sort: str = "", direction: str = "", figures: bool = False) -> SafeString:
    """The head of a column. `sort` is the address that sorts by it, `direction` (ascending, descending) how it is sorted now."""
    return render("column", {"content": content, "sort": sort, "direction": direction, "figures": figures})


@register.simple_block_tag
def cell(content: str, name: str = "", figures: bool = False, head: bool = False) -> SafeString:
    """A cell. `name` is its column's, shown beside it on a phone; none for a button. `head`: it names the row."""
    return render("cell", {"content": content, "name": name, "figures": figures, "head": head})


@register.simple_block_tag
def pairs(content: str, narrow: bool = False) -> SafeString:
    """A list of `pair`s: name and value. `narrow`: the value below its name."""
    return render("pairs", {"content": content, "narrow": narrow})


@register.simple_block_tag
def pair(content: str, name: str) -> SafeString:
    """One name and its value."""
    return render("pair", {"content": content, "name": name})


@register.simple_tag
def tabs(links: Sequence[Link], name: str) -> SafeString:
    """Faces of one page, as `Link`s; `name` says what of."""
    return render("tabs", {"links": links, "name": name})


@register.simple_block_tag
def filters(content: str, name: str) -> SafeString:
    """A line of filter words; `name` says what is filtered."""
    return render("filters", {"content": content, "name": name})


@register.simple_tag
def words(links: Sequence[Link], name: str, show_name: bool = True) -> SafeString:
    """A few filter words, as `Link`s, side by side."""
    return render("words", {"links": links, "name": name, "show_name": show_name})


@register.simple_tag
def word_menu(links: Sequence[Link], name: str) -> SafeString:
    """Many filter words: the current one, and the others behind it."""
    current = next((link for link in links if link.current), links[0])
    return render("word_menu", {"links": links, "name": name, "current": current})


@register.simple_tag
def pager(earlier: str = "", later: str = "", text: str = "") -> SafeString:
    """Ways to the pages before and after, and where one is. Nothing when this page is all there is."""
    return render("pager", {"earlier": earlier, "later": later, "text": text})


@register.simple_tag
def progress(value: float, most: float, text: str) -> SafeString:
    """How far something is: `value` of `most`, in a bar and in figures."""
    figures = f"{moments.number(value)}/{moments.number(most)}"
    return render("progress", {"value": value, "most": most, "text": text, "figures": figures})


@register.simple_block_tag
def steps(content: str, name: str) -> SafeString:
    """A checklist of `step`s."""
    return render("steps", {"content": content, "name": name})


@register.simple_block_tag
def step(content: str, done: bool = False, current: bool = False, href: str = "") -> SafeString:
    """One step: done, the one to do now, or one for later."""
    return render("step", {"content": content, "done": done, "current": current, "href": href})


@register.simple_block_tag
def timeline(content: str, name: str) -> SafeString:
    """A history of `entry`s."""
    return render("timeline", {"content": content, "name": name})


@register.simple_block_tag
def entry(content: str, icon: str, time: str = "") -> SafeString:
    """One thing that happened; `time` is made with `{% age … as time %}`."""
    return render("entry", {"content": content, "icon": icon, "time": time})

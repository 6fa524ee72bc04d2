"""Labels of the Traffic Light Protocol among the tags of MISP (taxonomy `tlp`), and all other tags."""

from collections.abc import Iterable

from kring.tlp.labels import Label

PREFIX = "tlp:"


def tag_of(label: Label) -> str:
    """As MISP writes it, in the names of TLP 2: "tlp:amber+strict"."""
    return PREFIX + label.short.lower()


def label_of(tag: str) -> Label | None:
    """What the tag says, by the names of TLP 1 or 2. None when it says no label."""
    name = tag.strip().lower()
    if not name.startswith(PREFIX):
        return None
    try:
        return Label.parse(name.removeprefix(PREFIX))
    except ValueError:
        return None


def is_unknown_label(tag: str) -> bool:
    """Would it be a label, if TLP had it? `tlp:ex:chr` (the Chatham House rule) and `tlp:unclear` are such tags."""
    return tag.strip().lower().startswith(PREFIX) and label_of(tag) is None


def narrowest(labels: Iterable[Label | None]) -> Label | None:
    """The label with the smallest audience; None when there is none."""
    return max((label for label in labels if label is not None), default=None)

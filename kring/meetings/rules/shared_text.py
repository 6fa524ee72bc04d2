"""One text with several writers: what each of them types is merged, and nobody's letters are lost.

A text is kept as the state of a CRDT, in the form of Yjs, which the browser speaks too. States, updates and vectors are
bytes; an update may come twice, or late, and the outcome is the same.
"""

from collections.abc import Sequence
from difflib import SequenceMatcher

from pycrdt import Doc, Text, merge_updates

from kring.kernel.errors import Refusal, Refused, enforce
from kring.kernel.words import N_

EMPTY = b"\0\0"
"""The state of a text in which nothing was typed."""

LARGEST_UPDATE = 200_000
"""Bytes one writer sends at once: a long page that was pasted."""
LARGEST_STATE = 1_000_000
"""Bytes kept of one text, with all that was taken out of it."""
LONGEST_TEXT = 50_000
"""Letters."""

NOT_AN_UPDATE = Refusal(
    "not_an_update", N_("What was sent is no change of a text. Copy what you typed, and load the page again.")
)
TEXT_TOO_LONG = Refusal(
    "text_too_long", N_("Notes on one item end at {most} letters. Go on under another item."), {"most": LONGEST_TEXT}
)

ROOT = "text"


def text_of(state: bytes) -> str:
    """The text as it stands."""
    return str(_text(_opened(state)))


def merged(state: bytes, update: bytes) -> bytes:
    """The state with what one writer did. Refused: not_an_update, text_too_long."""
    enforce(TEXT_TOO_LONG if len(update) > LARGEST_UPDATE else None)
    doc = _opened(state)
    _apply(doc, update)
    after = doc.get_update()
    enforce(TEXT_TOO_LONG if len(after) > LARGEST_STATE or len(str(_text(doc))) > LONGEST_TEXT else None)
    return after


def together(updates: Sequence[bytes]) -> bytes:
    """Several updates as one."""
    return updates[0] if len(updates) == 1 else merge_updates(*updates)


def missing(state: bytes, vector: bytes) -> bytes:
    """What somebody who has come as far as `vector` does not have yet. Refused: not_an_update."""
    try:
        return _opened(state).get_update(vector or None)
    except ValueError:
        raise Refused(NOT_AN_UPDATE) from None


def retyped(read: bytes, text: str) -> bytes:
    """The update of somebody who saw the state `read` and sends the whole text back: only what differs is theirs.

    Refused: not_an_update.
    """
    doc = Doc[Text]()
    _apply(doc, read)
    shared, before = _text(doc), doc.get_state()
    was = str(shared)
    with doc.transaction():
        for kind, start, end, new_start, new_end in reversed(
            SequenceMatcher(None, was, text, autojunk=False).get_opcodes()
        ):
            if kind != "equal":
                at = len(was[:start].encode())
                if end > start:
                    del shared[at : at + len(was[start:end].encode())]
                if new_end > new_start:
                    shared.insert(at, text[new_start:new_end])
    return doc.get_update(before)


def _opened(state: bytes) -> Doc[Text]:
    doc = Doc[Text]()
    doc.apply_update(state)
    return doc


def _text(doc: Doc[Text]) -> Text:
    return doc.get(ROOT, type=Text)


def _apply(doc: Doc[Text], update: bytes) -> None:
    try:
        doc.apply_update(update)
        str(_text(doc))
    except (ValueError, TypeError, RuntimeError):
        raise Refused(NOT_AN_UPDATE) from None

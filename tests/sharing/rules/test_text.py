"""The words of an item."""

import pytest

from kring.sharing.rules import LONGEST_TEXT, LONGEST_TITLE, MOST_TAGS, Text, why_not_write


@pytest.mark.parametrize(
    ("text", "headline"),
    [
        (Text(title="  Pumps \n stop "), "Pumps stop"),
        (Text(what="Two pumps stopped. Then a third."), "Two pumps stopped."),
        (Text(what="\n\n# **Two** `pumps` stopped\nmore"), "Two pumps stopped"),
        (Text(what="- first\n- second"), "first"),
        (Text(what="1. first"), "first"),
        (Text(what="file_name_with_marks.exe calls 203.0.113.7"), "file_name_with_marks.exe calls 203.0.113.7"),
        (Text(what="x" * 300), "x" * 119 + "…"),
        (Text(), ""),
    ],
)
def test_the_headline_is_the_title_or_the_first_sentence(text: Text, headline: str) -> None:
    assert text.headline == headline


def test_a_title_that_is_too_long_is_cut() -> None:
    assert len(Text(title="x" * 500).headline) == LONGEST_TITLE


def test_each_text_has_an_end() -> None:
    assert why_not_write(Text(what="x" * LONGEST_TEXT, so_what="x" * LONGEST_TEXT)) is None
    for name in ("what", "so_what", "do_what"):
        refusal = why_not_write(Text(**{name: "x" * (LONGEST_TEXT + 1)}))
        assert refusal is not None
        assert refusal.code == "too_long"


def test_tags_have_an_end() -> None:
    tags = [str(number) for number in range(MOST_TAGS + 1)]
    assert why_not_write(Text(), tags[:-1]) is None
    refusal = why_not_write(Text(), tags)
    assert refusal is not None
    assert str(refusal) == f"At most {MOST_TAGS} tags."

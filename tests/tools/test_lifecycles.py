"""The drawing of lives is what the rules obey."""

from tools import lifecycles


def test_the_page_is_what_the_tables_say() -> None:
    assert lifecycles.PAGE.read_text() == lifecycles.page()


def test_a_step_is_an_arrow_and_an_end_is_one_too() -> None:
    drawing = lifecycles.drawn("A life", "a", {"a": ["b"], "b": []})
    assert "  [*] --> a\n  a --> b\n  b --> [*]" in drawing

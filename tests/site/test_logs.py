"""A line in the log says where an error came from, and ends."""

from kring.site.logs import error_of


def test_errors_that_are_each_others_cause_are_named_once() -> None:
    first, second = ValueError("a"), KeyError("b")
    first.__cause__, second.__cause__ = second, first

    assert error_of(first) == ["builtins.ValueError", "builtins.KeyError"]


def test_what_was_typed_is_not_in_it() -> None:
    try:
        int("the pumps of North")
    except ValueError as error:
        lines = error_of(error)

    assert lines[-1] == "builtins.ValueError"
    assert "pumps" not in " ".join(lines)

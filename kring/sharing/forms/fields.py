"""Fields that forms of sharing are made of."""

from typing import Any

from django import forms

from kring.sharing import rules


class Typed(forms.CharField):
    """Text as it was typed: nothing is cut off, so that a place in it stays the place it was found at."""

    def __init__(self, *, longest: int = rules.LONGEST_TEXT, **options: Any) -> None:
        super().__init__(required=False, strip=False, max_length=longest, **options)

    def to_python(self, value: Any) -> str:
        """With the line ends of this house: browsers send those of a typewriter."""
        return str(super().to_python(value)).replace("\r\n", "\n")


class Words(forms.CharField):
    """A few words with commas between them."""

    def prepare_value(self, value: Any) -> Any:
        """A list, in one line."""
        return value if value is None or isinstance(value, str) else ", ".join(value)

    def clean(self, value: Any) -> list[str]:
        """The words, each once."""
        typed = str(super().clean(value))
        return list(dict.fromkeys(word.strip() for word in typed.split(",") if word.strip()))


class ManyFiles(forms.ClearableFileInput):
    """Several files at once."""

    allow_multiple_selected = True


class Files(forms.FileField):
    """No file, one, or several."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """All of them."""
        return [super(Files, self).clean(one, initial) for one in data or ()]

"""Choosing from more than one reads through: who is chosen already, the first few others, and whoever one looks for."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

FEW = 60
"""So many stand on the page together. Of more, one looks for a name by typing."""
SHOWN = 20
"""So many are shown at a time, beside those that are chosen."""
LOOK = "look"
"""With this a form is sent to look for somebody, and for nothing else."""


class Choice(Protocol):
    """One that can be chosen."""

    @property
    def key(self) -> UUID: ...

    @property
    def text(self) -> str: ...


C = TypeVar("C", bound=Choice)
C_co = TypeVar("C_co", bound=Choice, covariant=True)


class Crowd(Protocol[C_co]):
    """All that can be chosen, looked up as far as somebody asks for them: they may be thousands."""

    def called(self, words: str, most: int, /) -> Sequence[C_co]:
        """The first so many with these words in what they are called."""

    def among(self, keys: Collection[UUID], /) -> Sequence[C_co]:
        """Those of these that can be chosen."""


@dataclass(frozen=True, slots=True)
class Finder:
    """What stands above those that were found: the words one looked for, and what came of it."""

    field: str
    words: str
    found: int
    more: bool
    """There are others with these words."""

    @property
    def name(self) -> str:
        """Under which the words are sent."""
        return words_of(self.field)

    @property
    def says(self) -> str:
        """For everybody to read, and read out each time it changes."""
        if not self.words:
            return _("The first %(n)s are shown. Type to find others.") % {"n": self.found}
        if not self.found:
            return _("Nothing found.")
        if self.more:
            return _("More than %(n)s found. The first are shown.") % {"n": self.found}
        return ngettext("%(n)s found.", "%(n)s found.", self.found) % {"n": self.found}


@dataclass(frozen=True, slots=True)
class Offer(Generic[C]):
    """What of a crowd stands on the page: those that are chosen first. Without a finder it is everybody."""

    rows: Sequence[C]
    finder: Finder | None = None


@dataclass(slots=True)
class _Once(Generic[C]):
    """A crowd that several fields choose from: what they all ask is looked up once."""

    crowd: Crowd[C]
    answers: dict[tuple[str, int], Sequence[C]] = field(default_factory=dict)

    def called(self, words: str, most: int) -> Sequence[C]:
        """The first so many with these words in what they are called."""
        if (words, most) not in self.answers:
            self.answers[words, most] = self.crowd.called(words, most)
        return self.answers[words, most]

    def among(self, keys: Collection[UUID]) -> Sequence[C]:
        """Those of these that can be chosen."""
        return self.crowd.among(keys)


def words_of(field: str) -> str:
    """The name under which the words are sent that one looks for in this field."""
    return f"find_{field}"


def offer(crowd: Crowd[C], field: str, *, chosen: Iterable[object], words: str) -> Offer[C]:
    """What to show of a crowd to somebody who chose these so far, and looks for these words."""
    picked = {key for one in chosen if (key := _key(one))}
    words = words.strip()
    found = crowd.called(words, SHOWN + 1 if words else FEW + 1)
    if not words and len(found) <= FEW:
        return Offer(found)
    first = crowd.among(picked) if picked else []
    finder = Finder(field, words, min(len(found), SHOWN), len(found) > SHOWN)
    return Offer([*first, *(one for one in found[:SHOWN] if one not in first)], finder)


def _key(sent: object) -> UUID | None:
    """What was sent may be anything."""
    try:
        return UUID(str(sent))
    except ValueError:
        return None


class ChoosingForm(forms.Form):
    """A form in which one chooses from a crowd.

    While one types, and without a script at the press of a button, it is sent to look: it comes back with whom the words
    found and with all that was filled in, and nothing is done with it.
    """

    def offer(self, *names: str, crowd: Crowd[Choice], nobody: str = "") -> None:
        """Lets these fields be chosen from a crowd; `nobody` says what it is to choose none, or to choose still."""
        once = _Once(crowd)
        for name in names:
            self._offer(name, once, "" if isinstance(self.fields[name], forms.MultipleChoiceField) else nobody)

    def _offer(self, name: str, crowd: Crowd[Choice], nobody: str) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        value = self[name].value()
        chosen = value if isinstance(value, list | tuple) else [value]
        shown = offer(crowd, name, chosen=chosen, words=self.data.get(words_of(name), ""))
        field.finder = shown.finder  # type: ignore[attr-defined]  # for the component that draws the field
        choices = list({str(one.key): one.text for one in reversed(shown.rows)}.items())[::-1]
        if shown.finder is None:
            choices.sort(key=lambda one: one[1].casefold())
        if shown.finder and isinstance(field.widget, forms.Select):  # what is found stands in sight, and opens nothing
            field.widget = forms.RadioSelect()
            field.widget.is_required = field.required
            nobody = "" if field.required else nobody  # "choose somebody" is none of them
        field.choices = [("", nobody), *choices] if nobody else choices

    @property
    def only_looks(self) -> bool:
        """Was it sent to look for somebody, and for nothing else?"""
        return LOOK in self.data

    def full_clean(self) -> None:
        """Who only looks is not told yet what is wrong."""
        super().full_clean()
        if self.only_looks:
            self._errors = forms.utils.ErrorDict(renderer=self.renderer)

    def is_valid(self) -> bool:
        """Is it filled in well, and meant?"""
        return super().is_valid() and not self.only_looks

"""Few stand on the page together; of many, who is chosen, the first, and whoever one looks for."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms

from kring.web.choosing import FEW, SHOWN, ChoosingForm


@dataclass(frozen=True, slots=True)
class Ship:
    """One to choose."""

    key: UUID
    text: str


@dataclass(slots=True)
class Fleet:
    """As many ships as a test wants."""

    count: int
    asked: int = 0

    def called(self, words: str, most: int) -> list[Ship]:
        self.asked += 1
        return [ship for ship in self._all() if words in ship.text][:most]

    def among(self, keys: Collection[UUID]) -> list[Ship]:
        return [ship for ship in self._all() if ship.key in keys]

    def _all(self) -> list[Ship]:
        return [Ship(key(number), f"Ship {number}") for number in range(1, self.count + 1)]


def key(number: int) -> UUID:
    return UUID(int=number)


class Sailing(ChoosingForm):
    """With which ship, and which go along."""

    when = forms.CharField()
    ship = forms.TypedChoiceField(coerce=UUID, required=False, empty_value=None)
    along = forms.TypedMultipleChoiceField(coerce=UUID, required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, data: Any = None, *, fleet: Fleet, **options: Any) -> None:
        super().__init__(data, **options)
        self.offer("ship", "along", crowd=fleet, nobody="None yet")


def shown(form: Sailing, name: str) -> list[str]:
    return [str(text) for _key, text in form.fields[name].choices]  # type: ignore[attr-defined]


def finder(form: Sailing, name: str = "ship") -> Any:
    return getattr(form.fields[name], "finder", None)


def test_few_are_all_there_and_nobody_has_to_look() -> None:
    form = Sailing(fleet=Fleet(FEW))
    assert len(shown(form, "ship")) == FEW + 1
    assert shown(form, "ship")[0] == "None yet"
    assert isinstance(form.fields["ship"].widget, forms.Select)
    assert finder(form) is None


def test_of_many_the_first_are_shown_where_one_sees_them() -> None:
    form = Sailing(fleet=Fleet(FEW + 1))
    assert shown(form, "along") == [f"Ship {number}" for number in range(1, SHOWN + 1)]
    assert isinstance(form.fields["ship"].widget, forms.RadioSelect)
    assert finder(form).says == "The first 20 are shown. Type to find others."


def test_what_several_fields_ask_is_looked_up_once() -> None:
    fleet = Fleet(500)
    Sailing(fleet=fleet)
    assert fleet.asked == 1


def test_who_looks_finds_those_with_the_words_and_keeps_what_is_chosen() -> None:
    sent = {"look": "ship", "find_ship": "49", "ship": str(key(300)), "along": [str(key(400))], "when": "Noon"}
    form = Sailing(sent, fleet=Fleet(500))
    assert shown(form, "ship")[:2] == ["None yet", "Ship 300"]
    assert set(shown(form, "ship")[2:]) == {f"Ship {number}" for number in (49, 149, 249, 349, 449, *range(490, 500))}
    assert finder(form).says == "15 found."


def test_it_says_when_there_are_more_and_when_there_are_none() -> None:
    assert finder(Sailing({"find_ship": "1"}, fleet=Fleet(500))).says == "More than 20 found. The first are shown."
    assert finder(Sailing({"find_ship": "boat"}, fleet=Fleet(500))).says == "Nothing found."


def test_looking_does_nothing_else_and_finds_no_fault() -> None:
    form = Sailing({"look": "ship", "find_ship": "Ship"}, fleet=Fleet(500))
    assert not form.is_valid()
    assert not form.errors


def test_whoever_is_in_the_crowd_can_be_chosen_shown_or_not() -> None:
    form = Sailing({"when": "Noon", "ship": str(key(300)), "along": [str(key(7)), str(key(499))]}, fleet=Fleet(500))
    assert form.is_valid()
    assert form.cleaned_data["ship"] == key(300)
    assert form.cleaned_data["along"] == [key(7), key(499)]


def test_nobody_else_can_be_chosen_whatever_is_sent() -> None:
    for sent in (str(key(501)), "nonsense", "' OR 1"):
        form = Sailing({"when": "Noon", "ship": sent, "along": [sent]}, fleet=Fleet(500))
        assert not form.is_valid()
        assert set(form.errors) == {"ship", "along"}


def test_one_who_was_chosen_before_is_on_the_page() -> None:
    form = Sailing(fleet=Fleet(500), initial={"ship": key(321), "along": [key(400)]})
    assert shown(form, "ship")[:2] == ["None yet", "Ship 321"]
    assert shown(form, "along")[0] == "Ship 400"
    assert "checked" in str(form["ship"][1].tag())

"""Filters that are words: read from an address, and written into the addresses of the words beside them."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kring.circles import queries as circles
from kring.sharing.models import Item
from kring.sharing.queries import Filters, Place
from kring.tlp.labels import Label
from kring.web.frame import Link

SHOWS = [
    ("unread", gettext_lazy("unread")),
    ("urgent", gettext_lazy("urgent")),
    ("own", gettext_lazy("mine")),
    ("matters", gettext_lazy("matters to us")),
]


class ListForm(forms.Form):
    """The words above a list. What an address says and no word means is left out."""

    show = forms.ChoiceField(choices=SHOWS, required=False)
    kind = forms.ChoiceField(choices=Item.Kind.choices, required=False)
    label = forms.TypedChoiceField(
        choices=[(label.slug, label.short) for label in reversed(Label)],
        coerce=Label.parse,
        empty_value=None,
        required=False,
    )
    circle = forms.SlugField(required=False)
    tag = forms.CharField(max_length=40, required=False)
    trusted = forms.BooleanField(required=False)
    sort = forms.ChoiceField(choices=[("oldest", gettext_lazy("oldest first"))], required=False)
    before = forms.CharField(max_length=80, required=False)
    q = forms.CharField(max_length=200, required=False)

    def __init__(self, data: Mapping[str, Any], *, places: Sequence[circles.CirclePlace] = ()) -> None:
        super().__init__(data)
        self.places = places
        self.is_valid()
        self.given: dict[str, Any] = {
            name: value for name, value in self.cleaned_data.items() if value or value is Label.CLEAR
        }

    def clean_circle(self) -> circles.CirclePlace | None:
        """One of the circles one is offered."""
        asked = self.cleaned_data["circle"]
        return next((place for place in self.places if place.slug == asked), None)

    def clean_before(self) -> Place | None:
        """Where the list goes on."""
        try:
            return Place.parse(self.cleaned_data["before"])
        except ValueError:
            return None

    def filters(self, *, muted: Sequence[str] = ()) -> Filters:
        """As queries take them. A topic that is muted shows when it is asked for by its name."""
        given, show = self.given, self.given.get("show")
        tag = given.get("tag", "").lower()
        return Filters(
            circle=given["circle"].id if "circle" in given else None,
            kind=given.get("kind", ""),
            label=given.get("label"),
            tag=tag,
            unread=show == "unread",
            urgent=show == "urgent",
            own=show == "own",
            matters=show == "matters",
            reliable="B" if "trusted" in given else "",
            credible=2 if "trusted" in given else None,
            muted=[topic for topic in muted if topic != tag],
            oldest_first=given.get("sort") == "oldest",
        )

    @property
    def before_place(self) -> Place | None:
        """Where the list goes on."""
        return self.given.get("before")

    @property
    def is_narrowed(self) -> bool:
        """Is anything left out by a word?"""
        return bool(self.given.keys() - {"before", "q", "sort"})

    # --- The words themselves ---

    @property
    def show_words(self) -> list[Link]:
        """Everything, or a part that needs attention."""
        return self._words("show", _("all"), SHOWS)

    @property
    def kind_words(self) -> list[Link]:
        """What sort of item."""
        return self._words("kind", _("any"), [(kind.value, kind.label) for kind in Item.Kind])

    @property
    def label_words(self) -> list[Link]:
        """Which label."""
        return self._words("label", _("any"), [(label.slug, label.short) for label in reversed(Label)])

    @property
    def circle_words(self) -> list[Link]:
        """Where it was shared."""
        return self._words("circle", _("all circles"), [(place.slug, place.name) for place in self.places])

    @property
    def trust_words(self) -> list[Link]:
        """How good its source and content are."""
        return self._words("trusted", _("any source"), [("on", _("B2 or better"))])

    @property
    def sort_words(self) -> list[Link]:
        """Which way round."""
        return self._words("sort", _("newest first"), [("oldest", _("oldest first"))])

    def tag_words(self, used: Sequence[str]) -> list[Link]:
        """What it is about; the one that is asked for is among them, used or not."""
        asked = self.given.get("tag")
        return self._words("tag", _("anything"), [(tag, tag) for tag in sorted({*used, *([asked] if asked else [])})])

    @property
    def is_whole(self) -> bool:
        """Is this the top of the list with nothing left out? What arrives belongs in such a list."""
        return not self.given.keys() - {"q"}

    @property
    def kept(self) -> list[tuple[str, str]]:
        """The words that a new search keeps."""
        return [(name, self._word(name)) for name in self.given if name not in {"before", "q"}]

    @property
    def unnarrowed(self) -> str:
        """The address without any word but what is looked for."""
        return "?" + urlencode({"q": self.given.get("q", "")})

    def older(self, place: Place) -> str:
        """The address of the rest of the list."""
        return self.address(before=str(place))

    def address(self, **changed: str) -> str:
        """This list with a word changed; from its beginning, unless that is what changes."""
        words = {name: self._word(name) for name in self.given if name != "before"} | changed
        return "?" + urlencode({name: value for name, value in words.items() if value})

    def _words(self, name: str, anything: str, words: Sequence[tuple[str, Any]]) -> list[Link]:
        now = self._word(name) if name in self.given else ""
        return [
            Link(anything, self.address(**{name: ""}), current=not now),
            *(Link(str(text), self.address(**{name: value}), current=now == value) for value, text in words),
        ]

    def _word(self, name: str) -> str:
        """What stands in the address."""
        value = self.given[name]
        match value:
            case Label():
                return value.slug
            case circles.CirclePlace():
                return value.slug
            case True:
                return "on"
            case _:
                return str(value)

"""The share box: what somebody writes, for whom, and what they should know before it goes out."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any, Self
from uuid import UUID

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kring.circles import queries as circles
from kring.kernel.actor import Actor
from kring.kernel.errors import Refusal
from kring.sharing import queries, rules, scrutiny
from kring.sharing.forms.fields import Files, Typed, Words
from kring.sharing.forms.shown import Found, LabelChoice, found, key_of, says
from kring.sharing.models import Item
from kring.sharing.rules import Text
from kring.tlp.labels import Label
from kring.web.choosing import C, ChoosingForm, Crowd, Offer, offer, words_of
from kring.web.doors import spoken

TEXTS = ("title", "what", "so_what", "do_what")
"""The fields that are looked through for personal data, secrets and indicators."""

WHOLE_CIRCLE, CHOSEN = "circle", "chosen"
EVERYTHING = "all"

MANY = 8
"""From more people than this one looks for a name by typing."""

CHOSEN_LABELS = (Label.AMBER, Label.AMBER_STRICT)
"""The labels under which organisations can be chosen."""


class ShareForm(ChoosingForm):
    """The share box. It is always filled: with what was sent, with a draft, or with the circle's own defaults."""

    circle = forms.TypedChoiceField(label=_("Circle"), coerce=UUID)
    written_in = forms.UUIDField(required=False, widget=forms.HiddenInput)
    """The circle the box was drawn for: what was chosen in another one means nothing in this one."""
    draft = forms.UUIDField(required=False, widget=forms.HiddenInput)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    about = forms.UUIDField(required=False, widget=forms.HiddenInput)
    title = Typed(label=_("Title"), longest=rules.LONGEST_TITLE)
    what = Typed(label=_("What"), widget=forms.Textarea)
    so_what = Typed(label=_("So what"), widget=forms.Textarea)
    do_what = Typed(label=_("Do what"), widget=forms.Textarea)
    label = forms.TypedChoiceField(
        label=_("Label"),
        choices=[(label.value, label.marking) for label in Label],
        coerce=lambda value: Label(int(value)),
        widget=forms.RadioSelect,
    )
    reach = forms.ChoiceField(
        label=_("Who in this circle"),
        choices=[(WHOLE_CIRCLE, _("Everyone with a seat")), (CHOSEN, _("Organisations I choose"))],
        widget=forms.RadioSelect,
        required=False,
    )
    segments = forms.TypedMultipleChoiceField(
        label=_("Parts of this circle"), coerce=UUID, required=False, widget=forms.CheckboxSelectMultiple
    )
    chosen = forms.TypedMultipleChoiceField(
        label=_("Organisations"),
        coerce=UUID,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _(rules.NOT_IN_CIRCLE.text)},
    )
    named = forms.TypedMultipleChoiceField(
        label=_("People"),
        coerce=UUID,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _(rules.NOT_IN_CIRCLE.text)},
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=Item.Kind.choices)
    urgent = forms.BooleanField(
        label=_("Urgent"), required=False, help_text=_("Everyone is told at once and asked to say that they have it.")
    )
    reliability = forms.ChoiceField(
        label=_("How reliable is your source?"),
        choices=[("", _("Not said")), *Item.Reliability.choices],
        required=False,
    )
    credibility = forms.TypedChoiceField(
        label=_("How credible is this?"),
        choices=[("", _("Not said")), *Item.Credibility.choices],
        coerce=int,
        required=False,
    )
    tags = Words(
        label=_("Tags"),
        required=False,
        help_text=_(
            "Technology or sector, with commas between them; “out-of-scope” for what lies outside what the circle is for."
        ),
    )
    expertise = Words(
        label=_("What should somebody know about?"),
        required=False,
        help_text=_("Topics, with commas between them. Who knows about one of them is told."),
    )
    via_secretariat = forms.BooleanField(
        label=_("Share via the secretariat"),
        required=False,
        help_text=_("Readers see “via the secretariat”, not you and not your organisation."),
    )
    uploads = Files(label=_("Attachments"), required=False)

    longest = rules.LONGEST_TEXT
    """Characters that one of the three texts holds."""

    def __init__(
        self,
        actor: Actor,
        data: Mapping[str, Any],
        files: MultiValueDict[str, Any] | None = None,
        *,
        desk: queries.Desk,
    ) -> None:
        super().__init__(data, files)
        self.actor, self.desk = actor, desk
        self.conflict: queries.DraftView | None = None
        """What another window kept meanwhile."""
        self._allow("circle", [(place.id, place.name) for place in desk.places])
        self._allow("segments", [(segment.id, segment.name) for segment in desk.segments])
        self._allow("chosen", [(one.key, one.text) for one in (*desk.own, *desk.houses.among(self.houses_picked))])
        self._allow("named", [(one.key, one.text) for one in desk.people.among(self.people_picked)])
        self.is_valid()

    def _allow(self, name: str, choices: Sequence[tuple[UUID, str]]) -> None:
        self.fields[name].choices = [(str(key), text) for key, text in choices]  # type: ignore[attr-defined]

    def clean_credibility(self) -> int:
        """0 for "not said"."""
        return int(self.cleaned_data["credibility"] or 0)

    # --- Three ways to fill it ---

    @classmethod
    def blank(cls, actor: Actor, wishes: Mapping[str, str], circle: str | None = None) -> Self:
        """A new box, in this circle or where one wrote last. `wishes` are those of the page that led here."""
        desk = queries.desk(actor, circle)
        wanted = {name: wishes[name] for name in ("kind", "about", "tags", "expertise") if wishes.get(name)}
        return cls(actor, _defaults(desk) | {"kind": Item.Kind.WARNING.value} | wanted, desk=desk)

    @classmethod
    def of_draft(cls, actor: Actor, draft: queries.DraftView) -> Self:
        """A draft, as it was left."""
        desk = queries.desk(actor, draft.circle)
        written = {
            "circle": str(draft.circle),
            "written_in": str(draft.circle),
            "draft": str(draft.id),
            "version": draft.version,
            "title": draft.text.title,
            "what": draft.text.what,
            "so_what": draft.text.so_what,
            "do_what": draft.text.do_what,
            "label": draft.label.value,
            "reach": CHOSEN if draft.chosen else WHOLE_CIRCLE,
            "chosen": [str(one) for one in draft.chosen],
            "named": [str(one) for one in draft.named],
            "kind": draft.kind,
            "urgent": draft.urgent,
            "reliability": draft.reliability,
            "credibility": draft.credibility or "",
            "tags": ", ".join(draft.tags),
            "expertise": ", ".join(draft.expertise),
            "via_secretariat": draft.via_secretariat,
            "about": str(draft.about.id) if draft.about else "",
        }
        return cls(actor, written, desk=desk)

    @classmethod
    def sent(cls, actor: Actor, data: MultiValueDict[str, str], files: MultiValueDict[str, Any] | None = None) -> Self:
        """What was sent. In another circle than the box was drawn for, that circle's own defaults count again."""
        desk = queries.desk(actor, _uuid(data.get("circle")))
        given = {name: data.getlist(name) if name in _MANY else data.get(name) for name in data}
        if data.get("written_in") != str(desk.circle.id):
            given |= _defaults(desk) | {"segments": [], "chosen": [], "named": []}
            given |= {words_of("named"): "", words_of("chosen"): ""}
        if instead := data.get("instead_of"):
            given["version"] = instead
        return cls(actor, given, files, desk=desk)

    # --- What it says ---

    @property
    def texts(self) -> dict[str, str]:
        """What was typed, by field."""
        return {name: self.cleaned_data.get(name, "") for name in TEXTS}

    @property
    def text(self) -> Text:
        """The same, as rules look at it."""
        return Text(**self.texts)

    @property
    def tlp(self) -> Label:
        """The label that is chosen."""
        label: Label = self.cleaned_data.get("label", self.desk.circle.default_label)
        return label

    @property
    def people_named(self) -> list[UUID]:
        """Under TLP:RED."""
        return self.cleaned_data.get("named", []) if self.tlp is Label.RED else []

    @property
    def houses_chosen(self) -> list[UUID]:
        """Memberships, under AMBER and AMBER+STRICT; none is the whole circle.

        Somebody who wants to choose and has not chosen yet has chosen their own organisation, not everybody.
        """
        if self.tlp not in CHOSEN_LABELS or self.cleaned_data.get("reach") != CHOSEN:
            return []
        chosen = set(self.cleaned_data.get("chosen", ())).union(
            circles.members_in(self.cleaned_data.get("segments", ())),
            (house.membership for house in self.desk.own),
        )
        return sorted(chosen)

    @property
    def written(self) -> dict[str, Any]:
        """What a draft keeps of it."""
        kept = ("kind", "urgent", "reliability", "credibility", "tags", "expertise", "via_secretariat")
        return {
            "text": self.text,
            "label": self.tlp,
            "named": self.people_named,
            "chosen": self.houses_chosen,
            **{name: self.cleaned_data.get(name) for name in kept},
        }

    # --- What to know before it goes out ---

    @cached_property
    def preview(self) -> queries.Preview:
        """Who would read it, were it shared like this now."""
        found = queries.preview(
            self.actor,
            circle=self.desk.circle.id,
            label=self.tlp,
            today=timezone.localdate(),
            named=self.people_named,
            chosen=self.houses_chosen,
            via_secretariat=self.cleaned_data.get("via_secretariat", False),
        )
        assert found is not None  # the desk is one at which the actor can share
        return found

    @cached_property
    def checked(self) -> queries.Checked:
        """What stands in the texts."""
        return queries.check(self.texts)

    @property
    def warnings(self) -> list[Found]:
        """What should perhaps not leave the house."""
        return [self._found(finding) for finding in self.checked.warnings]

    @property
    def remarks(self) -> list[Found]:
        """The same, less sure."""
        return [self._found(finding) for finding in self.checked.remarks]

    def _found(self, finding: scrutiny.Finding) -> Found:
        return found(finding, self.texts[finding.field], place=str(self.fields[finding.field].label))

    @property
    def indicators(self) -> list[tuple[str, str]]:
        """Kinds and values, harmless to click."""
        return [
            (gettext(scrutiny.INDICATOR_NAMES[one.kind]), scrutiny.defang(one.value)) for one in self.checked.indicators
        ]

    @cached_property
    def kept_files(self) -> list[queries.FileOfDraft]:
        """The files beside the draft."""
        draft = self.cleaned_data.get("draft")
        return queries.files_of_draft(self.actor, draft) if draft else []

    @cached_property
    def follows(self) -> queries.ItemRow | None:
        """The item a request for help follows from."""
        about = self.cleaned_data.get("about")
        return queries.row(self.actor, about) if about else None

    @property
    def is_reading(self) -> bool:
        """Is the text of a file still being read?"""
        return any(not file.outcome for file in self.kept_files)

    # --- How it is drawn ---

    @property
    def looks_at(self) -> str:
        """Where it is sent to look for somebody."""
        return reverse("share_check")

    @property
    def is_chosen(self) -> bool:
        """Are organisations chosen, instead of the whole circle?"""
        return self.data.get("reach") == CHOSEN

    @property
    def people_picked(self) -> set[UUID]:
        """The boxes that are ticked, whatever the label."""
        return self._picked("named")

    @cached_property
    def naming(self) -> Offer[circles.SomeoneHere]:
        """The people who can be named, or the first of those one looks for."""
        return self._shown("named", self.desk.people)

    @property
    def parties(self) -> list[list[circles.SomeoneHere]]:
        """The same by organisation. Those named already come first, here and among the people of theirs."""
        picked = self.people_picked
        parties: dict[UUID, list[circles.SomeoneHere]] = {}
        for one in sorted(self.naming.rows, key=lambda one: one.person not in picked):
            parties.setdefault(one.membership, []).append(one)
        return list(parties.values())

    @cached_property
    def choosing(self) -> Offer[circles.HouseHere]:
        """The organisations that can be chosen beside one's own, or the first of those one looks for."""
        return self._shown("chosen", self.desk.houses)

    def _shown(self, name: str, crowd: Crowd[C]) -> Offer[C]:
        return offer(crowd, name, chosen=self.data.get(name, ()), words=self.data.get(words_of(name), ""))

    @property
    def has_many_to_name(self) -> bool:
        """Are there so many that one looks for a name by typing?"""
        return len(self.naming.rows) > MANY

    @property
    def has_many_to_choose(self) -> bool:
        """The same for organisations."""
        return len(self.choosing.rows) > MANY

    @property
    def houses_picked(self) -> set[UUID]:
        """The same for organisations."""
        return self._picked("chosen")

    @property
    def segments_picked(self) -> set[UUID]:
        """The same for parts of the circle."""
        return self._picked("segments")

    def _picked(self, name: str) -> set[UUID]:
        return {key for text in self.data.get(name, ()) if (key := _uuid(text))}

    @property
    def has_more(self) -> bool:
        """Is anything filled in that stands behind a fold?"""
        return any(self.data.get(name) for name in ("title", "tags", "reliability", "credibility", "via_secretariat"))

    @property
    def labels(self) -> list[LabelChoice]:
        """The five labels, from the narrowest: who reads it in this very circle."""
        place = self.desk.circle
        return [
            LabelChoice(label, says(label, self.desk), not label.wider_than(place.widest_label), label is self.tlp)
            for label in reversed(Label)
        ]

    # --- What becomes of it ---

    def redacted(self, which: str) -> Self:
        """The same box without this finding, or without any that is a warning."""
        findings = [*self.checked.warnings, *self.checked.remarks] if which != EVERYTHING else self.checked.warnings
        gone = [finding for finding in findings if which in {EVERYTHING, key_of(finding)}]
        texts = {
            name: scrutiny.redact(text, [finding for finding in gone if finding.field == name], gettext)
            for name, text in self.texts.items()
        }
        return type(self)(self.actor, {**self.data, **texts}, self.files, desk=self.desk)

    def keep(self, draft: UUID, version: int) -> None:
        """It is kept as this version of this draft; what is sent next goes on from there."""
        self.data = {**self.data, "draft": str(draft), "version": version}
        self.cleaned_data |= {"draft": draft, "version": version}

    def refuse(self, refusal: Refusal) -> None:
        """A rule said no: say so above the box."""
        self.add_error(None, spoken(refusal))
        if refusal.code == rules.CHANGED_ELSEWHERE.code:
            self.conflict = queries.draft(self.actor, self.cleaned_data["draft"])


_MANY = frozenset(("segments", "chosen", "named"))


def _defaults(desk: queries.Desk) -> dict[str, Any]:
    here = str(desk.circle.id)
    return {"circle": here, "written_in": here, "label": desk.circle.default_label.value, "reach": WHOLE_CIRCLE}


def _uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text)
    except (TypeError, ValueError):
        return None

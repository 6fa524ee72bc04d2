"""What is filled in on the page of an item: replies, feedback, passing on, changing."""

from collections.abc import Mapping, Sequence
from typing import Any, Self
from uuid import UUID

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kring.kernel.actor import Actor
from kring.kernel.errors import Refusal
from kring.kernel.trail import PAGE
from kring.sharing import queries, rules
from kring.sharing.forms.fields import Files, Typed
from kring.sharing.forms.share import CHOSEN, WHOLE_CIRCLE, ShareForm
from kring.sharing.models import Feedback
from kring.sharing.rules import Text
from kring.tlp.labels import Label
from kring.web.choosing import LOOK, words_of

LONGEST_REASON = 500
LONGEST_NOTE = 1000
LOOKING = (LOOK, words_of("named"), words_of("chosen"))


class RefusedForm(forms.Form):
    """A form to which a rule can say no, above its fields."""

    def refuse(self, refusal: Refusal) -> None:
        """Say why, in the reader's language."""
        self.add_error(None, gettext(refusal.text).format(**refusal.values))


class ReplyForm(RefusedForm):
    """An answer in the thread, to everybody who reads the item or to some of them."""

    body = Typed(label=_("Your reply"), widget=forms.Textarea)
    answers = forms.UUIDField(required=False, widget=forms.HiddenInput)
    only = forms.TypedMultipleChoiceField(
        label=_("Only for"), coerce=UUID, required=False, widget=forms.CheckboxSelectMultiple
    )
    uploads = Files(label=_("Files"), required=False)

    def __init__(
        self,
        *args: Any,
        confidants: Sequence[queries.Companion] = (),
        thread: Sequence[queries.ReplyView] = (),
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.thread = thread
        self.fields["body"].required = True
        self.fields["only"].choices = [  # type: ignore[attr-defined]
            (str(one.person), f"{one.name} ({one.organisations})" if one.organisations else one.name)
            for one in confidants
        ]

    @property
    def answered(self) -> queries.ReplyView | None:
        """The reply that this one answers."""
        return next((one for one in self.thread if str(one.id) == str(self["answers"].value())), None)


class EditReplyForm(RefusedForm):
    """Other words for a reply of one's own."""

    body = forms.CharField(label=_("Your reply"), strip=False, max_length=rules.LONGEST_TEXT, widget=forms.Textarea)
    version = forms.IntegerField(widget=forms.HiddenInput)


class FeedbackForm(RefusedForm):
    """One tap; a note and one's name if one likes."""

    kind = forms.ChoiceField(label=_("What is it to you?"), choices=Feedback.Kind.choices, widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("Note to the source"),
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea,
        help_text=_("Only the source reads it."),
    )
    named = forms.BooleanField(
        label=_("The source may see my name"),
        required=False,
        help_text=_("Otherwise it counts, and nobody sees whose it is."),
    )

    @property
    def given(self) -> dict[str, Any]:
        """What goes to the command: a tap alone leaves what was noted before."""
        said = self.cleaned_data
        if "note" not in self.data:
            return {"kind": said["kind"]}
        return {"kind": said["kind"], "note": said["note"], "named": said["named"]}


class PassOnForm(RefusedForm):
    """To whom an item goes on: one of those it can go on to from here."""

    to = forms.ChoiceField(label=_("To"), widget=forms.RadioSelect)
    reason = forms.CharField(label=_("Why do they need it?"), required=False, max_length=LONGEST_REASON)

    def __init__(self, *args: Any, receivers: queries.Receivers, **options: Any) -> None:
        super().__init__(*args, **options)
        self.receivers = receivers
        self.fields["to"].choices = [  # type: ignore[attr-defined]
            (f"{kind}:{one.id}", one.name)
            for kind, some in (
                ("colleague", receivers.colleagues),
                ("client", receivers.clients),
                ("circle", receivers.circles),
            )
            for one in some
        ]

    @property
    def receiver(self) -> dict[str, UUID]:
        """Who it is, under the name of what they are."""
        kind, _colon, key = self.cleaned_data["to"].partition(":")
        return {kind: UUID(key)}

    @property
    def asks(self) -> bool:
        """Does the label want the source to be asked?"""
        kind = self.cleaned_data["to"].partition(":")[0]
        return getattr(self.receivers, f"to_{kind}") is rules.Passing.ASK


class AskWiderForm(RefusedForm):
    """A wider label than it has."""

    label = forms.TypedChoiceField(label=_("Label"), coerce=lambda value: Label(int(value)), widget=forms.RadioSelect)
    reason = forms.CharField(label=_("Why would that help?"), required=False, max_length=LONGEST_REASON)

    def __init__(self, *args: Any, now: Label, **options: Any) -> None:
        super().__init__(*args, **options)
        wider = [label for label in reversed(Label) if label.wider_than(now)]
        self.fields["label"].choices = [(str(label.value), label.marking) for label in wider]  # type: ignore[attr-defined]


class EditItemForm(RefusedForm):
    """Other words for something shared."""

    title = Typed(label=_("Title"), longest=rules.LONGEST_TITLE)
    what = Typed(label=_("What"), widget=forms.Textarea)
    so_what = Typed(label=_("So what"), widget=forms.Textarea)
    do_what = Typed(label=_("Do what"), widget=forms.Textarea)
    version = forms.IntegerField(widget=forms.HiddenInput)

    @classmethod
    def of_item(cls, item: queries.ItemDetail) -> Self:
        """As it stands."""
        texts = {"what": item.what, "so_what": item.so_what, "do_what": item.do_what}
        return cls(initial={"title": item.row.title, "version": item.version, **texts})

    @classmethod
    def sent(cls, data: Mapping[str, Any]) -> Self:
        """What was sent; perhaps with the wish to put it in the place of what another window wrote."""
        given = {name: data.get(name) for name in data}
        return cls(given | ({"version": given["instead_of"]} if "instead_of" in given else {}))

    @property
    def text(self) -> Text:
        """What was typed, as rules look at it."""
        return Text(**{name: self.cleaned_data[name] for name in ("title", "what", "so_what", "do_what")})

    @property
    def is_behind(self) -> bool:
        """Did another window change the item meanwhile?"""
        return self.has_error(NON_FIELD_ERRORS, rules.CHANGED_ELSEWHERE.code)

    def refuse(self, refusal: Refusal) -> None:
        """With its code, so that the page can show the other window's text."""
        said = gettext(refusal.text).format(**refusal.values)
        self.add_error(None, forms.ValidationError(said, code=refusal.code))


class RelabelForm(ShareForm):
    """Another label or audience: the choice of the share box, and nothing else of it."""

    title = what = so_what = do_what = None  # type: ignore[assignment]
    kind = urgent = reliability = credibility = tags = expertise = None  # type: ignore[assignment]
    uploads = None  # type: ignore[assignment]

    @property
    def looks_at(self) -> str:
        """The page it stands on."""
        return ""

    @classmethod
    def of_item(cls, actor: Actor, item: queries.ItemDetail) -> Self:
        """As it is now."""
        desk = queries.desk(actor, item.circle_id)
        now = {
            "circle": str(item.circle_id),
            "written_in": str(item.circle_id),
            "label": item.row.label.value,
            "reach": CHOSEN if item.chosen_memberships else WHOLE_CIRCLE,
            "chosen": [str(one) for one in item.chosen_memberships],
            "named": [str(one.person) for one in desk.people.among(item.named_people)],
            "via_secretariat": item.row.source.via_secretariat,
        }
        return cls(actor, now, desk=desk)

    @classmethod
    def sent_for(cls, actor: Actor, item: queries.ItemDetail, data: MultiValueDict[str, str]) -> Self:
        """What was sent; the circle stays what it is."""
        given: dict[str, Any] = {name: data.getlist(name) for name in ("segments", "chosen", "named")}
        given |= {name: data[name] for name in ("label", "reach", "written_in", *LOOKING) if name in data}
        here = {"circle": str(item.circle_id), "via_secretariat": item.row.source.via_secretariat}
        return cls(actor, given | here, desk=queries.desk(actor, item.circle_id))


class MentionForm(forms.Form):
    """The beginning of a name, behind an at sign."""

    q = forms.CharField(required=False, max_length=80)

    @classmethod
    def typed(cls, data: Mapping[str, Any]) -> str:
        """What was typed; nothing, when it cannot be a name."""
        form = cls(data)
        return str(form.cleaned_data["q"]) if form.is_valid() else ""


class TrailForm(forms.Form):
    """Where in a trail one is."""

    before = forms.IntegerField(required=False, min_value=1)

    @classmethod
    def place(cls, data: Mapping[str, Any]) -> int | None:
        """Below which fact to go on; None at the top, and for what makes no sense."""
        form = cls(data)
        return form.cleaned_data["before"] if form.is_valid() else None

    @staticmethod
    def older(lines: Sequence[queries.TrailLine]) -> str:
        """The address of what is older; empty when this is all."""
        return f"?before={lines[-1].number}" if len(lines) == PAGE else ""

"""What people fill in about circles, organisations, seats and what they know."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from babel import Locale
from django import forms
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from kring.circles.rules import PRESETS, RETAINED_KINDS, SUSPENSION_REASONS, MembershipState
from kring.people.forms import LANGUAGES, spoken_languages
from kring.tlp.labels import Label
from kring.web.choosing import Choice, ChoosingForm, Crowd
from kring.web.frame import Colour

Choices = Iterable[tuple[object, object]]

LABELS = [(int(label), label.marking) for label in Label]
ORGANISATION_KINDS = [
    ("private", _("Private")),
    ("public", _("Public")),
    ("education", _("Education")),
    ("liaison", _("Liaison")),
]
MEMBERSHIP_KINDS = [("member", _("Member")), ("observer", _("Observer")), ("liaison", _("Liaison"))]
ROLES = [
    ("representative", _("Representative")),
    ("deputy", _("Deputy")),
    ("chair", _("Chair")),
    ("secretary", _("Secretary")),
    ("observer", _("Observer")),
]
COLOURS = [
    (Colour.TEAL, _("teal")),
    (Colour.SKY, _("sky blue")),
    (Colour.INDIGO, _("indigo")),
    (Colour.VIOLET, _("violet")),
    (Colour.PLUM, _("plum")),
    (Colour.CLAY, _("clay")),
    (Colour.OLIVE, _("olive")),
    (Colour.SLATE, _("slate")),
]
LEVELS = [
    (1, _("1: heard of it")),
    (2, _("2: did it once")),
    (3, _("3: do it myself")),
    (4, _("4: do it every day")),
    (5, _("5: teach it")),
]
DAY = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


def countries() -> list[tuple[str, str]]:
    """The countries, each by its name in the reader's language."""
    names = Locale.parse(get_language() or "en").territories
    known = [(code, name) for code, name in names.items() if len(code) == 2 and code not in {"ZZ", "EU", "EZ", "UN"}]
    return sorted(known, key=lambda country: country[1])


def label_of(number: str) -> Label:
    """A label, from what a form sends."""
    return Label(int(number))


def label_choice(**given: Any) -> forms.TypedChoiceField:
    """A choice of a label."""
    return forms.TypedChoiceField(coerce=label_of, choices=given.pop("choices", LABELS), **given)


def choose(field: forms.Field, choices: Choices) -> None:
    """Gives a field the choices that only the page knows."""
    assert isinstance(field, forms.ChoiceField)
    field.choices = list(choices)


class StartCircleForm(forms.Form):
    """Four fields that start a collaboration."""

    name = forms.CharField(label=_("Name"), max_length=120)
    preset = forms.ChoiceField(
        label=_("What kind of collaboration is it?"),
        choices=lambda: [
            (kind, f"{gettext(preset.name)}: {gettext(preset.about)}") for kind, preset in PRESETS.items()
        ],
        widget=forms.RadioSelect,
        initial="region",
    )
    organisation = forms.CharField(label=_("Your organisation"), max_length=160)
    purpose = forms.CharField(
        label=_("What is it for?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One or two sentences that members would tell somebody who asks."),
    )


class CircleForm(forms.Form):
    """The settings of a circle."""

    name = forms.CharField(label=_("Name"), max_length=120)
    purpose = forms.CharField(
        label=_("What is it for?"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    language = forms.ChoiceField(label=_("Language of the circle"), choices=LANGUAGES)
    colour = forms.ChoiceField(label=_("Colour"), choices=COLOURS)
    default_label = label_choice(label=_("Label to start from"), help_text=_("What the share box proposes."))
    widest_label = label_choice(
        label=_("Widest label"), help_text=_("Nothing here can be shared more widely than this.")
    )
    permitted_use = forms.CharField(
        label=_("Permitted use"),
        max_length=240,
        required=False,
        help_text=_("One line below every item on what it may be used for."),
    )
    second_factor = forms.BooleanField(
        label=_("A seat counts only with a second factor"),
        required=False,
        help_text=_("Who has none reads what colleagues read, until they set one up."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind, name in RETAINED_KINDS.items():
            self.fields[f"keep_{kind}"] = forms.IntegerField(
                label=gettext(name), required=False, min_value=30, max_value=36_500
            )

    def retention_days(self) -> dict[str, int]:
        """Days by kind of item; a kind that is not named is kept."""
        given = {kind: self.cleaned_data[f"keep_{kind}"] for kind in RETAINED_KINDS}
        return {kind: days for kind, days in given.items() if days}


class OpenMembershipForm(forms.Form):
    """An organisation for a circle, and whom to write to there."""

    organisation = forms.ChoiceField(
        label=_("Organisation"), required=False, help_text=_("One of this community, or a new one below.")
    )
    name = forms.CharField(label=_("Name of a new organisation"), max_length=160, required=False)
    organisation_kind = forms.ChoiceField(label=_("Kind of organisation"), choices=ORGANISATION_KINDS)
    kind = forms.ChoiceField(label=_("Takes part as"), choices=MEMBERSHIP_KINDS)
    state = forms.TypedChoiceField(
        label=_("Comes in as"),
        coerce=MembershipState,
        choices=[
            (MembershipState.MEMBER.value, _("Member at once")),
            (MembershipState.CANDIDATE.value, _("Candidate")),
            (MembershipState.PROSPECT.value, _("Prospect")),
        ],
    )
    email = forms.EmailField(
        label=_("E-mail address of its representative"),
        required=False,
        help_text=_("They get an invitation when the organisation comes in as a member at once."),
    )

    def __init__(self, *args: Any, organisations: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self.fields["organisation"], [("", _("a new organisation")), *organisations])

    def clean(self) -> dict[str, Any]:
        """One that is known, or a name."""
        given: dict[str, Any] = super().clean() or {}
        if not given.get("organisation") and not given.get("name", "").strip():
            self.add_error("name", _("Choose an organisation, or name a new one."))
        return given

    def organisation_id(self) -> UUID | None:
        """The one that is known."""
        chosen: str = self.cleaned_data["organisation"]
        return UUID(chosen) if chosen else None


class ReasonForm(forms.Form):
    """Why somebody is shut out, or an organisation takes a step."""

    why = forms.ChoiceField(
        label=_("Why?"),
        choices=lambda: [(code, gettext(text)) for code, text in SUSPENSION_REASONS],
        initial="breach",
        help_text=_("Stands in the trail."),
    )
    note = forms.CharField(
        label=_("Note"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("For those who steer the circle."),
    )


class InviteForm(forms.Form):
    """Somebody to invite by mail."""

    email = forms.EmailField(label=_("E-mail address"))
    name = forms.CharField(label=_("Name"), max_length=120, required=False)
    role = forms.ChoiceField(label=_("As"), required=False)

    def __init__(self, *args: Any, steers: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        colleague = ("", _("Colleague, without a seat"))
        choose(self.fields["role"], [*ROLES, colleague] if steers else [ROLES[1], colleague])


class ColleagueForm(forms.Form):
    """A colleague to invite by mail."""

    email = forms.EmailField(label=_("E-mail address"))
    name = forms.CharField(label=_("Name"), max_length=120, required=False)


class SeatForm(forms.Form):
    """A seat for somebody of the organisation."""

    person = forms.TypedChoiceField(label=_("Person"), coerce=UUID)
    role = forms.ChoiceField(label=_("As"))

    def __init__(self, *args: Any, people: Choices, steers: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self.fields["person"], people)
        choose(self.fields["role"], ROLES if steers else [ROLES[1]])


class HandOverForm(forms.Form):
    """Who takes over a seat."""

    successor = forms.TypedChoiceField(
        label=_("Successor"),
        coerce=UUID,
        required=False,
        empty_value=None,
        help_text=_("Somebody of the organisation."),
    )
    email = forms.EmailField(label=_("Or invite somebody by e-mail"), required=False)
    handover = forms.CharField(
        label=_("To hand over"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("What runs, who to know, what was promised. Only the successor and those who steer read this."),
    )

    def __init__(self, *args: Any, people: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self.fields["successor"], [("", _("somebody new")), *people])

    def clean(self) -> dict[str, Any]:
        """One of the two."""
        given: dict[str, Any] = super().clean() or {}
        if not given.get("successor") and not given.get("email") and "email" not in self.errors:
            self.add_error("successor", _("Choose somebody, or give an e-mail address."))
        return given


class MandateForm(forms.Form):
    """What an organisation lets its person do."""

    widest_label = label_choice(label=_("May share up to"), initial=int(Label.GREEN))
    decides_up_to = forms.IntegerField(label=_("May decide up to (euros)"), min_value=0, initial=0)
    hours_a_month = forms.IntegerField(label=_("Hours a month"), min_value=0, max_value=744, initial=0)
    signed_by = forms.CharField(label=_("Signed by"), max_length=120)
    signed_on = forms.DateField(label=_("Signed on"), widget=DAY, initial=timezone.localdate)
    until = forms.DateField(label=_("Until"), widget=DAY, required=False, help_text=_("Empty: until it is replaced."))

    def clean(self) -> dict[str, Any]:
        """It does not end before it begins."""
        given: dict[str, Any] = super().clean() or {}
        begins, ends = given.get("signed_on"), given.get("until")
        if begins and ends and ends < begins:
            self.add_error("until", _("This is before it was signed."))
        return given


class OrganisationForm(forms.Form):
    """What an organisation is, and what it cannot keep to itself."""

    name = forms.CharField(label=_("Name"), max_length=160)
    kind = forms.ChoiceField(label=_("Kind of organisation"), choices=ORGANISATION_KINDS)
    sectors = forms.CharField(
        label=_("Sectors"), max_length=300, required=False, help_text=_("With a comma between: port, logistics.")
    )
    country = forms.ChoiceField(label=_("Country"), choices=countries)
    languages = forms.MultipleChoiceField(
        label=_("Languages"), choices=spoken_languages, required=False, widget=forms.CheckboxSelectMultiple
    )
    website = forms.URLField(label=_("Website"), required=False, assume_scheme="https")
    sharing_limit = forms.TypedChoiceField(
        label=_("Narrowest label it can keep to"),
        coerce=label_of,
        empty_value=None,
        required=False,
        choices=[("", _("no limit")), *LABELS],
        help_text=_("A head office elsewhere, a law or a contract may oblige you to tell others."),
    )
    sharing_limit_reason = forms.CharField(label=_("Why?"), max_length=200, required=False)

    def clean_sectors(self) -> list[str]:
        """The words between the commas."""
        words = [word.strip()[:40] for word in self.cleaned_data["sectors"].split(",")]
        return list(dict.fromkeys(word for word in words if word))[:12]


class SegmentForm(ChoosingForm):
    """A named part of the members."""

    name = forms.CharField(label=_("Name"), max_length=80, help_text=_("Such as “small suppliers”."))
    memberships = forms.TypedMultipleChoiceField(label=_("Members"), coerce=UUID, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, members: Crowd[Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("memberships", crowd=members)


class SpecialRightForm(ChoosingForm):
    """What one member has and others do not."""

    membership = forms.TypedChoiceField(label=_("Organisation"), coerce=UUID)
    what = forms.CharField(label=_("What is different?"), max_length=200)
    reason = forms.CharField(label=_("Why?"), max_length=300, required=False)
    since = forms.DateField(label=_("Since"), widget=DAY, initial=timezone.localdate)
    until = forms.DateField(label=_("Until"), widget=DAY, required=False)

    def __init__(self, *args: Any, members: Crowd[Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("membership", crowd=members)


class BridgeOfferForm(forms.Form):
    """A bridge to offer to another community."""

    gives = forms.TypedChoiceField(
        label=_("Which way?"),
        coerce=lambda way: way == "gives",
        choices=[
            ("gives", _("What we share reaches them")),
            ("takes", _("What they share reaches us")),
        ],
        initial="gives",
        widget=forms.RadioSelect,
    )
    ceiling = label_choice(
        label=_("Up to which label?"),
        choices=[(int(label), label.marking) for label in (Label.GREEN, Label.CLEAR)],
        help_text=_("What is narrower crosses no bridge."),
    )


class TakeBridgeForm(forms.Form):
    """For which circle a chair takes a bridge."""

    circle = forms.TypedChoiceField(label=_("For which circle?"), coerce=UUID)

    def __init__(self, *args: Any, circles: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self.fields["circle"], circles)


class ClientForm(forms.Form):
    """A client who may have to be told something."""

    name = forms.CharField(label=_("Name of the client"), max_length=160)
    contact = forms.CharField(label=_("Whom to call there"), max_length=120)
    email = forms.EmailField(label=_("E-mail address"))


class MachineForm(forms.Form):
    """A machine that acts for an organisation."""

    name = forms.CharField(label=_("What is it called?"), max_length=120, help_text=_("Such as “SIEM of Haven”."))


class TopicForm(forms.Form):
    """What somebody knows about."""

    topic = forms.CharField(
        label=_("Topic"), max_length=60, widget=forms.TextInput(attrs={"list": "topics", "autocomplete": "off"})
    )
    level = forms.TypedChoiceField(label=_("How well?"), coerce=int, choices=LEVELS, initial=3)


class DirectoryForm(forms.Form):
    """What is looked for in the directory. It is never refused: what makes no sense is left out."""

    q = forms.CharField(required=False, max_length=100)
    role = forms.ChoiceField(required=False, choices=[("", _("any role")), *ROLES])
    topic = forms.CharField(required=False, max_length=60)
    where = forms.ChoiceField(required=False, choices=[("", ""), ("community", "")])

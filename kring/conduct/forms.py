"""What is filled in about codes, letters, newcomers, introductions and breach cases."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kring.conduct.rules import CASE_OUTCOMES, LEAVING_REASONS, LONGEST_CODE, STEPS, Expected
from kring.tlp.labels import Label
from kring.web.choosing import Choice, ChoosingForm, Crowd

MOST_OWN_STEPS = 10


def area(rows: int) -> forms.Textarea:
    """A field of so many lines."""
    return forms.Textarea(attrs={"rows": rows})


def _one_of(label: Any, **more: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(label=label, coerce=UUID, empty_value=None, **more)


class CodeForm(forms.Form):
    """A version of a code of conduct, and what it expects."""

    text_nl = forms.CharField(label=_("In Dutch"), required=False, max_length=LONGEST_CODE, widget=area(14))
    text_en = forms.CharField(label=_("In English"), required=False, max_length=LONGEST_CODE, widget=area(14))
    changed = forms.CharField(
        label=_("What changed"),
        required=False,
        max_length=500,
        help_text=_("For those who accepted the version before."),
    )
    meetings = forms.IntegerField(label=_("Meetings to attend, at least"), min_value=0, max_value=60, initial=4)
    out_of = forms.IntegerField(label=_("Of how many meetings"), min_value=0, max_value=60, initial=6)
    shares_a_year = forms.IntegerField(label=_("Times to share, a year"), min_value=0, max_value=999, initial=4)
    hours_a_month = forms.IntegerField(label=_("Hours a month"), min_value=0, max_value=200, initial=4)

    @property
    def words(self) -> dict[str, str]:
        """The texts, and what changed in them."""
        return {name: self.cleaned_data[name] for name in ("text_nl", "text_en", "changed")}

    @property
    def expected(self) -> Expected:
        """What it expects, in figures."""
        given = self.cleaned_data
        return Expected(given["meetings"], given["out_of"], given["shares_a_year"], given["hours_a_month"])


class LetterForm(forms.Form):
    """Who signs a letter of entry."""

    signed_by = forms.CharField(label=_("Who signs"), max_length=120)
    function = forms.CharField(label=_("Function"), max_length=120)
    authority = forms.CharField(
        label=_("On whose authority"),
        max_length=200,
        help_text=_("For example: the board, by its decision of 3 March."),
    )


class WelcomeForm(forms.Form):
    """What somebody new goes through."""

    steps = forms.MultipleChoiceField(
        label=_("Steps that tick themselves"),
        required=False,
        choices=lambda: [(step.value, gettext(text)) for step, text in STEPS.items()],
        widget=forms.CheckboxSelectMultiple,
    )
    own = forms.CharField(
        label=_("Steps of your own, one on a line"),
        required=False,
        widget=area(4),
        help_text=_("For example: come to the next meeting. Who is new ticks them."),
    )

    def clean_own(self) -> list[str]:
        """The lines that say something."""
        lines = [line.strip()[:120] for line in self.cleaned_data["own"].splitlines() if line.strip()]
        if len(lines) > MOST_OWN_STEPS:
            raise forms.ValidationError(_("At most ten."))
        return lines


class TickForm(forms.Form):
    """A step that is ticked by hand."""

    step = forms.CharField(max_length=120)
    done = forms.BooleanField(required=False)


class BuddyForm(ChoosingForm):
    """Whom to ask."""

    buddy = _one_of(_("Buddy"))

    def __init__(self, *args: Any, people: Crowd[Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("buddy", crowd=people, nobody=gettext("Choose somebody"))


class AnswerForm(forms.Form):
    """Yes or no."""

    accept = forms.ChoiceField(choices=[("yes", "yes"), ("no", "no")])


class IntroductionForm(forms.Form):
    """Who one is, to a circle."""

    does = forms.CharField(label=_("What I do"), max_length=400, widget=area(2))
    helps = forms.CharField(label=_("What I can help with"), required=False, max_length=400, widget=area(2))
    seeks = forms.CharField(label=_("What I come for"), required=False, max_length=400, widget=area(2))
    beside = forms.CharField(label=_("Something that is no work"), required=False, max_length=400, widget=area(2))


class SuspicionForm(ChoosingForm):
    """A suspicion."""

    what = forms.CharField(
        label=_("What do you suspect, and why?"),
        max_length=8000,
        widget=area(6),
        help_text=_("If you wish to stay unknown, write nothing that only you can know."),
    )
    unknown = forms.BooleanField(label=_("Nobody may know that it was me"), required=False)

    about = _one_of(_("Which organisation is it about?"), required=False)
    handler = _one_of(_("Who looks into it?"), required=False)
    item = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, organisations: Crowd[Choice], people: Crowd[Choice] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.offer("about", crowd=organisations, nobody=gettext("I do not know"))
        if people:  # who steers may be of the organisation that it is about
            self.offer("handler", crowd=people, nobody=gettext("Who steers this circle"))
        else:
            del self.fields["handler"]


class ReturnForm(forms.Form):
    """Coming back with a code, to read or to say more."""

    code = forms.CharField(label=_("Your code"), max_length=40, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    text = forms.CharField(label=_("Your answer"), required=False, max_length=8000, widget=area(4))


class WordsForm(forms.Form):
    """A text, and nothing else."""

    text = forms.CharField(label=_("Text"), max_length=8000, widget=area(4))


class NoteForm(WordsForm):
    """Something to write down in a case."""

    to_reporter = forms.BooleanField(label=_("It is a question to who reported it"), required=False)


class SideForm(WordsForm, ChoosingForm):
    """What an organisation is asked, and which it is while that is not known."""

    accused = _one_of(_("Which organisation is it about?"))

    def __init__(self, *args: Any, organisations: Crowd[Choice] | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if organisations:
            self.offer("accused", crowd=organisations, nobody=gettext("Choose an organisation"))
        else:
            del self.fields["accused"]


class ConcludeForm(forms.Form):
    """How a case ends, and what the circle is told."""

    outcome = forms.ChoiceField(
        label=_("Outcome"), choices=lambda: [(code, gettext(text)) for code, text in CASE_OUTCOMES]
    )
    title = forms.CharField(label=_("Title of what the circle is told"), required=False, max_length=200)
    text = forms.CharField(
        label=_("What the circle is told"),
        required=False,
        max_length=8000,
        widget=area(4),
        help_text=_("What happened and what is to be learnt, without naming who reported it. Empty: nothing is told."),
    )
    label = forms.TypedChoiceField(
        label=_("Label"),
        choices=[(int(label), label.marking) for label in Label if label is not Label.RED],
        coerce=lambda number: Label(int(number)),
        initial=int(Label.AMBER),
    )


class LeavingForm(forms.Form):
    """Why an organisation leaves, if one likes to say."""

    why = forms.ChoiceField(
        label=_("Why?"), required=False, choices=lambda: [(code, gettext(text)) for code, text in LEAVING_REASONS]
    )
    note = forms.CharField(
        label=_("Anything to add"),
        required=False,
        max_length=400,
        widget=area(2),
        help_text=_("For those who steer the circle."),
    )
    sure = forms.BooleanField(label=_("I have read what is cut and what remains"))

"""What a circle asks, as who steers writes it down."""

from dataclasses import asdict
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kring.admission.rules import (
    FUNCTIONS,
    LONGEST_BALLOT,
    LONGEST_TEXT,
    MOST_CRITERIA,
    RULES,
    About,
    Ask,
    Criterion,
    Rule,
    Terms,
)
from kring.kernel.ids import new_id

MOST_MEMBERS = 100_000


class PolicyForm(forms.Form):
    """All but the criteria."""

    excluded = forms.MultipleChoiceField(
        label=_("Who does not come in"), required=False, widget=forms.CheckboxSelectMultiple
    )
    declaration = forms.BooleanField(label=_("Everybody declares that nothing is sold on"), required=False)
    motive = forms.BooleanField(label=_("Everybody says why they want to take part"), required=False)
    rule = forms.ChoiceField(label=_("A candidate is let in when"))
    days = forms.IntegerField(label=_("Days that a ballot runs"), min_value=1, max_value=LONGEST_BALLOT)
    quorum = forms.IntegerField(
        label=_("Percent of the members that must speak"),
        min_value=0,
        max_value=100,
        help_text=_("Where silence is consent, nobody has to."),
    )
    minimum = forms.IntegerField(label=_("Fewest members"), required=False, min_value=2, max_value=MOST_MEMBERS)
    maximum = forms.IntegerField(
        label=_("Most members"),
        required=False,
        min_value=2,
        max_value=MOST_MEMBERS,
        help_text=_("Who is agreed to above it, waits for room."),
    )

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        for name, choices in (("excluded", FUNCTIONS), ("rule", RULES)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [(code, gettext(text)) for code, text in choices]


class CriterionForm(forms.Form):
    """One thing that is asked. Without a text it is asked no longer."""

    code = forms.CharField(widget=forms.HiddenInput, required=False, max_length=32)
    text = forms.CharField(label=_("What is asked"), required=False, max_length=LONGEST_TEXT)
    about = forms.ChoiceField(
        label=_("Of"), choices=[(About.ORGANISATION, _("the organisation")), (About.PERSON, _("the person"))]
    )
    ask = forms.ChoiceField(
        label=_("Answered by"),
        choices=[
            (Ask.YES_NO, _("yes or no")),
            (Ask.NUMBER, _("a number")),
            (Ask.WORDS, _("a few words")),
            (Ask.FILE, _("a file")),
        ],
    )
    threshold = forms.IntegerField(label=_("At least"), required=False, min_value=0, max_value=MOST_MEMBERS)
    required = forms.BooleanField(label=_("Must be met"), required=False, initial=True)

    def criterion(self) -> Criterion | None:
        """As a value; None when nothing is asked."""
        given = self.cleaned_data
        if not given.get("text"):
            return None
        return Criterion(
            code=given["code"] or new_id().hex,
            about=About(given["about"]),
            text=given["text"],
            ask=Ask(given["ask"]),
            threshold=given["threshold"] if given["ask"] == Ask.NUMBER else None,
            required=given["required"],
        )


BaseCriteria = forms.formset_factory(CriterionForm, extra=1, max_num=MOST_CRITERIA, validate_max=True)


class CriteriaForms(BaseCriteria):  # type: ignore[valid-type,misc]  # made by a function of Django
    """All criteria, and an empty one to add."""

    @classmethod
    def showing(cls, terms: Terms) -> "CriteriaForms":
        """What is asked now, to be changed."""
        return cls(initial=[asdict(each) | {"text": gettext(each.text)} for each in terms.criteria])


def terms_in(form: PolicyForm, criteria: CriteriaForms) -> Terms:
    """What was filled in, as a value."""
    given = form.cleaned_data
    return Terms(
        criteria=tuple(found for each in criteria.forms if (found := each.criterion())),
        excluded=frozenset(given["excluded"]),
        declaration=given["declaration"],
        motive=given["motive"],
        rule=Rule(given["rule"]),
        quorum=given["quorum"],
        days=given["days"],
        minimum=given["minimum"],
        maximum=given["maximum"],
    )

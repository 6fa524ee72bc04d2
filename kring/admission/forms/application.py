"""What a candidate fills in: nine fields, where a circle asks what circles usually ask."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kring.admission.rules import FUNCTIONS, YES, Ask, Criterion, Said, Terms
from kring.kernel.words import N_
from kring.sharing.commands import Upload

LONGEST_ANSWER = 2000
LARGEST_NUMBER = 10**9
TAKEN = N_("A PDF, a picture (PNG or JPEG) or a text (ODT or DOCX), 10 MB at most.")
SEND = "send"
"""What the button says that sends; the other one saves."""
TO_KEEP = {"organisation", "person", "email"}
"""Without these there is nothing to come back to."""


class ApplicationForm(forms.Form):
    """The fields of a policy. To keep it, a name and an address will do; to send it, all that is asked is there."""

    organisation = forms.CharField(label=_("Organisation"), max_length=160)
    person = forms.CharField(label=_("Your name"), max_length=120)
    email = forms.EmailField(label=_("Your e-mail at work"), max_length=254)
    function = forms.ChoiceField(label=_("Your work"))

    use_required_attribute = False

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        files: MultiValueDict[str, Any] | None = None,
        *,
        terms: Terms,
        **given: Any,
    ) -> None:
        super().__init__(data, files, **given)
        self.terms = terms
        work = self.fields["function"]
        assert isinstance(work, forms.ChoiceField)
        work.choices = [("", "—"), *((code, gettext(text)) for code, text in FUNCTIONS)]
        for criterion in terms.criteria:
            self.fields[criterion.code] = _field_for(criterion)
            if criterion.ask is Ask.FILE and (kept := self.initial.get(criterion.code)):
                self.fields[criterion.code].help_text = _("Kept: %(name)s. Another file takes its place.") % {
                    "name": kept
                }
        if terms.motive:
            self.fields["motive"] = _long_text(_("Why do you want to take part?"), required=True)
        if terms.declaration:
            text = _("What we learn here we do not sell, and do not use to get ahead in sales.")
            self.fields["declared"] = forms.BooleanField(label=text)
        if self.is_bound and not self.sends:
            for name in self.fields.keys() - TO_KEEP:
                self.fields[name].required = False

    @property
    def sends(self) -> bool:
        """Is it to be sent, not only kept?"""
        return self.data.get("then") == SEND

    def written(self) -> dict[str, Any]:
        """What was filled in, as `commands.Writing` wants it."""
        said = self._said(self.cleaned_data)
        own = {
            name: self.cleaned_data[name] for name in ("organisation", "person", "email") if name in self.cleaned_data
        }
        return own | {
            "function": said.function,
            "motive": said.motive,
            "declared": said.declared,
            "answers": dict(said.answers),
            "files": {
                code: Upload(content=given.chunks(), name=given.name or "")
                for code, given in self.cleaned_data.items()
                if isinstance(given, UploadedFile)
            },
        }

    def _said(self, given: Mapping[str, Any]) -> Said:
        answers = {each.code: _answer(given.get(each.code)) for each in self.terms.criteria}
        return Said(given.get("function") or "", given.get("motive") or "", bool(given.get("declared")), answers)


def _answer(value: object) -> str:
    if isinstance(value, bool):
        return YES if value else ""
    return "" if value is None else str(value)


def _field_for(criterion: Criterion) -> forms.Field:
    label = gettext(criterion.text)
    match criterion.ask:
        case Ask.YES_NO:  # a box that is not ticked says no
            return forms.BooleanField(label=label, required=False)
        case Ask.NUMBER:
            return forms.IntegerField(label=label, required=criterion.required, min_value=0, max_value=LARGEST_NUMBER)
        case Ask.WORDS:
            return _long_text(label, required=criterion.required)
        case Ask.FILE:
            return forms.FileField(label=label, required=criterion.required, help_text=_(TAKEN))


def _long_text(label: Any, *, required: bool) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=label, required=required, max_length=LONGEST_ANSWER, widget=widget)

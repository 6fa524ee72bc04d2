"""What people say of their organisation: what it uses, who supplies it, what is its own."""

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kring.kernel.errors import Refused
from kring.products.named import Named, named
from kring.profiles import rules
from kring.web.doors import spoken

BETWEEN = " · "
"""Stands between vendor and product where one field has both."""


def one_name(vendor: str, product: str) -> str:
    """Vendor and product as one field has them."""
    return f"{vendor}{BETWEEN}{product}" if vendor else product


class TechnologyForm(forms.Form):
    """Something that is used."""

    what = forms.CharField(
        label=_("What do you use?"),
        max_length=1000,
        help_text=_("A product, a CPE name or a package URL. What we know already is offered while you type."),
        widget=forms.TextInput(attrs={"list": "known", "autocomplete": "off", "spellcheck": "false"}),
    )
    version = forms.CharField(label=_("Which version?"), max_length=200, required=False)
    supplier = forms.CharField(
        label=_("Who supplies it?"),
        max_length=rules.LONGEST_SUPPLIER,
        required=False,
        widget=forms.TextInput(attrs={"list": "suppliers", "autocomplete": "off"}),
    )

    def clean(self) -> dict[str, Any]:
        """What was said, completed; why not, at the field."""
        given = super().clean() or {}
        if "what" in given:
            vendor, _between, product = given["what"].rpartition(BETWEEN)
            try:
                given["named"] = named(product=product, vendor=vendor, version=given.get("version", ""))
            except Refused as refused:
                self.add_error("what", spoken(refused.refusal))
        return given

    @property
    def named(self) -> Named:
        """The product."""
        found = self.cleaned_data["named"]
        assert isinstance(found, Named)
        return found


class Each(forms.CharField):
    """Several, one on a line or with commas between them; each is read by a rule, and what is wrong says which."""

    def __init__(self, *, read: Callable[[str], str], most: int, **options: Any) -> None:
        self.read, self.most = read, most
        options.setdefault("widget", forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}))
        super().__init__(required=False, max_length=200_000, **options)

    def prepare_value(self, value: Any) -> Any:
        """One on a line."""
        return value if value is None or isinstance(value, str) else "\n".join(value)

    def clean(self, value: Any) -> Any:
        """All of them, each once."""
        texts = super().clean(value).replace(",", "\n").replace(";", "\n").splitlines()
        wrong = [forms.ValidationError(reason) for reason in self._reasons(texts)]
        if wrong:
            raise forms.ValidationError(wrong[:10])
        try:
            return rules.each(texts, self.read, most=self.most)
        except Refused as refused:
            raise forms.ValidationError(spoken(refused.refusal)) from None

    def _reasons(self, texts: Iterable[str]) -> Iterable[str]:
        for text in texts:
            try:
                rules.each([text], self.read, most=1)
            except Refused as refused:
                yield spoken(refused.refusal)


class SupplierForm(forms.Form):
    """Somebody one depends on."""

    name = forms.CharField(label=_("What is the supplier called?"), max_length=rules.LONGEST_SUPPLIER)
    domains = Each(
        label=_("Their domains"),
        read=rules.domain,
        most=rules.MOST_OF_OUR_OWN,
        help_text=_("One on a line. A warning that names one of them matters to you."),
    )


class DescriptionForm(forms.Form):
    """What is one's own."""

    sectors = Each(
        label=_("Sectors"),
        read=rules.sector,
        most=rules.MOST_SECTORS,
        help_text=_("One on a line: energy, water, port, care."),
    )
    countries = Each(
        label=_("Countries"),
        read=rules.country,
        most=rules.MOST_SECTORS,
        help_text=_("By name, or by two letters: NL."),
    )
    domains = Each(
        label=_("Your own domains"),
        read=rules.domain,
        most=rules.MOST_OF_OUR_OWN,
        help_text=_("One on a line. What is below them is meant too."),
    )
    networks = Each(
        label=_("Your own networks"),
        read=rules.network,
        most=rules.MOST_OF_OUR_OWN,
        help_text=_("One on a line, as the world sees them: 192.0.2.0/24."),
    )


class InventoryForm(forms.Form):
    """A file with what is used."""

    file = forms.FileField(
        label=_("File"),
        max_length=200,
        help_text=_("A table as CSV, or a bill of materials (SBOM) in CycloneDX, as JSON or XML."),
    )

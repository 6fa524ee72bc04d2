"""What is drawn here is what Django would draw."""

from typing import Any

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.test.html import parse_html
from django.utils.html import format_html_join

from kring.web.drawing import Drawing, choices

PEOPLE = [("", "Nobody"), ("a", 'Ada <ada@north.example> & "Co"'), ("North", [("b", "Bo"), ("c", "Cem")])]


class Asked(forms.Form):
    one = forms.ChoiceField(choices=PEOPLE, required=False)
    several = forms.MultipleChoiceField(choices=PEOPLE, widget=forms.CheckboxSelectMultiple)
    either = forms.ChoiceField(choices=PEOPLE[:2], widget=forms.RadioSelect(attrs={"class": "form-check-input"}))


@pytest.mark.parametrize("given", [{}, {"one": "b", "several": ["a", "c"], "either": "a"}, {"one": "<script>"}])
def test_a_select_is_as_django_draws_it(given: dict[str, Any]) -> None:
    ours, theirs = (str(Asked(given, renderer=renderer)["one"]) for renderer in (Drawing(), DjangoTemplates()))
    assert parse_html(ours) == parse_html(theirs)


@pytest.mark.parametrize("name", ["several", "either"])
def test_choices_are_as_django_draws_them(name: str) -> None:
    bound = Asked({"several": ["a", "c"], "either": "a"}, renderer=DjangoTemplates())[name]
    one_by_one = format_html_join(
        "",
        '<label class="form-check">{}<span class="form-check-label">{}</span></label>',
        ((one.tag(), one.choice_label) for one in bound),
    )
    assert parse_html(choices(bound)) == parse_html(one_by_one)


class Written(forms.Form):
    line = forms.CharField(
        required=False, widget=forms.TextInput(attrs={"class": "wide", "autofocus": True, "list": False})
    )
    lines = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 3}))
    number = forms.IntegerField(required=False, min_value=1)
    day = forms.DateField(required=False)
    secret = forms.CharField(required=False, widget=forms.PasswordInput)
    sent = forms.CharField(required=False, widget=forms.HiddenInput)
    agreed = forms.BooleanField(required=False)


WRITTEN = {"line": 'Ada <ada@north.example> & "Co"', "lines": "<b>\nof two", "number": "0", "day": "2026-03-01"}


@pytest.mark.parametrize("name", Written.base_fields)
@pytest.mark.parametrize("given", [{}, WRITTEN | {"secret": "hush", "sent": "a", "agreed": "on"}])
def test_an_input_is_as_django_draws_it(given: dict[str, Any], name: str) -> None:
    ours, theirs = (str(Written(given, renderer=renderer)[name]) for renderer in (Drawing(), DjangoTemplates()))
    assert parse_html(ours) == parse_html(theirs)

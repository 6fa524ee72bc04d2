"""Input: fields of Django forms with their label, help and errors, and the summary of what is wrong."""

from django import forms
from django.forms import BoundField
from django.utils.safestring import SafeString, mark_safe

from kring.web import drawing
from kring.web.choosing import LOOK, Finder
from kring.web.templatetags.ui.library import attributes, register, render


def _shape(widget: forms.Widget) -> str:
    match widget:
        case forms.RadioSelect() | forms.CheckboxSelectMultiple():
            return "choices"
        case forms.CheckboxInput():
            return "check"
        case forms.Select():
            return "select"
        case forms.PasswordInput():
            return "secret"
        case forms.FileInput():
            return "file"
        case _:
            return "text"


CSS = {"check": "form-check-input", "choices": "form-check-input", "select": "form-select"}


@register.simple_tag
def field(
    bound: BoundField,
    help: str = "",
    text: str = "",
    hide_label: bool = False,
    switch: bool = False,
    looks_at: str = "",
    **extra: object,
) -> SafeString:
    """A field of a form: label, input, help, errors, tied together for screen readers.

    `help` and `text` replace the form's own help and label; `switch` draws a checkbox as a switch; `looks_at` is where a
    form is sent to look for somebody, when that is not where the page came from. Anything else becomes an attribute of the input (`rows=3`, `placeholder="…"`, `autofocus=True`, `hx_get="…"`).
    """
    if bound.is_hidden:
        return bound.as_widget()
    shape = _shape(bound.field.widget)
    bound.help_text = help or bound.help_text
    css = CSS.get(shape, "form-control") + (" is-invalid" if bound.errors else "")
    attributes(extra)  # refuses what must not stand in a page
    given = {
        name.replace("_", "-"): value if isinstance(value, bool) else str(value)
        for name, value in extra.items()
        if value is not None
    }
    if shape == "choices":  # each choice draws itself, from the widget's own attributes
        bound.field.widget.attrs |= given | {"class": css}
    return render(
        "field",
        {
            "field": bound,
            "shape": shape,
            "id": bound.id_for_label or bound.auto_id,
            "text": text or bound.label,
            "help": bound.help_text,
            "errors": bound.errors,
            "optional": not bound.field.required and shape != "check",
            "hide_label": hide_label,
            "switch": switch,
            "choices": drawing.choices(bound) if shape == "choices" else "",
            "finder": getattr(bound.field, "finder", None),
            "looks_at": looks_at,
            "input": mark_safe(bound.as_widget(attrs=given | {"class": css})),  # noqa: S308  # widgets escape
        },
    )


@register.simple_tag
def finder(finder: Finder, id: str, text: str, address: str = "") -> SafeString:
    """Looks in a crowd while one types: the words above the list that has this id with `_found` behind it.

    The form around it is sent to look, to `address` or to where the page came from, and the list is taken from the answer.
    """
    return render("finder", {"finder": finder, "id": id, "text": text, "address": address or None, "look": LOOK})


@register.simple_tag
def fields(form: forms.BaseForm) -> SafeString:
    """All fields of a form, one below the other."""
    return render("fields", {"fields": list(form)})


@register.simple_tag
def errors(form: forms.BaseForm) -> SafeString:
    """What is wrong with a form, above it, each with a way to its field. Nothing when all is well."""
    wrong = [form[name] for name in form.errors if name in form.fields]
    return render("errors", {"general": form.non_field_errors(), "fields": wrong, "any": bool(form.errors)})


@register.simple_block_tag
def form_end(content: str) -> SafeString:
    """The buttons below a form."""
    return render("form_end", {"content": content})

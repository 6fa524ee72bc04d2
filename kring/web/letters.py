"""Mails that Kring sends about itself: an invitation, a forgotten password. They are about no item and carry no label."""

from collections.abc import Mapping

from django.core.mail import EmailMultiAlternatives
from django.template import Context
from django.template.exceptions import TemplateDoesNotExist
from django.template.loader import get_template
from django.utils import translation


def letter(folder: str, *, to: str, language: str, context: Mapping[str, object]) -> EmailMultiAlternatives:
    """A mail in the reader's language: subject.txt, body.txt and, where there is one, body.html of a folder."""
    with translation.override(language):
        subject = " ".join(_plain(f"{folder}/subject.txt", context).split())
        mail = EmailMultiAlternatives(subject, _plain(f"{folder}/body.txt", context), to=[to])
        try:
            rich = get_template(f"{folder}/body.html")
        except TemplateDoesNotExist:
            return mail
        mail.attach_alternative(rich.render(dict(context)), "text/html")
    return mail


def _plain(template: str, context: Mapping[str, object]) -> str:
    """Plain text: nothing in it is HTML, so nothing is escaped."""
    text = get_template(template).template.render(Context(dict(context), autoescape=False))  # type: ignore[attr-defined]
    return str(text).strip() + "\n"

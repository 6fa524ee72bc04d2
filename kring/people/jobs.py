"""Mails about one's own account. Each job can run twice: the second mail says the same."""

from datetime import datetime
from uuid import UUID

from django.core.mail import EmailMultiAlternatives
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from kring.people import mails

KEEP_TRYING = RetryStrategy(max_attempts=20, linear_wait=15)
"""While there is no mail server to be reached: about an hour. A link that comes later helps nobody."""


@app.task(queue="mail", retry=KEEP_TRYING, pass_context=False)
def mail_new_password(person: str | None) -> None:
    """Somebody forgot a password. Nobody is written to when there is no such account."""
    _send(mails.new_password_mail(UUID(person)) if person else None)


@app.task(queue="mail", retry=KEEP_TRYING, pass_context=False)
def mail_new_address(change: str) -> None:
    """Somebody wants to use another address."""
    _send(mails.new_address_mail(UUID(change)))


@app.task(queue="mail", retry=KEEP_TRYING, pass_context=False)
def mail_sign_in_changed(person: str, what: str, at: str) -> None:
    """Something about how somebody signs in was changed."""
    _send(mails.sign_in_changed_mail(UUID(person), what, datetime.fromisoformat(at)))


def _send(mail: EmailMultiAlternatives | None) -> None:
    if mail is not None:
        mail.send()

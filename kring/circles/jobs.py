"""The mail with an invitation."""

from uuid import UUID

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from kring.circles import mails

KEEP_TRYING = RetryStrategy(max_attempts=100, linear_wait=10)
"""While there is no mail server to be reached: for half a day."""


@app.task(queue="mail", retry=KEEP_TRYING, pass_context=False)
def mail_invitation(invitation: str) -> None:
    """Somebody is invited. A link that was taken back meanwhile is not sent. Twice, it is the same link."""
    mail = mails.invitation_mail(UUID(invitation))
    if mail is not None:
        mail.send()

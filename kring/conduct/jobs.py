"""What follows from promises and cases. Each job can run twice without harm: nobody is told anything twice."""

from datetime import timedelta
from uuid import UUID

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.tasks import Task

from kring.conduct import mails, queries
from kring.conduct.mails import CaseTelling, CodeTelling, HearingTelling
from kring.kernel.clock import now
from kring.notices import commands as notices
from kring.notices import queries as mail
from kring.notices.mails import Telling

KEEP_TRYING = RetryStrategy(max_attempts=200, linear_wait=5)
"""While there is no mail server to be reached: five seconds longer after each time, for more than a day in all."""

Job = Task[..., None, ...]

SOON = timedelta(seconds=5)


@app.task(queue="mail", retry=KEEP_TRYING)
def mail_code(code: str, circle: str, author: str) -> None:
    """A new version of a code: whoever sits there, save who wrote it."""
    telling = CodeTelling(UUID(code), UUID(circle))
    seated = queries.seated_people(telling.circle) - {UUID(author)}
    notices.queue(telling, mail.hearing_of_item(seated, telling.circle, urgent=False, tags=()))
    _send(telling, mail_code, code=code, circle=circle, author=author)


@app.task(queue="mail", retry=KEEP_TRYING)
def mail_case(case: str, circle: str, again: str = "") -> None:
    """A suspicion, or an answer of who reported it: whoever looks into it."""
    telling = CaseTelling(UUID(case), UUID(circle), again)
    notices.queue(telling, queries.handlers_of(telling.case))
    _send(telling, mail_case, case=case, circle=circle, again=again)


@app.task(queue="mail", retry=KEEP_TRYING)
def mail_hearing(hearing: str, circle: str) -> None:
    """An organisation is heard: whoever sits for it."""
    telling = HearingTelling(UUID(hearing), UUID(circle))
    notices.queue(telling, queries.heard_in(telling.hearing))
    _send(telling, mail_hearing, hearing=hearing, circle=circle)


@app.task(queue="mail", retry=KEEP_TRYING, pass_context=False)
def mail_leaving(person: str, circle: str, membership: str) -> None:
    """An organisation left: those who sat for it are told what remains."""
    letter = mails.leaving_mail(UUID(person), UUID(circle), UUID(membership))
    if letter is not None:
        letter.send()


def _send(telling: Telling, job: Job, **arguments: str) -> None:
    """Send what is due, and come back, with the same job, for what a server put off."""
    due = notices.send(telling)
    if due is not None:
        job.configure(schedule_at=max(due, now() + SOON)).defer(**arguments)

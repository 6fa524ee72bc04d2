"""What follows from promises and cases. Each job can run twice without harm: nobody is told anything twice."""

from uuid import UUID

from procrastinate.contrib.django import app

from kring.conduct import mails, queries
from kring.conduct.mails import CaseTelling, CodeTelling, HearingTelling
from kring.notices import commands as notices
from kring.notices import queries as mail
from kring.notices.jobs import KEEP_TRYING, send


@app.task(queue="mail", retry=KEEP_TRYING)
def mail_code(code: str, circle: str, author: str) -> None:
    """A new version of a code: whoever sits there, save who wrote it."""
    telling = CodeTelling(UUID(code), UUID(circle))
    seated = queries.seated_people(telling.circle) - {UUID(author)}
    notices.queue(telling, mail.hearing_of_item(seated, telling.circle, urgent=False, tags=()))
    send(telling, mail_code, code=code, circle=circle, author=author)


@app.task(queue="mail", retry=KEEP_TRYING)
def mail_case(case: str, circle: str, again: str = "") -> None:
    """A suspicion, or an answer of who reported it: whoever looks into it."""
    telling = CaseTelling(UUID(case), UUID(circle), again)
    notices.queue(telling, queries.handlers_of(telling.case))
    send(telling, mail_case, case=case, circle=circle, again=again)


@app.task(queue="mail", retry=KEEP_TRYING)
def mail_hearing(hearing: str, circle: str) -> None:
    """An organisation is heard: whoever sits for it."""
    telling = HearingTelling(UUID(hearing), UUID(circle))
    notices.queue(telling, queries.heard_in(telling.hearing))
    send(telling, mail_hearing, hearing=hearing, circle=circle)


@app.task(queue="mail", retry=KEEP_TRYING, pass_context=False)
def mail_leaving(person: str, circle: str, membership: str) -> None:
    """An organisation left: those who sat for it are told what remains."""
    letter = mails.leaving_mail(UUID(person), UUID(circle), UUID(membership))
    if letter is not None:
        letter.send()

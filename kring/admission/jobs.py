"""What follows on the way into a circle. Each job can run twice without harm."""

from datetime import datetime, timedelta
from uuid import UUID

from procrastinate.contrib.django import app

from kring.admission import commands
from kring.admission.mails import AdmissionTelling, News, Step, candidate_letter
from kring.kernel.actor import Actor
from kring.kernel.binding import acting_as
from kring.kernel.clock import now
from kring.kernel.errors import NotVisible
from kring.notices import commands as notices
from kring.notices.jobs import KEEP_TRYING, send

LAST_DAY = timedelta(days=1)
"""So long before its deadline everybody who may vote is reminded of a ballot."""


@app.task(queue="mail", retry=KEEP_TRYING)
def mail_admission(about: str, circle: str, news: str, again: str = "") -> None:
    """Whom it concerns hears of an application or a ballot."""
    telling = AdmissionTelling(UUID(about), UUID(circle), News(news), again)
    notices.queue(telling, telling.hearers())
    send(telling, mail_admission, about=about, circle=circle, news=news, again=again)


@app.task(queue="mail", retry=KEEP_TRYING, pass_context=False)
def mail_candidate(application: str, step: str) -> None:
    """The candidate hears how far it is, at the address they gave. Nothing, when it was erased meanwhile."""
    try:
        with acting_as(Actor(guest=UUID(application))) as candidate:
            mail = candidate_letter(candidate, Step(step))
    except NotVisible:
        return
    mail.send()


def mail_ballot(ballot: UUID, circle: UUID, until: datetime) -> None:
    """All that is told of a ballot while it runs: that it does, on its last day, and that it can be counted."""
    told = {"about": str(ballot), "circle": str(circle)}
    mail_admission.defer(**told, news=News.OPENED.value)
    if until - LAST_DAY > now():
        mail_admission.configure(schedule_at=until - LAST_DAY).defer(**told, news=News.REMINDER.value)
    mail_admission.configure(schedule_at=until).defer(**told, news=News.OVER.value)


@app.periodic(cron="23 3 * * *")
@app.task(queueing_lock="erase_applications")
def erase_applications(timestamp: int) -> None:
    """At night, what candidates wrote who did not come in, and keys of urns that are no more."""
    commands.erase_applications()
    commands.sweep_keys()

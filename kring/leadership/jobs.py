"""What follows from the clock: what the cycle does by itself, and what the secretariat hears of once: steps missed."""

from uuid import UUID

from procrastinate.contrib.django import app

from kring.kernel.actor import Actor
from kring.kernel.binding import acting_as
from kring.leadership import queries
from kring.leadership.mails import MissedTelling
from kring.leadership.rules import Step
from kring.meetings import commands as meetings
from kring.notices import commands as notices
from kring.notices.jobs import KEEP_TRYING, send


@app.periodic(cron="30 5 * * *")
@app.task(queue="mail", queueing_lock="mail_missed_steps")
def mail_missed_steps(timestamp: int) -> None:
    """Looks at every circle that meets, as each of those who keep its secretariat."""
    for person in queries.secretaries():
        with acting_as(Actor(person=person)) as actor:
            for one in queries.missed(actor):
                mail_missed.defer(meeting=str(one.of.meeting), circle=str(one.of.circle), step=one.due.step)


@app.periodic(cron="0 7 * * *")
@app.task(queue="mail", queueing_lock="ask_again")
def ask_again(timestamp: int) -> None:
    """The secretary's reminder before a meeting, without the secretary."""
    for person in queries.secretaries():
        with acting_as(Actor(person=person)) as actor:
            for meeting in queries.meetings_ahead(actor):
                meetings.ask_again(actor=actor, meeting=meeting)


@app.task(queue="mail", retry=KEEP_TRYING)
def mail_missed(meeting: str, circle: str, step: str) -> None:
    """One step. Asked twice, it is told once."""
    telling = MissedTelling(UUID(meeting), UUID(circle), Step(step))
    notices.queue(telling, queries.secretariat(telling.circle))
    send(telling, mail_missed, meeting=meeting, circle=circle, step=step)

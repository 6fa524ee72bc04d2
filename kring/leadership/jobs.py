"""What follows from the clock, and from thanks: who keeps the secretariat hears of steps that were missed, a member is thanked."""

from uuid import UUID

from procrastinate.contrib.django import app

from kring.kernel.actor import Actor
from kring.kernel.binding import acting_as
from kring.leadership import queries
from kring.leadership.mails import MissedTelling, ThanksTelling
from kring.leadership.rules import Step
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


@app.task(queue="mail", retry=KEEP_TRYING)
def mail_missed(meeting: str, circle: str, step: str) -> None:
    """One step. Asked twice, it is told once."""
    telling = MissedTelling(UUID(meeting), UUID(circle), Step(step))
    notices.queue(telling, queries.secretariat(telling.circle))
    send(telling, mail_missed, meeting=meeting, circle=circle, step=step)


@app.task(queue="mail", retry=KEEP_TRYING)
def mail_thanks(thanks: str, circle: str, membership: str) -> None:
    """Who sits for a member hears that it was thanked."""
    telling = ThanksTelling(UUID(thanks), UUID(circle), UUID(membership))
    notices.queue(telling, queries.people_of(telling.membership, telling.circle))
    send(telling, mail_thanks, thanks=thanks, circle=circle, membership=membership)

"""What follows from the clock and from thanks: the cycle, steps missed, scopes to review, what who looks along sees."""

from uuid import UUID

from procrastinate.contrib.django import app

from kring.circles import queries as circles
from kring.kernel.actor import Actor
from kring.kernel.binding import acting_as
from kring.leadership import commands, queries
from kring.leadership.mails import MissedTelling, ScopeTelling, ThanksTelling
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


@app.periodic(cron="40 5 * * *")
@app.task(queue="mail", queueing_lock="mail_scopes")
def mail_scopes(timestamp: int) -> None:
    """Looks at what every circle is for, as each of those who keep its secretariat."""
    for person in queries.secretaries():
        with acting_as(Actor(person=person)) as actor:
            for scope in queries.scopes_to_review(actor):
                mail_scope.defer(scope=str(scope.id), circle=str(scope.circle))


@app.task(queue="mail", retry=KEEP_TRYING)
def mail_scope(scope: str, circle: str) -> None:
    """One circle. Asked twice, it is told once."""
    telling = ScopeTelling(UUID(scope), UUID(circle))
    notices.queue(telling, circles.steering(telling.circle))
    send(telling, mail_scope, scope=scope, circle=circle)


@app.periodic(cron="50 4 * * *")
@app.task(queueing_lock="refresh_glances")
def refresh_glances(timestamp: int) -> None:
    """Works out anew how the circles are doing with which somebody looks along, each as somebody who steers it."""
    for person in queries.secretaries():
        with acting_as(Actor(person=person)) as actor:
            for circle in queries.looked_at(actor):
                commands.refresh_glance(actor=actor, circle=circle)


@app.task(queue="mail", retry=KEEP_TRYING)
def mail_thanks(thanks: str, circle: str, membership: str) -> None:
    """Who sits for a member hears that it was thanked."""
    telling = ThanksTelling(UUID(thanks), UUID(circle), UUID(membership))
    notices.queue(telling, queries.people_of(telling.membership, telling.circle))
    send(telling, mail_thanks, thanks=thanks, circle=circle, membership=membership)

"""What surveys set off, and what happens to them by itself. Each job can run twice without harm."""

from uuid import UUID

from procrastinate.contrib.django import app

from kring.circles import queries as circles
from kring.health import commands, queries
from kring.health.mails import FallingTelling, SurveyTelling
from kring.kernel.actor import Actor
from kring.kernel.binding import acting_as
from kring.kernel.clock import now
from kring.notices import commands as notices
from kring.notices import queries as mail
from kring.notices.jobs import KEEP_TRYING, send


@app.task(queue="mail", retry=KEEP_TRYING)
def mail_survey(survey: str, circle: str) -> None:
    """Who is asked and has not answered hears of it."""
    telling = SurveyTelling(UUID(survey), UUID(circle))
    asked = mail.hearing_of_item(queries.to_answer(telling.survey), telling.circle, urgent=False, tags=())
    notices.queue(telling, asked)
    send(telling, mail_survey, survey=survey, circle=circle)


@app.task(queue="mail", retry=KEEP_TRYING)
def mail_falling(survey: str, circle: str) -> None:
    """When trust or energy went down twice in a row, who steers hears of it."""
    steering = circles.steering(UUID(circle))
    for person in steering:
        with acting_as(Actor(person=person)) as actor:
            if not queries.pulse(actor, UUID(circle)).trend.falling:
                return
    telling = FallingTelling(UUID(survey), UUID(circle))
    notices.queue(telling, steering)
    send(telling, mail_falling, survey=survey, circle=circle)


@app.periodic(cron="20 6 * * *")
@app.task(queueing_lock="tend_surveys")
def tend_surveys(timestamp: int) -> None:
    """Close what is over, and have the pulse come back in a new quarter, in the name of who steers."""
    commands.close_surveys()
    for circle, person in queries.pulses_due(now()):
        with acting_as(Actor(person=person)) as actor:
            commands.ask_survey(actor=actor, circle=circle, kind="pulse")

"""What follows from mail that came in."""

from uuid import UUID

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from kring.mailroom import commands
from kring.mailroom.mails import DraftTelling
from kring.notices import commands as notices


@app.task(queue="mail", retry=RetryStrategy(max_attempts=200, linear_wait=5))
def mail_draft(draft: str, circle: str, person: str) -> None:
    """Tell the author that a draft waits."""
    telling = DraftTelling(UUID(draft), UUID(circle), UUID(person))
    notices.queue(telling, [telling.author])
    notices.send(telling)


@app.periodic(cron="41 3 * * *")
@app.task(queueing_lock="forget_arrivals")
def forget_arrivals(timestamp: int) -> None:
    """Which mails came in is forgotten after a while."""
    commands.forget_arrivals()

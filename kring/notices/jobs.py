"""What jobs that send mail have in common: they are tried again for long, and come back for what a server put off."""

from datetime import timedelta
from typing import Any

from procrastinate import RetryStrategy
from procrastinate.tasks import Task

from kring.kernel.clock import now
from kring.notices import commands
from kring.notices.mails import Telling

KEEP_TRYING = RetryStrategy(max_attempts=200, linear_wait=5)
"""While there is no mail server to be reached: five seconds longer after each time, for more than a day in all."""

SOON = timedelta(seconds=5)

Job = Task[..., Any, ...]


def send(telling: Telling, job: Job, **arguments: str | int | bool) -> None:
    """Send what is due, and come back, with the same job, for what a server put off."""
    due = commands.send(telling)
    if due is not None:
        job.configure(schedule_at=max(due, now() + SOON)).defer(**arguments)

"""What follows from a change to a meeting. Each job can run twice without harm: nobody is told anything twice."""

from datetime import timedelta
from uuid import UUID

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from kring.kernel.clock import now
from kring.meetings import queries
from kring.meetings.mails import MeetingTelling
from kring.notices import commands as notices

KEEP_TRYING = RetryStrategy(max_attempts=200, linear_wait=5)
"""While there is no mail server to be reached: five seconds longer after each time, for more than a day in all."""

SOON = timedelta(seconds=5)


@app.task(queue="mail", retry=KEEP_TRYING)
def mail_meeting(meeting: str, circle: str, sequence: int) -> None:
    """An invitation, a change or a cancellation: everybody who is invited, whatever they want to hear of items."""
    telling = MeetingTelling(UUID(meeting), UUID(circle), sequence)
    notices.queue(telling, queries.invited(telling.meeting))
    due = notices.send(telling)
    if due is not None:
        again = mail_meeting.configure(schedule_at=max(due, now() + SOON))
        again.defer(meeting=meeting, circle=circle, sequence=sequence)

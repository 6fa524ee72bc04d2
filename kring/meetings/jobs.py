"""What follows from a change to a meeting. Each job can run twice without harm: nobody is told anything twice."""

from uuid import UUID

from procrastinate.contrib.django import app

from kring.kernel.actor import Actor
from kring.kernel.binding import acting_as
from kring.kernel.clock import now
from kring.kernel.errors import NotVisible
from kring.meetings import queries
from kring.meetings.commands import outcomes as reminding
from kring.meetings.mails import (
    AgainTelling,
    MeetingTelling,
    MinutesTelling,
    OutcomeTelling,
    VerdictTelling,
    guest_letter,
)
from kring.meetings.queries import minutes as minuted
from kring.meetings.queries import outcomes, verdicts
from kring.notices import commands as notices
from kring.notices import queries as mail
from kring.notices.jobs import KEEP_TRYING, send


@app.task(queue="mail", retry=KEEP_TRYING)
def mail_meeting(meeting: str, circle: str, sequence: int) -> None:
    """An invitation, a change or a cancellation: everybody who is invited, whatever they want to hear of items."""
    telling = MeetingTelling(UUID(meeting), UUID(circle), sequence)
    notices.queue(telling, queries.invited(telling.meeting))
    send(telling, mail_meeting, meeting=meeting, circle=circle, sequence=sequence)


@app.task(queue="mail")
def mail_guests(meeting: str, sequence: int) -> None:
    """Every guest hears of a change or a cancellation, each by a job of their own."""
    for guest in queries.guest_invitations(UUID(meeting)):
        mail_guest.defer(invitee=str(guest.id), sequence=sequence)


@app.task(queue="mail", retry=KEEP_TRYING)
def mail_guest(invitee: str, sequence: int) -> None:
    """One guest. Sent twice, it is the same letter."""
    mail = guest_letter(UUID(invitee), sequence)
    if mail:
        mail.send()


@app.task(queue="mail", retry=KEEP_TRYING)
def mail_again(meeting: str, circle: str, sequence: int) -> None:
    """Who has not answered an invitation is asked once more."""
    telling = AgainTelling(UUID(meeting), UUID(circle), sequence)
    notices.queue(telling, queries.unanswered(telling.meeting))
    send(telling, mail_again, meeting=meeting, circle=circle, sequence=sequence)


@app.task(queue="mail", retry=KEEP_TRYING)
def mail_verdict(meeting: str, circle: str) -> None:
    """Who was there is asked how it was; nobody while the meeting goes on again, and not who wants no mail of the circle."""
    telling = VerdictTelling(UUID(meeting), UUID(circle))
    there = {one.person for one in verdicts.asked_how_it_was(telling.meeting)}
    notices.queue(telling, mail.hearing_of_item(there, telling.circle, urgent=False, tags=()))
    send(telling, mail_verdict, meeting=meeting, circle=circle)


@app.task(queue="mail", retry=KEEP_TRYING)
def mail_minutes(minutes: str, circle: str, *, approved: bool) -> None:
    """Minutes to read over, or approved: everybody who is invited and may see the meeting."""
    telling = MinutesTelling(UUID(minutes), UUID(circle), approved)
    notices.queue(telling, minuted.readers_of(telling.minutes))
    send(telling, mail_minutes, minutes=minutes, circle=circle, approved=approved)


@app.periodic(cron="0 6 * * *")
@app.task(queue="mail", queueing_lock="mail_outcomes")
def mail_outcomes(timestamp: int) -> None:
    """Owners are reminded: once before the day, once after it; of an agreement, on the day it is looked at again."""
    today = now().date()
    for outcome, owner in outcomes.to_remind(today):
        with acting_as(Actor(person=owner)) as actor:
            try:
                reminded = reminding.remind(actor=actor, outcome=outcome, today=today)
            except NotVisible:  # it came up under a label that is not for its owner
                continue
        if reminded:
            mail_outcome.defer(
                outcome=str(outcome),
                circle=str(reminded.circle),
                owner=str(owner),
                due=str(reminded.due),
                reminder=reminded.count,
            )


@app.task(queue="mail", retry=KEEP_TRYING)
def mail_outcome(outcome: str, circle: str, owner: str, due: str, reminder: int) -> None:
    """One reminder to one owner."""
    telling = OutcomeTelling(UUID(outcome), UUID(circle), UUID(owner), due, reminder)
    notices.queue(telling, {telling.owner})
    send(telling, mail_outcome, outcome=outcome, circle=circle, owner=owner, due=due, reminder=reminder)

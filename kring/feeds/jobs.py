"""What goes out to webhooks and messengers. Each job can run twice without harm: nobody is told anything twice."""

from datetime import timedelta
from uuid import UUID

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from kring.feeds import commands, mails, queries
from kring.feeds.access import as_courier
from kring.feeds.rules import Event, Way
from kring.kernel.clock import now

QUEUE = "webhooks"
KEEP_TRYING = RetryStrategy(max_attempts=20, linear_wait=15)
SOON = timedelta(seconds=2)


@app.task(queue=QUEUE, retry=KEEP_TRYING, pass_context=False)
def tell_receivers(
    event: str,
    occurrence: str,
    circle: str,
    item: str,
    reply: str | None = None,
    urgent: bool = False,  # noqa: FBT001, FBT002  # arguments of a job have names
) -> None:
    """Something happened to an item: the webhooks and messengers of those whom it reaches are to be told."""
    about, answer = UUID(item), UUID(reply) if reply else None
    with as_courier():
        targets = queries.receivers(Event(event), item=about, reply=answer, urgent=urgent)
        commands.queue(
            targets, Event(event), occurrence=UUID(occurrence), circle=UUID(circle), item=about, reply=answer
        )
        for target in targets:
            send_to(target.id)


def send_to(target: UUID) -> None:
    """Have it sent; one after the other for each receiver, and no receiver waits for another."""
    send.configure(lock=f"receiver {target}").defer(target=str(target))


@app.task(queue=QUEUE, retry=KEEP_TRYING, pass_context=False)
def send(target: str) -> None:
    """Send what is due to one receiver, and come back for what it did not take."""
    due = commands.send(UUID(target))
    if due is not None:
        later = send.configure(lock=f"receiver {target}", schedule_at=max(due, now() + SOON))
        later.defer(target=target)


@app.task(queue="mail", retry=KEEP_TRYING, pass_context=False)
def mail_disabled(way: str, target: str) -> None:
    """A webhook or messenger was switched off: its owner should know."""
    mail = mails.disabled_mail(Way(way), UUID(target))
    if mail is not None:
        mail.send()

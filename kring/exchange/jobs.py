"""What machines are told of what people share. Each job can run twice without harm: what did not change is not told."""

from contextlib import suppress
from uuid import UUID

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from kring.exchange import commands

KEEP_TRYING = RetryStrategy(max_attempts=20, linear_wait=15)


@app.task(queue="exchange", retry=KEEP_TRYING)
def write_up(item: str) -> None:
    """An item was shared, changed or taken back."""
    commands.write_up(item=UUID(item))


@app.task(queue="exchange", retry=KEEP_TRYING)
def write_up_circle(circle: str) -> None:
    """A circle has machines from now on."""
    commands.write_up_circle(circle=UUID(circle))


@app.task(queue="exchange", retry=KEEP_TRYING)
def write_advisory(item: str) -> None:
    """An item was published or taken from the public, or changed while it was there."""
    commands.write_advisory(item=UUID(item))


@app.periodic(cron="* * * * *")
@app.task(queue="exchange", queueing_lock="subscriptions", pass_context=False)
def run_subscriptions(timestamp: int) -> None:
    """Each minute: collections of others whose turn it is."""
    for subscription in commands.due():
        run_soon(subscription)


def run_soon(subscription: UUID) -> None:
    """Have it run, once at a time."""
    waits = run_subscription.configure(
        queueing_lock=f"subscription {subscription}", lock=f"subscription {subscription}"
    )
    with suppress(AlreadyEnqueued):
        waits.defer(subscription=str(subscription))


@app.task(queue="exchange")
def run_subscription(subscription: str) -> None:
    """Read or give what is new. What fails is noted with the subscription, and tried again when it is due."""
    if commands.run(subscription=UUID(subscription)):
        run_soon(UUID(subscription))

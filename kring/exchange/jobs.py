"""What machines are told of what people share. Each job can run twice without harm: what did not change is not told."""

from contextlib import suppress
from datetime import timedelta
from uuid import UUID

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from kring.exchange import commands
from kring.kernel.clock import now

SOON = timedelta(seconds=3)
"""Who fills in a profile goes on meanwhile."""

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


@app.task(queue="exchange", retry=KEEP_TRYING)
def match_item(item: str) -> None:
    """To whom an item matters, and why."""
    commands.match_item(item=UUID(item))


def match_objects_soon(circle: UUID) -> None:
    """Have new objects held against profiles, in their order."""
    match_objects.configure(lock=f"match {circle}").defer(circle=str(circle))


@app.task(queue="exchange", retry=KEEP_TRYING)
def match_objects(circle: str) -> None:
    """To whom new objects matter. It goes on where it was, whoever stopped it."""
    while commands.match_objects(circle=UUID(circle)):
        pass


def match_profile_soon(organisation: UUID) -> None:
    """Have what came of late held against a profile. Each change has a job of its own: one that runs may not see it yet."""
    waits = match_profile.configure(lock=f"profile {organisation}", schedule_at=now() + SOON)
    waits.defer(organisation=str(organisation))


@app.task(queue="exchange", retry=KEEP_TRYING)
def match_profile(organisation: str) -> None:
    """What matters to an organisation whose profile changed."""
    commands.match_profile(organisation=UUID(organisation))


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

"""What machines are told of what people share. Each job can run twice without harm: what did not change is not told."""

from uuid import UUID

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

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

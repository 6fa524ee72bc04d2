"""The trail is sealed every minute."""

from procrastinate.contrib.django import app

from kring.kernel import trail


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="seal_trail", pass_context=False)
def seal_trail(timestamp: int) -> None:
    """Seal the facts of the last minute. Twice at once does no harm: the second finds nothing left."""
    trail.seal()

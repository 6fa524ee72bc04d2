"""Files that nothing refers to are taken away at night."""

from procrastinate.contrib.django import app

from kring.files import commands


@app.periodic(cron="17 3 * * *")
@app.task(queueing_lock="collect_unused_files", pass_context=False)
def collect_unused_files(timestamp: int) -> None:
    """Take away what was withdrawn, and what uploads that broke off left behind."""
    commands.collect_unused()

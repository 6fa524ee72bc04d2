"""Runs the jobs that send mail, here and now."""

from uuid import UUID

from kring.sharing import jobs
from tests.cast import Cast


def send_item(cast: Cast, item: UUID) -> None:
    jobs.mail_item(item=str(item), circle=str(cast.north.pk))

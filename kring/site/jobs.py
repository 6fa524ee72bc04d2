"""What follows from one fact in more than one subject, in an order."""

import logging
from uuid import UUID

from procrastinate.contrib.django import app

from kring.exchange import commands as exchange
from kring.exchange import jobs as exchange_jobs
from kring.sharing import jobs as sharing_jobs

logger = logging.getLogger(__name__)


@app.task(queue="mail")
def match_and_mail(item: str, circle: str) -> None:
    """First to whom it matters, so that mails can say so, and then the mails: they wait for nothing that goes wrong.

    Open pages are told nothing: that something happens on them would say that it matters to somebody.
    """
    try:
        exchange.match_item(item=UUID(item))
    except Exception:
        logger.exception("An item was not held against profiles; it is tried again.")
        exchange_jobs.match_item.defer(item=item)
    finally:
        sharing_jobs.mail_item.defer(item=item, circle=circle)

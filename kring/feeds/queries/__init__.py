"""What is asked about the ways out to machines."""

from kring.feeds.queries.atom import atom
from kring.feeds.queries.misp import misp_file
from kring.feeds.queries.outlets import (
    DispatchRow,
    FeedRow,
    MessengerRow,
    WebhookRow,
    dispatch,
    dispatches,
    feeds,
    messengers,
    webhook,
    webhooks,
)
from kring.feeds.queries.telling import Target, in_reach, receivers

__all__ = [
    "DispatchRow",
    "FeedRow",
    "MessengerRow",
    "Target",
    "WebhookRow",
    "atom",
    "dispatch",
    "dispatches",
    "feeds",
    "in_reach",
    "messengers",
    "misp_file",
    "receivers",
    "webhook",
    "webhooks",
]

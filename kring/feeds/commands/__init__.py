"""Everything that changes the ways out to machines, and sends through them."""

from kring.feeds.commands.feeds import MadeFeed, fetch_calendar, fetch_feed, fetch_misp, make_feed, revoke_feed
from kring.feeds.commands.messengers import add_messenger, remove_messenger, try_messenger
from kring.feeds.commands.sending import queue, replay, replay_failed, send
from kring.feeds.commands.webhooks import (
    RegisteredWebhook,
    enable_webhook,
    register_webhook,
    remove_webhook,
    try_webhook,
)

__all__ = [
    "MadeFeed",
    "RegisteredWebhook",
    "add_messenger",
    "enable_webhook",
    "fetch_calendar",
    "fetch_feed",
    "fetch_misp",
    "make_feed",
    "queue",
    "register_webhook",
    "remove_messenger",
    "remove_webhook",
    "replay",
    "replay_failed",
    "revoke_feed",
    "send",
    "try_messenger",
    "try_webhook",
]

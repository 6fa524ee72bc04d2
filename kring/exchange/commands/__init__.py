"""What changes collections and what is in them."""

from kring.exchange.commands.bringing import Brought, bring_in
from kring.exchange.commands.collections import close_collection, open_collection
from kring.exchange.commands.matching import match_item, match_objects, match_profile
from kring.exchange.commands.opening import Remark
from kring.exchange.commands.pasting import write_up_pasted
from kring.exchange.commands.publishing import close_provider, open_provider, publish_advisory, write_advisory
from kring.exchange.commands.removing import remove_object
from kring.exchange.commands.reports import share_report
from kring.exchange.commands.seeing import see_object, take_back_seen_object
from kring.exchange.commands.subscriptions import due, run, run_soon, subscribe, unsubscribe
from kring.exchange.commands.taking import Arrived, Outcome, Spoiled, Taken, take_in, take_in_message
from kring.exchange.commands.writing import write_up, write_up_circle

__all__ = [
    "Arrived",
    "Brought",
    "Outcome",
    "Remark",
    "Spoiled",
    "Taken",
    "bring_in",
    "close_collection",
    "close_provider",
    "due",
    "match_item",
    "match_objects",
    "match_profile",
    "open_collection",
    "open_provider",
    "publish_advisory",
    "remove_object",
    "run",
    "run_soon",
    "see_object",
    "share_report",
    "subscribe",
    "take_back_seen_object",
    "take_in",
    "take_in_message",
    "unsubscribe",
    "write_advisory",
    "write_up",
    "write_up_circle",
    "write_up_pasted",
]

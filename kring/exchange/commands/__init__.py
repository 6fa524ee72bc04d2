"""What changes collections and what is in them."""

from kring.exchange.commands.bringing import Brought, Remark, bring_in
from kring.exchange.commands.collections import close_collection, open_collection
from kring.exchange.commands.matching import match_item, match_objects, match_profile
from kring.exchange.commands.removing import remove_object
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
    "due",
    "match_item",
    "match_objects",
    "match_profile",
    "open_collection",
    "remove_object",
    "run",
    "run_soon",
    "subscribe",
    "take_in",
    "take_in_message",
    "unsubscribe",
    "write_up",
    "write_up_circle",
]

"""What changes collections and what is in them."""

from kring.exchange.commands.collections import open_collection
from kring.exchange.commands.taking import Arrived, Outcome, Spoiled, Taken, take_in, take_in_message

__all__ = ["Arrived", "Outcome", "Spoiled", "Taken", "open_collection", "take_in", "take_in_message"]

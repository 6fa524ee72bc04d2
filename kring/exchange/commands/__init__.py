"""What changes collections and what is in them."""

from kring.exchange.commands.collections import open_collection
from kring.exchange.commands.taking import Arrived, Taken, take_in

__all__ = ["Arrived", "Taken", "open_collection", "take_in"]

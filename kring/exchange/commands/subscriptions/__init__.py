"""What others have and a circle reads, or is given: as far as one gets, and going on there the next time."""

from kring.exchange.commands.subscriptions.connecting import run_soon, subscribe, unsubscribe
from kring.exchange.commands.subscriptions.running import due, run

__all__ = ["due", "run", "run_soon", "subscribe", "unsubscribe"]

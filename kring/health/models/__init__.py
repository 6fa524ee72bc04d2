"""What is kept of how a circle is doing."""

from kring.health.models.hours import Hours
from kring.health.models.knowledge import Pair, Subject, Visit, Visitor, Wish
from kring.health.models.surveys import Answered, Survey, Tally

__all__ = ["Answered", "Hours", "Pair", "Subject", "Survey", "Tally", "Visit", "Visitor", "Wish"]

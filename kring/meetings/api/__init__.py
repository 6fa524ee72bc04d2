"""The operations of meetings and of what came of them."""

from kring.meetings.api import meetings, outcomes

ROUTES = (meetings.routes, outcomes.routes)

"""What meetings that went on add to pages of others: what waits at home, what a search finds."""

from django.template.loader import render_to_string

from kring.meetings.queries import minutes, outcomes, room, verdicts
from kring.meetings.rules.lines import Kind
from kring.web.parts import few
from kring.web.requests import PageRequest

LOOKUPS = (outcomes.DUE, minutes.TO_READ_OVER, room.GOING_ON, verdicts.LAST)


def home_asks(request: PageRequest, about: object) -> str:
    """Actions and agreements, minutes to read over, a meeting that goes on, how the last one was."""
    asked = outcomes.asked_of(request.actor)
    actions, more_actions = few([row for row in asked if row.kind is Kind.ACTION])
    agreements, more_agreements = few([row for row in asked if row.kind is Kind.AGREEMENT])
    given = {
        "rows": [*actions, *agreements],
        "more_actions": more_actions,
        "more_agreements": more_agreements,
        "reviews": minutes.to_read_over(request.actor),
        "running": room.going_on(request.actor),
        "verdicts": verdicts.verdicts_asked(request.actor),
    }
    return render_to_string("meetings/asks.html", given, request) if any(given.values()) else ""


def search(request: PageRequest, about: object) -> str:
    """Where the words stand in minutes and registers, as far as this reader has them."""
    words = str(about)
    given = {"hits": minutes.found_in_minutes(words), "rows": outcomes.found_in_registers(request.actor, words)}
    return render_to_string("meetings/search.html", given, request) if any(given.values()) else ""

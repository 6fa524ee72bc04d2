"""What meetings add to pages of others: the next one beside home, and what waits for an answer on it."""

from django.template.loader import render_to_string

from kring.meetings import queries
from kring.web.requests import PageRequest

LOOKUPS = (queries.OWN_AHEAD, queries.HOSTED)


def home_asks(request: PageRequest, _about: object) -> str:
    """Invitations without an answer, and lists of a host that are late."""
    asking = [row for row in queries.own_ahead(request.actor) if row.asks]
    late = queries.late_checklists(request.actor)
    if not asking and not late:
        return ""
    return render_to_string("meetings/home_asks.html", {"asking": asking, "late": late}, request=request)


def home_aside(request: PageRequest, _about: object) -> str:
    """The next meeting."""
    row = next(iter(queries.own_ahead(request.actor)), None)
    return render_to_string("meetings/home_aside.html", {"row": row}, request=request) if row else ""

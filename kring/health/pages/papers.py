"""What somebody and their organisation gave to a circle, on paper: a statement, and a letter to a manager."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kring.health.queries import SOURCES, Ledger, OwnHours
from kring.tlp.labels import Label
from kring.web import moments
from kring.web.paper import Paper, Part


@dataclass(frozen=True, slots=True)
class Contribution:
    """Who, where, and what they gave in the period of the ledger."""

    person: str
    circle: str
    ledger: Ledger
    hours: OwnHours

    @property
    def organisations(self) -> str:
        """For whom one sits there."""
        return ", ".join(row.organisation for row in self.ledger.own)

    @property
    def period(self) -> str:
        """From when until when: "1 May 2026 - 1 November 2026"."""
        days = [timezone.localtime(at).date() for at in (self.ledger.period.since, self.ledger.period.until)]
        return _("%(since)s to %(until)s") % dict(zip(("since", "until"), map(moments.long_day, days), strict=True))


Made = Callable[[Contribution], Paper]


def statement(given: Contribution) -> Paper:
    """What the organisation gave, figure by figure."""
    return Paper(
        title=_("What %(organisation)s gave to %(circle)s")
        % {"organisation": given.organisations, "circle": given.circle},
        label=Label.AMBER_STRICT,
        reader=given.person,
        place=given.circle,
        lead=given.period,
        notice=[_("For this organisation alone. It says how much was given, and nothing of what.")],
        parts=[_figures(given)],
    )


def letter(given: Contribution) -> Paper:
    """To the manager of who sits there: what was done, what it brings, and a word of thanks."""
    return Paper(
        title=_("Your colleague in %(circle)s") % {"circle": given.circle},
        label=Label.AMBER_STRICT,
        reader=given.person,
        place=given.circle,
        lead=f"{given.organisations} · {given.period}",
        parts=[
            Part(text=_greeting(given)),
            _figures(given),
            *([_time(given)] if given.hours.rows else []),
            Part(
                text=_(
                    "What %(person)s brings to the table comes back: warnings that reach you before they are news, people"
                    " to call when it matters, and lessons that others paid for. That works because organisations like"
                    " yours give their people the time for it.\n\nWe are grateful for that, and hope that you will go on."
                    "\n\nKind regards,\n\n%(circle)s"
                )
                % {"person": given.person, "circle": given.circle}
            ),
        ],
    )


def _greeting(given: Contribution) -> str:
    return _(
        "Dear reader,\n\n%(person)s sits in %(circle)s for %(organisation)s. In this circle organisations that depend on"
        " each other share what threatens them, and help each other. Below is what your organisation gave in the past"
        " half year."
    ) % {"person": given.person, "circle": given.circle, "organisation": given.organisations}


def _figures(given: Contribution) -> Part:
    rows = [
        (_(source.name), *(moments.number(float(row.amounts[at])) for row in given.ledger.own))
        for at, source in enumerate(SOURCES)
    ]
    head = (_("What was given"), *(row.organisation for row in given.ledger.own))
    return Part(_("In figures"), head=head, rows=rows)


def _time(given: Contribution) -> Part:
    hours = moments.number(float(given.hours.total))
    lead = ngettext("%(hours)s hour of %(person)s", "%(hours)s hours of %(person)s", int(given.hours.total))
    rows = [(moments.long_day(row.day), moments.number(float(row.hours)), row.what) for row in given.hours.rows]
    head = (_("Day"), _("Hours"), _("What for"))
    return Part(lead % {"hours": hours, "person": given.person}, head=head, rows=rows)

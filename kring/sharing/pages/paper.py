"""An item on paper: a PDF for this reader, with the label and their name on every page."""

from collections.abc import Sequence
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from kring.kernel import limits
from kring.kernel.errors import NotVisible, enforce
from kring.sharing import commands, queries, rules, scrutiny
from kring.tlp.audience import State
from kring.web import moments
from kring.web.doors import signed_in
from kring.web.paper import Paper, Part, answer
from kring.web.requests import PageRequest

PAPERS_AN_HOUR = 60


@require_safe
@signed_in
def item_paper(request: PageRequest, item: UUID) -> HttpResponse:
    """Whoever reads it on the screen may have it on paper, TLP:RED too: it is theirs, and says whose it is."""
    found = queries.detail(request.actor, item)
    if found.state is not State.SHARED:
        raise NotVisible
    queries.not_frozen(item)
    return answer(_on_paper(found, request.user.name))


@require_safe
@signed_in
def items_paper(request: PageRequest) -> HttpResponse:
    """Several at once, one after the other, under the narrowest label of them."""
    limits.count("take_along", request.actor.person, most=PAPERS_AN_HOUR, seconds=3600)
    enforce(rules.why_not_take_along(len(request.GET.getlist("item"))))
    try:
        asked = [UUID(item) for item in request.GET.getlist("item")]
    except ValueError:
        raise NotVisible from None
    found = [one for item in asked if (one := queries.detail(request.actor, item)).state is State.SHARED]
    if not found:
        raise NotVisible
    for one in found:
        queries.not_frozen(one.row.id)
        commands.note_reading(actor=request.actor, item=one.row.id)
    papers = [_on_paper(one, request.user.name) for one in found]
    return answer(papers[0] if len(papers) == 1 else _together(papers))


def _together(papers: Sequence[Paper]) -> Paper:
    label = max(paper.label for paper in papers)
    return Paper(
        title=ngettext("%(n)s item", "%(n)s items", len(papers)) % {"n": len(papers)},
        label=label,
        reader=papers[0].reader,
        notice=[_(sentence) for sentence in rules.handling(label)],
        parts=[
            part
            for paper in papers
            for part in (Part(paper.title, f"{paper.label.marking} · {paper.lead}"), *paper.parts)
        ],
    )


def _on_paper(item: queries.ItemDetail, reader: str) -> Paper:
    row = item.row
    source = _("via the secretariat") if row.source.via_secretariat else f"{row.source.name}, {row.source.organisation}"
    return Paper(
        title=row.title,
        label=row.label,
        reader=reader,
        place=row.circle,
        lead=" · ".join((row.kind_text, source, moments.full_moment(row.at))),
        notice=[*(_(sentence) for sentence in item.handling), *filter(None, [item.permitted_use])],
        parts=[Part(heading, text) for heading, text in _texts(item) if text] + _indicators(item),
        language=item.language,
    )


def _texts(item: queries.ItemDetail) -> list[tuple[str, str]]:
    return [(_("What"), item.what), (_("So what"), item.so_what), (_("Do what"), item.do_what)]


def _indicators(item: queries.ItemDetail) -> list[Part]:
    rows = [(_(scrutiny.INDICATOR_NAMES[one.kind]), one.harmless) for one in item.indicators]
    head = (_("Kind"), _("Value"))
    return [Part(_("Indicators"), head=head, rows=rows, codes=frozenset({1}))] if rows else []

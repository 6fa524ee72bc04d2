"""An item on paper: a PDF for this reader, with the label and their name on every page."""

from uuid import UUID

from django.http import HttpResponse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kring.kernel.errors import NotVisible
from kring.sharing import queries, scrutiny
from kring.tlp.audience import State
from kring.web import moments
from kring.web.doors import signed_in
from kring.web.paper import Paper, Part, pdf
from kring.web.requests import PageRequest


@require_safe
@signed_in
def item_paper(request: PageRequest, item: UUID) -> HttpResponse:
    """Whoever reads it on the screen may have it on paper, TLP:RED too: it is theirs, and says whose it is."""
    found = queries.detail(request.actor, item)
    if found.state is not State.SHARED:
        raise NotVisible
    name = f"{found.row.label.slug}-{slugify(found.row.title)[:60]}.pdf"
    response = HttpResponse(pdf(_on_paper(found, request.user.name)), content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


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

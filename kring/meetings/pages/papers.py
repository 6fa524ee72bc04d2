"""Minutes on paper, for one reader: the label at the head and foot of every page is the narrowest of what is in it."""

import io
from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

from django.utils.translation import gettext as _
from odfdo import Document, Element, Header, Paragraph

from kring.meetings.queries.minutes import AttendeeRow, MinutesPaper
from kring.meetings.queries.outcomes import OutcomeLine
from kring.web import moments
from kring.web.paper import Paper, Part, pdf


def as_pdf(minutes: MinutesPaper, outcomes: Sequence[OutcomeLine], reader: str) -> bytes:
    """Tagged for who has it read out (PDF/UA-1)."""
    return pdf(
        Paper(
            title=_title(minutes),
            label=minutes.label,
            reader=reader,
            place=minutes.circle,
            lead=_lead(minutes),
            notice=[_("In review: not approved yet.")] if not minutes.approved_at else [],
            parts=[
                Part(_("Present"), entries=[*_those_there(minutes.came), *_those_away(minutes.missed)]),
                *(Part(f"{one.number}. {one.title} ({one.label.marking})", one.prose) for one in minutes.sections),
                *(
                    [Part(_("Decisions, agreements and actions"), entries=list(map(_entry, outcomes)))]
                    if outcomes
                    else []
                ),
            ],
        )
    )


def _those_there(people: Sequence[AttendeeRow]) -> list[tuple[str, str]]:
    """Each with how to reach them, and how they were there when that was not in the room."""
    said = [" · ".join(filter(None, [row.organisation, _how(row), row.phone, row.email])) for row in people]
    return [(f"{row.name}," if of_them else row.name, of_them) for row, of_them in zip(people, said, strict=True)]


def _how(row: AttendeeRow) -> str:
    return "" if row.attendance == "present" else row.attendance_text


def _those_away(people: Sequence[AttendeeRow]) -> list[tuple[str, str]]:
    """In one line for each reason."""
    away: dict[str, list[AttendeeRow]] = {}
    for row in people:
        away.setdefault(row.attendance, []).append(row)
    return [(f"{rows[0].attendance_text}:", ", ".join(map(_name, rows))) for rows in away.values()]


def _name(row: AttendeeRow) -> str:
    return f"{row.name} ({row.organisation})" if row.organisation else row.name


def _entry(row: OutcomeLine) -> tuple[str, str]:
    return f"{row.kind_text}:", " · ".join(filter(None, [row.text, row.owner, _day(row), row.standing_text]))


class _Written(Document):
    """A document whose tables say their columns. odfdo would look for them in every cell, which takes longer than all else."""

    def normalize_tables(self) -> None:
        """They are right as they are written."""


def as_odt(minutes: MinutesPaper, outcomes: Sequence[OutcomeLine], reader: str) -> bytes:
    """To be edited further; it says whose copy it is."""
    document = _Written("text")
    _mark(document, f"{minutes.label.marking} · {minutes.circle} · {reader}")
    body = document.body
    body.clear()
    body.append(Header(1, _title(minutes)))
    body.append(Paragraph(_lead(minutes)))
    there, *rest = _tables(minutes, outcomes)
    _append_table(body, there)
    for section in minutes.sections:
        body.append(Header(2, f"{section.number}. {section.title} ({section.label.marking})"))
        for line in section.text.split("\n"):
            body.append(Paragraph(line))
    for part in rest:
        _append_table(body, part)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def _mark(document: Document, text: str) -> None:
    """The same line at the head and foot of every page."""
    page = document.styles.get_element("//style:master-page")
    assert page is not None
    for place in ("header", "footer"):
        for old in page.get_elements(f"style:{place}"):
            page.delete(old)
        line = Element.from_tag(f"<style:{place}/>")
        line.append(Paragraph(text))
        page.append(line)


def _append_table(body: Element, part: Part) -> None:
    """Written out as XML, in a section: of cells and rows of its own, odfdo takes a millisecond for each."""
    body.append(Header(2, part.heading))
    columns = f'<table:table-column table:number-columns-repeated="{len(part.head)}"/>'
    rows = "".join(
        f"<table:table-row>{''.join(map(_cell, values))}</table:table-row>" for values in (part.head, *part.rows)
    )
    name = quoteattr(part.heading)
    table = f"<table:table table:name={name}>{columns}{rows}</table:table>"
    body.append(Element.from_tag(f"<text:section text:name={name}>{table}</text:section>"))


def _cell(value: str) -> str:
    return f'<table:table-cell office:value-type="string"><text:p>{escape(value)}</text:p></table:table-cell>'


def _title(minutes: MinutesPaper) -> str:
    title = _("Minutes: %(meeting)s") % {"meeting": minutes.title}
    return title if minutes.version == 1 else f"{title} ({_('version %(n)s') % {'n': minutes.version}})"


def _lead(minutes: MinutesPaper) -> str:
    said = [minutes.topic, moments.full_moment(minutes.starts_at), minutes.place, minutes.why]
    return " · ".join(filter(None, said))


def _tables(minutes: MinutesPaper, outcomes: Sequence[OutcomeLine]) -> list[Part]:
    """Who was there; and what was decided, agreed and taken on, where there is any."""
    people = [*minutes.came, *minutes.missed]
    head = (_("Name"), _("Organisation"), _("Attendance"), _("Contact"))
    tables = [Part(_("Present"), head=head, rows=[_person(row) for row in people])]
    if outcomes:
        columns = (_("What"), _("Who"), _("Day"), _("How it stands"))
        rows = [(row.text, row.owner, _day(row), row.standing_text) for row in outcomes]
        tables.append(Part(_("Decisions, agreements and actions"), head=columns, rows=rows))
    return tables


def _person(row: AttendeeRow) -> tuple[str, str, str, str]:
    return row.name, row.organisation, row.attendance_text, ", ".join(filter(None, [row.phone, row.email]))


def _day(row: OutcomeLine) -> str:
    return moments.long_day(row.due) if row.due else ""

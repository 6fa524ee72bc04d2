"""Letters of entry: the words of one that is to be signed, and those that were."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.utils import translation
from django.utils.translation import gettext as _

from kring.circles.queries import CirclePlace
from kring.conduct import access
from kring.conduct.models import Letter
from kring.conduct.queries.codes import CodeVersion
from kring.conduct.rules import Expected


@dataclass(frozen=True, slots=True)
class LetterView:
    """A letter as it was signed."""

    id: UUID
    circle: str
    slug: str
    membership: UUID
    organisation: str
    title: str
    text: str
    language: str
    signed_by: str
    function: str
    authority: str
    signed_at: datetime


def letter_draft(place: CirclePlace, organisation: str, code: CodeVersion, language: str) -> tuple[str, str]:
    """The title and the words of a letter of entry, in one language, from what holds in the circle now."""
    names = {"organisation": organisation, "circle": place.name, "number": code.number}
    with translation.override(language):
        title = _("Letter of entry of %(organisation)s to %(circle)s") % names
        parts = [
            _("%(organisation)s enters **%(circle)s**.") % names,
            _("What the circle is for: %(purpose)s") % {"purpose": place.purpose} if place.purpose else "",
            _("We keep to the code of conduct, version %(number)s, and our people who sit in the circle accept it.")
            % names,
            _in_figures(code.expected),
            _("What we read there we use as its TLP label allows, and for nothing else."),
            place.permitted_use,
            _("When we leave, what we shared stays with those who may read it, until we take it back."),
        ]
    return title, "\n\n".join(part for part in parts if part)


def _in_figures(asked: Expected) -> str:
    said = [
        _("attend at least %(n)s of every %(of)s meetings") % {"n": asked.meetings, "of": asked.out_of},
        _("share at least %(n)s times a year") % {"n": asked.shares_a_year},
        _("give our people %(n)s hours a month for it") % {"n": asked.hours_a_month},
    ]
    wanted = [
        line for line, n in zip(said, (asked.meetings, asked.shares_a_year, asked.hours_a_month), strict=True) if n
    ]
    return "\n".join([_("We will:"), "", *(f"- {line}" for line in wanted)]) if wanted else ""


def letter_view(which: UUID) -> LetterView:
    """One letter. Raises `NotVisible` for all but the organisation and who steers."""
    return _view(access.letter(which))


def letter_of(membership: UUID) -> LetterView | None:
    """The letter of an organisation, for itself and for who steers."""
    rows = Letter.objects.select_related("circle", "membership__organisation")
    found = rows.filter(membership=membership).first()
    return _view(found) if found else None


def letters_signed(circle: UUID) -> dict[UUID, datetime]:
    """By membership, when its letter was signed: for everybody who sits in the circle."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT membership, signed_at FROM kring.letters_signed(%s)", [circle])
        return dict(cursor.fetchall())


def _view(row: Letter) -> LetterView:
    return LetterView(
        id=row.pk,
        circle=row.circle.name,
        slug=row.circle.slug,
        membership=row.membership_id,
        organisation=row.membership.organisation.name,
        title=row.title,
        text=row.text,
        language=row.language,
        signed_by=row.signed_by,
        function=row.function,
        authority=row.authority,
        signed_at=row.signed_at,
    )

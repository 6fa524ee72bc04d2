"""Breach cases: as who looks into them sees them, as who reported them does, and as the organisation that is heard does."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection
from django.db.models import BooleanField, F, Func, QuerySet

from kring.circles import queries as circles
from kring.conduct import access
from kring.conduct.models import Case, Hearing, Note
from kring.conduct.rules import CASE_STEPS, CaseState
from kring.kernel.actor import Actor
from kring.kernel.errors import NotVisible
from kring.kernel.lookups import Lookup, look_up
from kring.sharing import queries as sharing
from kring.sharing.queries import ItemRow

HANDLED = Func(F("circle_id"), F("accused_id"), F("handler_id"), function="kring.handles", output_field=BooleanField())
OPEN = [CaseState.REPORTED, CaseState.LOOKED_INTO, CaseState.HEARD, CaseState.FOUND]
# Who steers nowhere and was given no case has none to look into: it is not asked case by case. And who sees a case that
# they did not report looks into it: the policy asked that already.
WAITING = Lookup(
    """
    SELECT k.id, c.name, c.slug, k.state, coalesce(o.name, ''), k.reported_on, k.outcome
    FROM conduct_case k JOIN circles_circle c ON c.id = k.circle_id
    LEFT JOIN circles_membership m ON m.id = k.accused_id LEFT JOIN circles_organisation o ON o.id = m.organisation_id
    WHERE k.state = ANY (%(open)s)
      AND (k.reporter_id IS DISTINCT FROM %(me)s OR kring.handles(k.circle_id, k.accused_id, k.handler_id))
      AND (cardinality(%(steered)s::uuid[]) > 0 OR EXISTS (SELECT FROM conduct_case WHERE handler_id = %(me)s))
    """,
    lambda actor: {"open": [str(state) for state in OPEN], "steered": circles.steered(actor)},
)
UNHEARD = Lookup(
    """
    SELECT h.id, c.name, c.slug, o.name, h.asked, h.asked_on, h.answer, coalesce(p.name, ''), h.answered_on, true
    FROM conduct_hearing h JOIN circles_circle c ON c.id = h.circle_id
    JOIN circles_membership m ON m.id = h.membership_id JOIN circles_organisation o ON o.id = m.organisation_id
    LEFT JOIN people_person p ON p.id = h.answered_by_id
    WHERE h.answered_on IS NULL AND h.membership_id = ANY (%(part_for)s::uuid[])
    """,
    lambda actor: {"part_for": circles.takes_part_for(actor)},
)


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case in a list."""

    id: UUID
    circle: str
    slug: str
    state: CaseState
    about: str
    """The organisation it is about; empty while that is not known."""
    reported_on: date
    outcome: str


@dataclass(frozen=True, slots=True)
class NoteView:
    """Something written in a case."""

    kind: str
    text: str
    by: str
    """Empty: who reported it."""
    written_on: date


@dataclass(frozen=True, slots=True)
class HearingView:
    """An organisation is asked for its side."""

    id: UUID
    circle: str
    slug: str
    organisation: str
    asked: str
    asked_on: date
    answer: str
    answered_by: str
    answered_on: date | None
    is_own: bool
    """The actor sits for the organisation."""


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case as who looks into it sees it."""

    row: CaseRow
    circle: UUID
    what: str
    accused: UUID | None
    accused_state: str
    """Of its membership: "suspended" once it is shut out."""
    item: ItemRow | None
    """What it is about, where who looks into it may read that."""
    frozen: bool
    reporter: str
    """Empty: unknown."""
    notes: Sequence[NoteView]
    hearing: HearingView | None
    told: UUID | None
    closed_on: date | None
    steers: bool
    """Does who looks into it steer the circle as well? Only they suspend, and freeze."""

    @property
    def steps(self) -> frozenset[CaseState]:
        """Where it can go from here."""
        return CASE_STEPS[self.row.state]


@dataclass(frozen=True, slots=True)
class ReportedCase:
    """A case as who reported it sees it: how far it is, and what was asked of them."""

    row: CaseRow
    what: str
    said: Sequence[NoteView]
    is_open: bool


def cases_handled(actor: Actor, circle: UUID) -> list[CaseRow]:
    """The cases of a circle that this actor looks into, open ones first."""
    rows = _rows().filter(circle=circle).filter(HANDLED)
    return sorted(map(_row, rows), key=lambda row: (row.state not in OPEN, -row.reported_on.toordinal()))


def cases_waiting(actor: Actor) -> list[CaseRow]:
    """The open cases that this actor looks into, in whatever circle."""
    return [
        CaseRow(pk, circle, slug, CaseState(state), about, reported_on, outcome)
        for pk, circle, slug, state, about, reported_on, outcome in look_up(actor, WAITING)
    ]


def reported_with(actor: Actor) -> list[CaseRow]:
    """The cases that this actor reported under their own name."""
    return [_row(row) for row in _rows().filter(reporter=actor.person)] if actor.person else []


def handled(actor: Actor, which: UUID) -> bool:
    """Does this actor look into this case?"""
    return Case.objects.filter(pk=which).filter(HANDLED).exists()


def view_of_case(actor: Actor, which: UUID) -> CaseView:
    """A case, for who looks into it. Raises `NotVisible`."""
    row = _rows().select_related("reporter").filter(pk=which).filter(HANDLED).first()
    if row is None:
        raise NotVisible
    hearing = Hearing.objects.filter(case=row).first()
    return CaseView(
        row=_row(row),
        circle=row.circle_id,
        what=row.what,
        accused=row.accused_id,
        accused_state=row.accused.state if row.accused else "",
        item=sharing.row(actor, row.item_id) if row.item_id else None,
        frozen=row.item_id is not None and sharing.is_frozen(row.item_id),
        reporter=row.reporter.name if row.reporter else "",
        notes=_notes(row.pk),
        hearing=hearing_view(actor, hearing.pk) if hearing else None,
        told=row.told_id,
        closed_on=row.closed_on,
        steers=circles.why_not_steer(actor, row.circle_id) is None,
    )


def reported_case(which: UUID) -> ReportedCase:
    """A case, for the bound actor who reported it: a person, or the holder of its code. Raises `NotVisible`."""
    row = access.case_reported(which)
    said = [note for note in _notes(row.pk) if note.kind in {Note.Kind.QUESTION, Note.Kind.ANSWER}]
    return ReportedCase(_row(row), row.what, said, CaseState(row.state) in OPEN)


def hearings_asked(actor: Actor) -> list[HearingView]:
    """The hearings in which an organisation that this actor sits for has not given its side."""
    return [HearingView(*row) for row in look_up(actor, UNHEARD)]


def hearing_view(actor: Actor, which: UUID) -> HearingView:
    """A hearing, for the organisation and for who looks into it. Raises `NotVisible`."""
    row = access.hearing(which)
    standing = circles.standing(actor, row.circle_id)
    return _hearing(row, is_own=standing is not None and standing.sits_for(row.membership_id))


def _hearing(row: Hearing, *, is_own: bool) -> HearingView:
    return HearingView(
        id=row.pk,
        circle=row.circle.name,
        slug=row.circle.slug,
        organisation=row.membership.organisation.name,
        asked=row.asked,
        asked_on=row.asked_on,
        answer=row.answer,
        answered_by=row.answered_by.name if row.answered_by else "",
        answered_on=row.answered_on,
        is_own=is_own,
    )


def guest_with(code: str) -> Actor:
    """Whoever has this code, as a guest: nothing else is known of them."""
    return Actor(guest=access.return_key(code))


def case_of_guest(actor: Actor) -> UUID:
    """The case that this guest's code opens. Raises `NotVisible`."""
    return access.case_of_guest(actor).pk


def handlers(circle: UUID, accused: UUID | None, chosen: UUID | None = None) -> set[UUID]:
    """Who would look into a suspicion about this organisation, when the reporter chooses this person, if need be."""
    return _people("SELECT person FROM kring.handlers(%s, %s, %s)", circle, accused, chosen)


@dataclass(frozen=True, slots=True)
class Choice:
    """Who can be chosen to look into a suspicion about these members: nobody who steers could."""

    about: Sequence[str]
    people: circles.People


def choice_of_handlers(actor: Actor, circle: UUID) -> Choice | None:
    """Whom a reporter chooses from, where all who steer, here and around, belong to the same organisation."""
    houses = circles.houses_of_people(circle, circles.steering(circle))
    theirs = {house.id: house.name for house in houses if not handlers(circle, house.id)}
    if not theirs or actor.person is None:
        return None
    people = circles.People(circle=circle, take_part=True, besides=[actor.person], outside=[*theirs])
    return Choice([*theirs.values()], people)


def handlers_of(case: UUID) -> set[UUID]:
    """Who looks into a case: for those who deliver."""
    return _people("SELECT person FROM kring.handlers_of(%s)", case)


def heard_in(hearing: UUID) -> set[UUID]:
    """Who may speak for an organisation that has not given its side: for those who deliver."""
    return _people("SELECT person FROM kring.heard_in(%s)", hearing)


def _people(question: str, *about: UUID | None) -> set[UUID]:
    with connection.cursor() as cursor:
        cursor.execute(question, about)
        return {person for (person,) in cursor.fetchall()}


def _rows() -> QuerySet[Case]:
    return Case.objects.select_related("circle", "accused__organisation")


def _row(row: Case) -> CaseRow:
    return CaseRow(
        id=row.pk,
        circle=row.circle.name,
        slug=row.circle.slug,
        state=CaseState(row.state),
        about=row.accused.organisation.name if row.accused else "",
        reported_on=row.reported_on,
        outcome=row.outcome,
    )


def _notes(case: UUID) -> list[NoteView]:
    return [
        NoteView(row.kind, row.text, row.by.name if row.by else "", row.written_on)
        for row in Note.objects.filter(case=case).select_related("by")
    ]

"""Applications: what a candidate sees of it, what who steers sees, what the members see."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Case, Prefetch, QuerySet, When, prefetch_related_objects
from django.urls import reverse

from kring.admission import access, rules
from kring.admission.models import Application, Ballot, Evidence, Opening
from kring.admission.queries.policy import policy_of
from kring.admission.queries.room import has_room
from kring.admission.rules import Check, Said, Stage, Terms
from kring.circles import queries as circles
from kring.circles.queries import CirclePlace
from kring.files import queries as files
from kring.files.queries import Stored
from kring.kernel.actor import Actor
from kring.kernel.clock import now
from kring.kernel.errors import Refusal
from kring.kernel.lookups import Lookup, Row, look_up, look_up_about

MOST_SHOWN = 100


@dataclass(frozen=True, slots=True)
class QuestionView:
    """A question to the candidate, and the answer. The candidate is not told which person asked."""

    id: UUID
    text: str
    asked_at: datetime
    answer: str
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class EvidenceView:
    """A file that the candidate gave."""

    id: UUID
    name: str
    stored: Stored


@dataclass(frozen=True, slots=True)
class ApplicationView:
    """An application, held against what the circle asks now."""

    id: UUID
    circle_id: UUID
    circle: str
    slug: str
    stage: Stage
    organisation: str
    person: str
    email: str
    function: str
    motive: str
    declared: bool
    answers: Mapping[str, str]
    conditions: str
    sent_at: datetime | None
    decided_at: datetime | None
    check: Check
    evidence: Sequence[EvidenceView]
    questions: Sequence[QuestionView]
    ballots: Sequence[UUID]
    """Latest first."""

    @property
    def can_be_changed(self) -> bool:
        """May the candidate still write in it?"""
        return self.stage is Stage.DRAFT

    @property
    def can_be_withdrawn(self) -> bool:
        """May the candidate take it back?"""
        return Stage.WITHDRAWN in rules.STEPS[self.stage]

    @property
    def answered(self) -> int:
        """How many questions have an answer."""
        return sum(each.answered_at is not None for each in self.questions)

    @property
    def why_not_to_ballot(self) -> object:
        """Why the members cannot be asked about it, if so."""
        return rules.why_not_to_ballot(self.check)


def application_view(actor: Actor, which: UUID) -> ApplicationView:
    """One application, for its candidate, who steers, or a member that is asked. Raises `NotVisible`."""
    return _views([access.application(actor, which)])[0]


def applications_of(actor: Actor, circle: UUID) -> list[ApplicationView]:
    """The applications to a circle that this actor may see, those that wait first, then the latest."""
    rows = Application.objects.filter(circle=circle, erased_at__isnull=True).select_related("circle")
    found = _views(list(rows.order_by("-sent_at")[:MOST_SHOWN]))
    return sorted(found, key=lambda each: list(Stage).index(each.stage))


@dataclass(frozen=True, slots=True)
class ApplicationLine:
    """An application in a list."""

    id: UUID
    organisation: str
    person: str
    stage: Stage
    sent_at: datetime | None
    decided_at: datetime | None


@dataclass(frozen=True, slots=True)
class ApplicationLines:
    """The applications to a circle in the same order, in few words. They are fetched as far as they are looked at."""

    circle: UUID

    def __len__(self) -> int:
        return self._rows().count()

    def __getitem__(self, part: slice) -> list[ApplicationLine]:
        steps = Case(*(When(stage=stage, then=number) for number, stage in enumerate(Stage)))
        return _lines(self._rows().order_by(steps, "-sent_at", "pk")[part])

    def _rows(self) -> QuerySet[Application]:
        return Application.objects.filter(circle=self.circle, erased_at__isnull=True)


def waiting_list(circle: UUID) -> list[ApplicationLine]:
    """Those who wait for room, in the order in which they were agreed to; for who may see applications."""
    rows = Application.objects.filter(circle=circle, stage=Stage.WAITING, erased_at__isnull=True)
    return _lines(rows.order_by("decided_at"))


def _lines(rows: QuerySet[Application]) -> list[ApplicationLine]:
    return [
        ApplicationLine(pk, organisation, person, Stage(stage), sent_at, decided_at)
        for pk, organisation, person, stage, sent_at, decided_at in rows.values_list(
            "pk", "organisation", "person", "stage", "sent_at", "decided_at"
        )
    ]


@dataclass(frozen=True, slots=True)
class ApplicationAsked:
    """An application that waits for who steers, as home shows it."""

    id: UUID
    circle: str
    slug: str
    stage: Stage
    organisation: str
    person: str
    sent_at: datetime | None
    questions: int
    answered: int
    why_not_to_ballot: Refusal | None
    """Why the members cannot be asked about it, if so."""


@dataclass(frozen=True, slots=True)
class ToJudge:
    """The applications that wait for who steers: those that wait longest, and of how many others there are, by circle."""

    first: Sequence[ApplicationAsked]
    others: Sequence[tuple[CirclePlace, int]]


WAITING = Lookup(
    """
    SELECT id, circle_id, stage FROM admission_application
    WHERE circle_id = ANY (%(steered)s::uuid[]) AND stage IN ('sent', 'waiting') AND erased_at IS NULL ORDER BY sent_at
    """,
    lambda actor: {"steered": circles.steered(actor)},
)
TO_JUDGE = Lookup("""
SELECT a.id, c.name, c.slug, a.stage, a.organisation, a.person, a.sent_at,
       (SELECT count(*) FROM admission_question WHERE application_id = a.id),
       (SELECT count(answered_at) FROM admission_question WHERE application_id = a.id),
       a.function, a.motive, a.declared, a.answers
FROM admission_application a JOIN circles_circle c ON c.id = a.circle_id
WHERE a.id = ANY (%(applications)s) ORDER BY a.sent_at
""")


def applications_to_judge(actor: Actor, *, most: int = MOST_SHOWN) -> ToJudge:
    """What waits for this actor, who steers: to be put to the vote or turned down, or to be let in since there is room."""
    steered = {place.id: place for place in circles.circles_of(actor) if place.standing and place.standing.steers}
    found = look_up(actor, WAITING) if steered else []
    terms = {circle: policy_of(circle).terms for circle in {circle for _, circle, _ in found}}
    on_lists = {circle for _, circle, stage in found if stage == Stage.WAITING}
    open_to = {circle for circle in on_lists if has_room(circle, terms[circle])}
    waiting = {pk: circle for pk, circle, stage in found if stage == Stage.SENT or circle in open_to}
    shown, others = list(waiting)[:most], Counter(list(waiting.values())[most:])
    asked = [_asked(terms[waiting[row[0]]], *row) for row in _to_judge(actor, shown)]
    return ToJudge(asked, [(place, others[place.id]) for place in steered.values() if others[place.id]])


def _to_judge(actor: Actor, which: Sequence[UUID]) -> Iterable[Row]:
    return next(look_up_about(actor, TO_JUDGE, applications=list(which))) if which else ()


def _asked(terms: Terms, *row: Any) -> ApplicationAsked:
    pk, circle, slug, stage, organisation, person, sent_at, questions, answered, *said = row
    why_not = rules.why_not_to_ballot(rules.check(terms, Said(*said)))
    return ApplicationAsked(pk, circle, slug, Stage(stage), organisation, person, sent_at, questions, answered, why_not)


def evidence(application: UUID, which: UUID) -> EvidenceView:
    """A file that came with an application, for who sees that. Raises `NotVisible`."""
    return _evidence(access.evidence(application, which))


def _evidence(row: Evidence) -> EvidenceView:
    return EvidenceView(row.pk, row.name, files.stored(row.stored_id))


def said_in(row: Application) -> Said:
    """What a candidate said, for rules."""
    return Said(row.function, row.motive, row.declared, row.answers)


def _views(rows: Sequence[Application]) -> list[ApplicationView]:
    terms = {circle: policy_of(circle).terms for circle in {row.circle_id for row in rows}}
    prefetch_related_objects(rows, "evidence", "questions", Prefetch("ballots", Ballot.objects.order_by("-opened_at")))
    return [_view(row, terms[row.circle_id]) for row in rows]


def _view(row: Application, terms: Terms) -> ApplicationView:
    return ApplicationView(
        id=row.pk,
        circle_id=row.circle_id,
        circle=row.circle.name,
        slug=row.circle.slug,
        stage=Stage(row.stage),
        organisation=row.organisation,
        person=row.person,
        email=row.email,
        function=row.function,
        motive=row.motive,
        declared=row.declared,
        answers=row.answers,
        conditions=row.conditions,
        sent_at=row.sent_at,
        decided_at=row.decided_at,
        check=rules.check(terms, said_in(row)),
        evidence=[_evidence(each) for each in row.evidence.all()],
        questions=[QuestionView(q.pk, q.text, q.asked_at, q.answer, q.answered_at) for q in row.questions.all()],
        ballots=[ballot.pk for ballot in row.ballots.all()],
    )


# --- Links ---


@dataclass(frozen=True, slots=True)
class OpeningView:
    """A link by which one applies."""

    id: UUID
    link: str
    by: str
    expires_at: datetime


def openings_of(circle: UUID) -> list[OpeningView]:
    """The links to a circle that are open, for who steers it."""
    rows = Opening.objects.filter(circle=circle, revoked_at__isnull=True, expires_at__gt=now()).select_related("by")
    return [OpeningView(row.pk, opening_link(row.pk), row.by.name, row.expires_at) for row in rows.order_by("-at")]


def opening_link(opening: UUID) -> str:
    """The address by which anybody can apply. Whoever has it can use it."""
    return _absolute("apply", access.OPENING.sign(opening.hex))


def candidate_link(application: UUID) -> str:
    """The address by which a candidate comes back to their own application."""
    return _absolute("own_application", candidate_token(application))


def candidate_token(application: UUID) -> str:
    """What stands in that address."""
    return access.CANDIDATE.sign(application.hex)


def _absolute(page: str, link: str) -> str:
    return str(settings.KRING_BASE_URL) + reverse(page, args=[link])


@dataclass(frozen=True, slots=True)
class Invited:
    """Where one applies, as whoever has the link sees it."""

    circle_id: UUID
    circle: str
    purpose: str


def invited_by(link: str) -> Invited:
    """The circle behind a link to apply by. Raises `NotVisible` for one that is over, and for one that is not ours."""
    found = access.opening_in(link)
    return Invited(found.circle_id, found.circle.name, found.circle.purpose)


def candidate(link: str) -> Actor:
    """Who comes in by a candidate's own link: somebody who sees that one application. Raises `NotVisible`."""
    return Actor(guest=access.candidate_in(link))

"""What those who are new in a circle have done, asked once for all of them. Only what the circle asks is looked up."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from kring.circles import queries as circles
from kring.circles.queries import CirclePlace, Newcomer
from kring.conduct.models import Acceptance, Introduction, Tick, Welcome
from kring.conduct.queries.codes import CodeVersion, code_in_force
from kring.conduct.queries.letters import letters_signed
from kring.conduct.rules import STEPS, Step
from kring.people import queries as people
from kring.people.rules import Nearness
from kring.sharing import queries as sharing


@dataclass(frozen=True, slots=True)
class StepLeft:
    """A step of somebody new."""

    text: str
    """To translate when it ticks itself; as the circle wrote it otherwise."""
    done: bool
    code: Step | None = None
    """None: the circle's own, ticked by hand."""


@dataclass(frozen=True, slots=True)
class WelcomeList:
    """What somebody new goes through in a circle."""

    steps: Sequence[Step]
    own: Sequence[str]


def welcome_of(circle: UUID) -> WelcomeList:
    """The circle's list; all that ticks itself, until it made one of its own."""
    found = Welcome.objects.filter(circle=circle).first()
    return WelcomeList([Step(code) for code in found.steps], list(found.own)) if found else WelcomeList(list(STEPS), [])


def steps_of(place: CirclePlace, newcomers: Sequence[Newcomer], guided: set[UUID]) -> dict[UUID, list[StepLeft]]:
    """How far each of these is, by person. `guided`: those whose buddy said yes."""
    wanted = welcome_of(place.id)
    code = code_in_force(place.path)
    asked = [step for step in wanted.steps if code or step not in {Step.CODE, Step.LETTER}]
    done = {step: guided if step is Step.BUDDY else _DONE[step](place, newcomers, code) for step in asked}
    ticked = _ticked(place.id, newcomers) if wanted.own else set()
    return {
        one.person: [
            *(StepLeft(STEPS[step], one.person in done[step], step) for step in asked),
            *(StepLeft(text, (one.person, text) in ticked) for text in wanted.own),
        ]
        for one in newcomers
    }


def _ticked(circle: UUID, newcomers: Sequence[Newcomer]) -> set[tuple[UUID, str]]:
    return set(Tick.objects.filter(circle=circle, person__in=_people(newcomers)).values_list("person", "step"))


def _people(newcomers: Sequence[Newcomer]) -> set[UUID]:
    return {one.person for one in newcomers}


def _accepted(place: CirclePlace, newcomers: Sequence[Newcomer], code: CodeVersion | None) -> set[UUID]:
    rows = Acceptance.objects.filter(person__in=_people(newcomers))
    return set(rows.filter(code=code.id).values_list("person", flat=True)) if code else set()


def _safe(place: CirclePlace, newcomers: Sequence[Newcomer], code: CodeVersion | None) -> set[UUID]:
    return people.with_second_factor(_people(newcomers))


def _reachable(place: CirclePlace, newcomers: Sequence[Newcomer], code: CodeVersion | None) -> set[UUID]:
    """Of whom others in the circle see a telephone number."""
    profiles = people.profiles(dict.fromkeys(_people(newcomers), Nearness.CIRCLE))
    return {person for person, profile in profiles.items() if profile.phone}


def _sent(place: CirclePlace, newcomers: Sequence[Newcomer], code: CodeVersion | None) -> set[UUID]:
    """Whose mandate is recorded."""
    mandates = circles.mandates([one.seat for one in newcomers])
    return {one.person for one in newcomers if one.seat in mandates}


def _bound(place: CirclePlace, newcomers: Sequence[Newcomer], code: CodeVersion | None) -> set[UUID]:
    """Whose organisation signed its letter of entry."""
    signed = letters_signed(place.id)
    return {one.person for one in newcomers if one.membership in signed}


def _introduced(place: CirclePlace, newcomers: Sequence[Newcomer], code: CodeVersion | None) -> set[UUID]:
    cards = Introduction.objects.filter(circle=place.id, author__in=_people(newcomers))
    return set(cards.values_list("author", flat=True))


def _shared(place: CirclePlace, newcomers: Sequence[Newcomer], code: CodeVersion | None) -> set[UUID]:
    return sharing.have_shared_in(place.id, _people(newcomers))


_DONE: Mapping[Step, Callable[[CirclePlace, Sequence[Newcomer], CodeVersion | None], set[UUID]]] = {
    Step.CODE: _accepted,
    Step.SECOND_FACTOR: _safe,
    Step.PROFILE: _reachable,
    Step.MANDATE: _sent,
    Step.LETTER: _bound,
    Step.INTRODUCTION: _introduced,
    Step.SHARE: _shared,
}

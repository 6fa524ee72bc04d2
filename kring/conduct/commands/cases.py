"""Looking into a suspicion: step by step, with the organisation heard before anything is found."""

from dataclasses import dataclass
from uuid import UUID

from kring.circles import queries as circles
from kring.conduct import access, queries, rules
from kring.conduct.facts import CaseMoved, SideAsked, SideGiven
from kring.conduct.models import Case, Hearing, Note
from kring.conduct.rules import CaseState
from kring.kernel.actor import Actor
from kring.kernel.clock import now
from kring.kernel.errors import Refused, enforce
from kring.kernel.record import record
from kring.sharing import commands as sharing
from kring.sharing import queries as shared
from kring.sharing.rules import Text
from kring.tlp.labels import Label


def look_into(*, actor: Actor, case: UUID) -> None:
    """Say that it is being looked into; who reported it sees so.

    Refused: no_such_step. Records: CaseMoved.
    """
    _move(actor, access.case_handled(actor, case), CaseState.LOOKED_INTO)


def dismiss_case(*, actor: Actor, case: UUID, why: str) -> None:
    """There is nothing in it, for a reason that is written down.

    Refused: no_such_step, nothing_said. Records: CaseMoved.
    """
    found = access.case_handled(actor, case)
    _write(actor, found, Note.Kind.FINDING, why)
    _move(actor, found, CaseState.DISMISSED)


def add_note(*, actor: Actor, case: UUID, text: str, to_reporter: bool = False) -> None:
    """Write something down, for who looks into it; or ask who reported it something.

    Refused: nothing_said, not_open.
    """
    found = access.case_handled(actor, case)
    if not rules.CASE_STEPS[CaseState(found.state)]:
        raise Refused(rules.NOT_OPEN)
    _write(actor, found, Note.Kind.QUESTION if to_reporter else Note.Kind.NOTE, text)


def ask_side(*, actor: Actor, case: UUID, accused: UUID | None, asked: str) -> UUID:
    """Ask the organisation for its side. It is told what is asked, and nothing of who reported it.

    `accused` says which it is, where that was not known yet.

    Refused: nobody_accused, nobody_handles, nothing_said, no_such_step. Raises `NotVisible` for who belongs to it.
    Records: SideAsked, CaseMoved.
    """
    found = access.case_handled(actor, case)
    if found.accused_id is None and accused is not None and circles.member(actor, accused).circle == found.circle_id:
        enforce(None if queries.handlers(found.circle_id, accused, found.handler_id) else rules.NOBODY_HANDLES)
        found.accused_id = accused
    enforce(rules.why_not_ask_side(CaseState(found.state), accused=found.accused_id is not None, asked=asked))
    assert actor.person
    assert found.accused_id
    found.save(update_fields=["accused"])
    hearing = Hearing(case=found, circle_id=found.circle_id, membership_id=found.accused_id, asked=asked.strip())
    hearing.asked_on = now().date()
    hearing.save(force_insert=True)
    record(SideAsked(circle=found.circle_id, case=found.pk, hearing=hearing.pk, person=actor.person), by=actor)
    _move(actor, found, CaseState.HEARD)
    return hearing.pk


def give_side(*, actor: Actor, hearing: UUID, answer: str) -> None:
    """The organisation gives its side, once.

    Refused: not_seated, not_open, nothing_said. Records: SideGiven.
    """
    found = _open(hearing)
    standing = circles.standing(actor, found.circle_id)
    if standing is None or not standing.sits_for(found.membership_id):
        raise Refused(rules.NOT_SEATED)
    _answer(actor, found, answer)


def note_side(*, actor: Actor, hearing: UUID, answer: str) -> None:
    """Who looks into it writes down what the organisation said: at a table, or because it is shut out here.

    Refused: not_open, nothing_said. Records: SideGiven.
    """
    found = _open(hearing)
    access.case_handled(actor, found.case_id)
    _answer(actor, found, answer)


def _open(hearing: UUID) -> Hearing:
    if access.hearing(hearing).answered_on is not None:
        raise Refused(rules.NOT_OPEN)
    return access.hearing(hearing, lock=True)


def _answer(actor: Actor, hearing: Hearing, answer: str) -> None:
    enforce(None if answer.strip() else rules.NOTHING_SAID)
    hearing.answer, hearing.answered_by_id, hearing.answered_on = answer.strip(), actor.person, now().date()
    hearing.save(update_fields=["answer", "answered_by", "answered_on"])
    record(SideGiven(circle=hearing.circle_id, case=hearing.case_id, hearing=hearing.pk), by=actor)


def find_case(*, actor: Actor, case: UUID, finding: str) -> None:
    """Write down what was found out. Not before the organisation was heard, or let its term pass.

    Refused: no_such_step, not_heard, nothing_said. Records: CaseMoved.
    """
    found = access.case_handled(actor, case)
    hearing = Hearing.objects.filter(case=found).first()
    enforce(
        rules.why_not_find(
            CaseState(found.state),
            accused=found.accused_id is not None,
            asked_on=hearing.asked_on if hearing else None,
            answered=hearing is not None and hearing.answered_on is not None,
            today=now().date(),
        )
    )
    _write(actor, found, Note.Kind.FINDING, finding)
    _move(actor, found, CaseState.FOUND)


@dataclass(frozen=True, slots=True)
class Tells:
    """What the circle is told of a case."""

    title: str
    text: str
    label: Label = Label.AMBER


def conclude_case(*, actor: Actor, case: UUID, outcome: str, tells: Tells | None) -> None:
    """Say how it ends, and tell the circle what is to be learnt from it. What was frozen goes its way again.

    Refused: no_such_step; and what `share_item` refuses. Records: CaseMoved; ItemShared when something is told.
    """
    found = access.case_handled(actor, case)
    enforce(rules.why_not_take(CaseState(found.state), CaseState.CONCLUDED))
    found.outcome = outcome
    if tells is not None:
        writing = sharing.Writing(text=Text(title=tells.title, what=tells.text), label=tells.label, kind="news")
        draft = sharing.start_draft(actor=actor, circle=found.circle_id, writing=writing)
        found.told = sharing.share_item(actor=actor, item=draft.pk)
    _move(actor, found, CaseState.CONCLUDED)


def freeze_item_of(*, actor: Actor, case: UUID) -> None:
    """Keep the item a case is about where it is.

    Refused: not_the_item; and what `freeze_item` refuses.
    """
    sharing.freeze_item(actor=actor, item=_item(actor, case))


def thaw_item_of(*, actor: Actor, case: UUID) -> None:
    """Let it go its way again.

    Refused: not_the_item.
    """
    sharing.thaw_item(actor=actor, item=_item(actor, case))


def _item(actor: Actor, case: UUID) -> UUID:
    found = access.case_handled(actor, case)
    if found.item_id is None:
        raise Refused(rules.NOT_THE_ITEM)
    return found.item_id


def _write(actor: Actor, case: Case, kind: Note.Kind, text: str) -> None:
    enforce(None if text.strip() else rules.NOTHING_SAID)
    Note.objects.create(case=case, kind=kind, text=text.strip(), by_id=actor.person, written_on=now().date())


def _move(actor: Actor, case: Case, then: CaseState) -> None:
    before = CaseState(case.state)
    enforce(rules.why_not_take(before, then))
    case.state = then
    if not rules.CASE_STEPS[then]:
        case.closed_on = now().date()
        if case.item_id and shared.is_frozen(case.item_id):
            sharing.thaw_item(actor=actor, item=case.item_id)
    case.save(update_fields=["state", "closed_on", "outcome", "told"])
    moved = CaseMoved(circle=case.circle_id, case=case.pk, before=before, after=then, why=case.outcome)
    record(moved, by=actor)

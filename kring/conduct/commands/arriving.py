"""The list of a circle for who is new, what is ticked by hand, and buddies."""

from collections.abc import Sequence
from uuid import UUID

from kring.circles import queries as circles
from kring.conduct import access, queries, rules
from kring.conduct.facts import BuddyAnswered, BuddyAsked, WelcomeChanged
from kring.conduct.models import Buddy, Tick, Welcome
from kring.kernel.actor import Actor
from kring.kernel.clock import now
from kring.kernel.errors import NotVisible, Refused, enforce
from kring.kernel.record import record


def change_welcome(*, actor: Actor, circle: UUID, steps: Sequence[str], own: Sequence[str]) -> None:
    """Say what somebody new goes through in a circle: codes of `rules.Step`, and steps of the circle's own.

    Refused: not_steering.
    Records: WelcomeChanged.
    """
    place = access.steered(actor, circle)
    kept = {"steps": [code for code in rules.STEPS if code in steps], "own": list(dict.fromkeys(own))}
    Welcome.objects.update_or_create(circle_id=place.id, defaults=kept)
    record(WelcomeChanged(circle=place.id), by=actor)


def tick_step(*, actor: Actor, circle: UUID, step: str, done: bool) -> None:
    """Somebody new did one of the circle's own steps, or did not after all.

    Refused: not_seated.
    Records: nothing; it is between them and who steers.
    """
    access.own_membership(actor, circle)
    if actor.person is None or step not in queries.welcome_of(circle).own:
        raise NotVisible
    if done:
        Tick.objects.get_or_create(circle_id=circle, person_id=actor.person, step=step)
    else:
        Tick.objects.filter(circle=circle, person=actor.person, step=step).delete()


def ask_buddy(*, actor: Actor, circle: UUID, newcomer: UUID, buddy: UUID) -> UUID:
    """Ask somebody of another organisation to show a newcomer around: who steers asks, or the newcomer does.

    Refused: not_steering, has_a_buddy, not_a_buddy.
    Records: BuddyAsked.
    """
    place = circles.circle_for(actor, circle)
    if newcomer != actor.person:
        access.steered(actor, circle)
    if newcomer not in queries.seated_people(place.id):
        raise NotVisible
    enforce(
        rules.why_not_buddy(
            has_one=Buddy.objects.filter(circle=circle, newcomer=newcomer).exclude(state="declined").exists(),
            seated=buddy in queries.seated_people(place.id),
            same_organisation=not queries.buddies_for(place.id, newcomer).among([buddy]),
        )
    )
    asked = Buddy.objects.create(circle_id=circle, newcomer_id=newcomer, buddy_id=buddy, asked_at=now())
    record(BuddyAsked(circle=circle, newcomer=newcomer, buddy=buddy), by=actor)
    return asked.pk


def answer_buddy(*, actor: Actor, asked: UUID, accept: bool) -> None:
    """Say yes or no to being somebody's buddy.

    Refused: not_asked.
    Records: BuddyAnswered.
    """
    found = access.asked_as_buddy(actor, asked)
    if found.state != Buddy.State.ASKED:
        raise Refused(rules.NOT_ASKED)
    found.state = Buddy.State.ACCEPTED if accept else Buddy.State.DECLINED
    found.save(update_fields=["state"])
    answered = BuddyAnswered(circle=found.circle_id, newcomer=found.newcomer_id, buddy=found.buddy_id, accepted=accept)
    record(answered, by=actor)

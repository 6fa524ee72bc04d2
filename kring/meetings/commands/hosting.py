"""Hosts: what they have seen to, and who hosts not for a while."""

from datetime import date
from uuid import UUID

from kring.circles import queries as circles
from kring.kernel.actor import Actor
from kring.kernel.binding import known_person
from kring.kernel.clock import now
from kring.kernel.errors import NotVisible, Refused
from kring.meetings import access, rules
from kring.meetings.commands.locks import seated_ground
from kring.meetings.models import HostPause, HostTick


def tick_off(*, actor: Actor, meeting: UUID, task: str, done: bool = True) -> None:
    """Note that the host has seen to something, or that it has not after all. Refused: not_host."""
    found = access.meeting(actor, meeting)
    if task not in rules.CHECKLIST:
        raise NotVisible
    place = circles.standing(actor, found.circle_id)
    if place is None or not (place.steers or found.host_id in place.memberships):
        raise Refused(rules.NOT_HOST)
    if done:
        HostTick.objects.get_or_create(
            meeting=found, task=task, defaults={"person_id": known_person(actor), "at": now()}
        )
    else:
        HostTick.objects.filter(meeting=found, task=task).delete()


def pause_hosting(*, actor: Actor, circle: UUID, until: date | None) -> None:
    """The organisation one sits for hosts nothing until that day; None: it takes its turn again. Refused: not_seated."""
    ground = seated_ground(actor, circle)
    if until is None:
        HostPause.objects.filter(membership=ground.membership).delete()
    else:
        HostPause.objects.update_or_create(
            membership_id=ground.membership, defaults={"circle_id": ground.circle, "until": until}
        )

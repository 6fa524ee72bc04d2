"""People around the seats: colleagues, machines, clients, what somebody knows, and being forgotten."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from kring.circles import access, queries, rules
from kring.circles.commands.seats import seat_in
from kring.circles.facts import ClientEnded, ClientRegistered, ColleagueEnded, ExpertiseChanged, MachineAdded, SeatEnded
from kring.circles.models import Affiliation, Client, Expertise, Invitation, Seat
from kring.kernel.actor import Actor
from kring.kernel.clock import now
from kring.kernel.errors import NotVisible, Refused
from kring.kernel.ids import new_id
from kring.kernel.record import record
from kring.people import commands as people
from kring.people import queries as accounts
from kring.people.rules import LONGEST_TOKEN, Scope
from kring.tlp.labels import Label


@transaction.atomic
def end_colleague(*, actor: Actor, organisation: UUID, person: UUID) -> None:
    """Somebody no longer works for one's organisation: as a colleague they read nothing from now on.

    Their seats are ended by themselves or by who steers, so that no circle loses its chair by the way.

    Records: ColleagueEnded.
    """
    found = access.own_organisation(actor, organisation, lock=True)
    ended = Affiliation.objects.filter(organisation=found, person=person, until__isnull=True).update(until=now())
    if not ended:
        raise NotVisible
    people.cut_off([person])
    record(ColleagueEnded(organisation=found.pk, person=person), by=actor)


@dataclass(frozen=True, slots=True)
class AddedMachine:
    """A machine, and its token at the one moment when it can be read."""

    person: UUID
    token: str


@transaction.atomic
def add_machine(*, actor: Actor, membership: UUID, name: str) -> AddedMachine:
    """An account for a machine that reads and shares in a circle for one's organisation: a SIEM, a mail gateway.

    It has no address and no password; it acts with its token alone, in this circle, and never reads RED.

    Refused: not_yours, not_a_member.
    Records: AccountMade, SeatGiven, MachineAdded, TokenIssued.
    """
    found = access.membership(actor, membership, lock=True)
    standing = queries.standing(actor, found.circle_id)
    if standing is None or not standing.sits_for(found.pk):
        raise Refused(rules.NOT_YOURS)
    language = accounts.account_of(actor).language
    machine = people.make_account(email=f"{new_id().hex}@machines.invalid", name=name, language=language, machine=True)
    Affiliation.objects.create(person_id=machine, organisation_id=found.organisation_id)
    seat_in(found, person=machine, role=Seat.Role.REPRESENTATIVE, by=actor)
    record(MachineAdded(circle=found.circle_id, membership=found.pk, person=machine), by=actor)
    issued = people.issue_token(
        actor=Actor(person=machine),
        name=name,
        scopes={Scope.READ, Scope.WRITE, Scope.FEEDBACK},
        ceiling=Label.AMBER_STRICT,
        expires=now() + LONGEST_TOKEN,
        circles=[found.circle_id],
    )
    return AddedMachine(machine, issued.text)


@transaction.atomic
def register_client(*, actor: Actor, organisation: UUID, name: str, contact: str, email: str) -> UUID:
    """Register a client of one's organisation, to whom AMBER can be passed on when it needs it.

    Records: ClientRegistered.
    """
    found = access.own_organisation(actor, organisation)
    client = Client.objects.create(
        organisation=found,
        name=name.strip(),
        contact=contact.strip(),
        email=email.strip().lower(),
        registered_by_id=accounts.account_of(actor).id,
    )
    record(ClientRegistered(organisation=found.pk, client=client.pk), by=actor)
    return client.pk


@transaction.atomic
def end_client(*, actor: Actor, client: UUID) -> None:
    """Nothing is passed on to this client from now on.

    Records: ClientEnded.
    """
    found = access.client(actor, client, lock=True)
    Client.objects.filter(pk=found.pk).update(ended_at=now())
    record(ClientEnded(organisation=found.organisation_id, client=found.pk), by=actor)


@transaction.atomic
def say_expertise(*, actor: Actor, topic: str, level: int) -> None:
    """Say what one knows about, and how well: 1 heard of it, 5 teaches it.

    Records: ExpertiseChanged.
    """
    person = accounts.account_of(actor).id
    known = Expertise.objects.filter(person=person, topic__iexact=topic.strip()).first()
    if known:
        Expertise.objects.filter(pk=known.pk).update(level=level)
    else:
        Expertise.objects.create(person_id=person, topic=topic.strip(), level=level)
    record(ExpertiseChanged(person=person), by=actor)


@transaction.atomic
def forget_expertise(*, actor: Actor, topic: str) -> None:
    """Say it no longer.

    Records: ExpertiseChanged.
    """
    person = accounts.account_of(actor).id
    if Expertise.objects.filter(person=person, topic=topic).delete()[0]:
        record(ExpertiseChanged(person=person), by=actor)


@transaction.atomic
def erase_person(*, actor: Actor, typed: str) -> None:
    """Be forgotten: seats end, contact details go, and what one wrote stays as by a former member.

    Nobody can refuse this, so a circle may be left without a chair: then who steers the circle around it may seat one.

    Refused: other_address.
    Records: SeatEnded, AccountErased.
    """
    account = accounts.account_of(actor)
    people.erase_account(actor=actor, typed=typed)
    for seat in Seat.objects.filter(person=account.id, until__isnull=True).select_related("membership"):
        Seat.objects.filter(pk=seat.pk).update(until=now())
        circle = seat.membership.circle_id
        record(
            SeatEnded(circle=circle, seat=seat.pk, membership=seat.membership_id, person=account.id, role=seat.role),
            by=actor,
        )
    Affiliation.objects.filter(person=account.id, until__isnull=True).update(until=now())
    Expertise.objects.filter(person=account.id).delete()
    Invitation.objects.filter(email__iexact=account.email).delete()

"""One organisation in a circle: its steps, its seats, its invitations and machines."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kring.circles import commands, queries
from kring.circles.forms import (
    HandOverForm,
    InviteForm,
    MachineForm,
    MandateForm,
    OpenMembershipForm,
    ReasonForm,
    SeatForm,
)
from kring.circles.queries import CirclePlace, Member, SeatDetails
from kring.circles.rules import MEMBERSHIP_STEPS, MembershipState
from kring.kernel.actor import Actor
from kring.kernel.errors import NotVisible, enforce
from kring.web.doors import WRONG, done, signed_in
from kring.web.requests import PageRequest
from kring.web.toasts import say


@require_http_methods(["GET", "POST"])
@signed_in
def open_membership(request: PageRequest, circle: str) -> HttpResponse:
    """Bring an organisation into a circle, and invite its representative in the same go."""
    place = queries.circle_for(request.actor, circle)
    enforce(queries.why_not_steer(request.actor, place.id))
    others = queries.organisations_around(request.actor, place.id)
    form = OpenMembershipForm(request.POST or None, organisations=others)
    opened: list[UUID] = []
    if request.method == "POST" and done(form, lambda: opened.append(_open(request.actor, place, form))):
        invited = form.cleaned_data["email"] and form.cleaned_data["state"] is MembershipState.MEMBER
        say(
            request,
            _("The organisation is in, and the invitation is on its way.")
            if invited
            else _("The organisation is in the list."),
        )
        return redirect("member", place.slug, opened[0])
    given = {"place": place, "form": form}
    return render(request, "circles/open_membership.html", given, status=WRONG if form.errors else 200)


def _open(actor: Actor, place: CirclePlace, form: OpenMembershipForm) -> UUID:
    given = form.cleaned_data
    membership = commands.open_membership(
        actor=actor,
        circle=place.id,
        organisation=form.organisation_id(),
        name=given["name"],
        organisation_kind=given["organisation_kind"],
        kind=given["kind"],
        state=given["state"],
    )
    if given["email"] and given["state"] is MembershipState.MEMBER:
        role = "observer" if given["kind"] == "observer" else "representative"
        commands.invite_person(actor=actor, membership=membership, email=given["email"], role=role)
    return membership


@require_GET
@signed_in
def member(request: PageRequest, circle: str, membership: UUID) -> HttpResponse:
    """An organisation in a circle."""
    place, found = _here(request, circle, membership)
    steers = queries.why_not_steer(request.actor, place.id) is None
    own = place.standing is not None and place.standing.sits_for(found.id)
    given = {
        "place": place,
        "member": found,
        "mandates": queries.mandates([seat.id for seat in found.seats]),
        "handovers": queries.handovers(request.actor, found.id),
        "rights": [right for right in queries.special_rights(request.actor, place.id) if right.membership == found.id],
        "steers": steers,
        "own": own,
        "steps": sorted(MEMBERSHIP_STEPS[found.state]) if steers else [],
        "invitations": queries.open_invitations(membership=found.id) if steers or own else [],
        "me": request.user.pk,
    }
    return render(request, "circles/member.html", given)


@require_http_methods(["GET", "POST"])
@signed_in
def move_membership(request: PageRequest, circle: str, membership: UUID, then: str) -> HttpResponse:
    """An organisation takes a step; out of the circle, a reason goes with it."""
    place, found = _here(request, circle, membership)
    enforce(queries.why_not_steer(request.actor, place.id))
    if then not in set(MembershipState):
        raise NotVisible
    step = MembershipState(then)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and done(
        form,
        lambda: commands.move_membership(actor=request.actor, membership=found.id, then=step, **form.cleaned_data),
    ):
        say(request, _("%(organisation)s: done.") % {"organisation": found.organisation.name})
        return redirect("member", place.slug, found.id)
    given = {"place": place, "member": found, "then": step.value, "form": form}
    return render(request, "circles/move_membership.html", given, status=WRONG if form.errors else 200)


@require_POST
@signed_in
def admit_member(request: PageRequest, circle: str, membership: UUID) -> HttpResponse:
    """An organisation is a member, or a member again."""
    place, found = _here(request, circle, membership)
    commands.move_membership(actor=request.actor, membership=found.id, then=MembershipState.MEMBER)
    say(request, _("%(organisation)s is a member.") % {"organisation": found.organisation.name})
    return redirect("member", place.slug, found.id)


@require_http_methods(["GET", "POST"])
@signed_in
def invite_person(request: PageRequest, circle: str, membership: UUID) -> HttpResponse:
    """Invite somebody by mail to a seat, or as a colleague."""
    place, found = _here(request, circle, membership)
    steers = _has_a_say(request.actor, place, found)
    form = InviteForm(request.POST or None, steers=steers)
    if request.method == "POST" and done(
        form, lambda: commands.invite_person(actor=request.actor, membership=found.id, **form.cleaned_data)
    ):
        say(request, _("The invitation is on its way to %(email)s.") % {"email": form.cleaned_data["email"]})
        return redirect("member", place.slug, found.id)
    given = {"place": place, "member": found, "form": form}
    return render(request, "circles/invite_person.html", given, status=WRONG if form.errors else 200)


@require_POST
@signed_in
def revoke_invitation(request: PageRequest, circle: str, invitation: UUID) -> HttpResponse:
    """Take an invitation back."""
    place = queries.circle_for(request.actor, circle)
    commands.revoke_invitation(actor=request.actor, invitation=invitation)
    say(request, _("The invitation is taken back."))
    return redirect("members", place.slug)


@require_http_methods(["GET", "POST"])
@signed_in
def give_seat(request: PageRequest, circle: str, membership: UUID) -> HttpResponse:
    """Seat somebody of the organisation."""
    place, found = _here(request, circle, membership)
    steers = _has_a_say(request.actor, place, found)
    people = [(one.person, one.name) for one in queries.staff(found.organisation.id) if not one.is_machine]
    form = SeatForm(request.POST or None, people=people, steers=steers)
    if request.method == "POST" and done(
        form, lambda: commands.give_seat(actor=request.actor, membership=found.id, **form.cleaned_data)
    ):
        say(request, _("The seat is given."))
        return redirect("member", place.slug, found.id)
    given = {"place": place, "member": found, "form": form, "nobody": not people}
    return render(request, "circles/give_seat.html", given, status=WRONG if form.errors else 200)


@require_http_methods(["GET", "POST"])
@signed_in
def hand_over_seat(request: PageRequest, circle: str, seat: UUID) -> HttpResponse:
    """A leaver hands a seat to a successor: somebody of the organisation, or somebody to invite."""
    place, held = _seat(request, circle, seat)
    if held.seat.person != request.user.pk:
        enforce(queries.why_not_steer(request.actor, place.id))
    people = [
        (one.person, one.name)
        for one in queries.staff(held.organisation)
        if one.person != held.seat.person and not one.is_machine
    ]
    form = HandOverForm(request.POST or None, people=people)
    if request.method == "POST" and done(form, lambda: _hand_over(request.actor, held, form)):
        now = form.cleaned_data["successor"]
        say(
            request,
            _("The seat is handed over.") if now else _("The seat is handed over once the invitation is taken."),
        )
        return redirect("member", place.slug, held.membership)
    given = {"place": place, "held": held, "form": form}
    return render(request, "circles/hand_over_seat.html", given, status=WRONG if form.errors else 200)


def _hand_over(actor: Actor, held: SeatDetails, form: HandOverForm) -> None:
    given = form.cleaned_data
    if given["successor"]:
        commands.succeed_seat(actor=actor, seat=held.seat.id, successor=given["successor"], handover=given["handover"])
    else:
        commands.invite_person(
            actor=actor,
            membership=held.membership,
            email=given["email"],
            role=held.seat.role,
            succeeds=held.seat.id,
            handover=given["handover"],
        )


@require_POST
@signed_in
def end_seat(request: PageRequest, circle: str, seat: UUID) -> HttpResponse:
    """Somebody no longer sits here."""
    place, held = _seat(request, circle, seat)
    commands.end_seat(actor=request.actor, seat=held.seat.id)
    say(request, _("The seat has ended."))
    mine = held.seat.person == request.user.pk
    return redirect("circles") if mine else redirect("member", place.slug, held.membership)


@require_POST
@signed_in
def introduce_successor(request: PageRequest, circle: str, seat: UUID) -> HttpResponse:
    """The circle has met the successor."""
    place, held = _seat(request, circle, seat)
    commands.introduce_successor(actor=request.actor, seat=held.seat.id)
    say(request, _("From now on %(name)s can be named for TLP:RED.") % {"name": held.seat.name})
    return redirect("member", place.slug, held.membership)


@require_http_methods(["GET", "POST"])
@signed_in
def record_mandate(request: PageRequest, circle: str, seat: UUID) -> HttpResponse:
    """What an organisation lets its person do here."""
    place, held = _seat(request, circle, seat)
    now = queries.mandates([held.seat.id]).get(held.seat.id)
    initial = (
        {
            "widest_label": int(now.widest_label),
            "decides_up_to": now.decides_up_to,
            "hours_a_month": now.hours_a_month,
            "signed_by": now.signed_by,
            "signed_on": now.signed_on,
            "until": now.until,
        }
        if now
        else None
    )
    form = MandateForm(request.POST or None, initial=initial)
    if request.method == "POST" and done(
        form, lambda: commands.record_mandate(actor=request.actor, seat=held.seat.id, **form.cleaned_data)
    ):
        say(request, _("The mandate is recorded."))
        return redirect("member", place.slug, held.membership)
    given = {"place": place, "held": held, "form": form, "now": now}
    return render(request, "circles/record_mandate.html", given, status=WRONG if form.errors else 200)


@require_http_methods(["GET", "POST"])
@signed_in
def add_machine(request: PageRequest, circle: str, membership: UUID) -> HttpResponse:
    """A machine that reads and shares for my organisation. Its token is shown once."""
    place, found = _here(request, circle, membership)
    if place.standing is None or not place.standing.sits_for(found.id):
        raise NotVisible
    form = MachineForm(request.POST or None)
    made: list[str] = []
    if request.method == "POST" and done(
        form,
        lambda: made.append(
            commands.add_machine(actor=request.actor, membership=found.id, name=form.cleaned_data["name"]).token
        ),
    ):
        return render(request, "circles/machine_added.html", {"place": place, "member": found, "token": made[0]})
    given = {"place": place, "member": found, "form": form}
    return render(request, "circles/add_machine.html", given, status=WRONG if form.errors else 200)


def _here(request: PageRequest, circle: str, membership: UUID) -> tuple[CirclePlace, Member]:
    """The circle and the organisation in it; an address that mixes two circles is no address."""
    place = queries.circle_for(request.actor, circle)
    found = queries.member(request.actor, membership)
    if found.circle != place.id:
        raise NotVisible
    return place, found


def _seat(request: PageRequest, circle: str, seat: UUID) -> tuple[CirclePlace, SeatDetails]:
    place = queries.circle_for(request.actor, circle)
    held = queries.seat(request.actor, seat)
    if held.circle != place.id:
        raise NotVisible
    return place, held


def _has_a_say(actor: Actor, place: CirclePlace, member: Member) -> bool:
    """Does the actor steer? Otherwise they must sit for this organisation."""
    steers = queries.why_not_steer(actor, place.id) is None
    if not steers and (place.standing is None or not place.standing.sits_for(member.id)):
        raise NotVisible
    return steers

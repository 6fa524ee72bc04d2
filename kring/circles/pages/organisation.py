"""My own organisation: what it is, its colleagues and its clients."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kring.circles import commands, queries
from kring.circles.forms import ClientForm, ColleagueForm, OrganisationForm
from kring.circles.queries import OrganisationCard
from kring.web.doors import WRONG, done, signed_in
from kring.web.requests import PageRequest
from kring.web.toasts import say


@require_GET
@signed_in
def organisations(request: PageRequest) -> HttpResponse:
    """The organisations I sit for; straight to it when there is one."""
    mine = queries.own_organisations(request.actor)
    if len(mine) == 1:
        return redirect("organisation", mine[0].card.id)
    return render(request, "circles/organisations.html", {"mine": mine})


@require_http_methods(["GET", "POST"])
@signed_in
def organisation(request: PageRequest, organisation: UUID) -> HttpResponse:
    """What my organisation is, and what it cannot keep to itself."""
    card = queries.own_organisation(request.actor, organisation)
    form = OrganisationForm(request.POST or None, initial=_initial(card))
    if request.method == "POST" and done(
        form, lambda: commands.change_organisation(actor=request.actor, organisation=card.id, **form.cleaned_data)
    ):
        say(request, _("It is kept."))
        return redirect("organisation", card.id)
    return render(
        request, "circles/organisation.html", {"card": card, "form": form}, status=WRONG if form.errors else 200
    )


def _initial(card: OrganisationCard) -> dict[str, object]:
    return {
        "name": card.name,
        "kind": card.kind,
        "sectors": ", ".join(card.sectors),
        "country": card.country,
        "languages": list(card.languages),
        "website": card.website,
        "sharing_limit": "" if card.sharing_limit is None else int(card.sharing_limit),
        "sharing_limit_reason": card.sharing_limit_reason,
    }


@require_http_methods(["GET", "POST"])
@signed_in
def colleagues(request: PageRequest, organisation: UUID) -> HttpResponse:
    """Who works for my organisation; invite one more."""
    card = queries.own_organisation(request.actor, organisation)
    form = ColleagueForm(request.POST or None)
    if request.method == "POST" and done(
        form, lambda: commands.invite_colleague(actor=request.actor, organisation=card.id, **form.cleaned_data)
    ):
        say(request, _("The invitation is on its way to %(email)s.") % {"email": form.cleaned_data["email"]})
        return redirect("colleagues", card.id)
    given = {
        "card": card,
        "form": form,
        "staff": queries.staff(card.id),
        "invitations": queries.open_invitations(organisation=card.id),
        "me": request.user.pk,
    }
    return render(request, "circles/colleagues.html", given, status=WRONG if form.errors else 200)


@require_POST
@signed_in
def end_colleague(request: PageRequest, organisation: UUID, person: UUID) -> HttpResponse:
    """Somebody no longer works here."""
    commands.end_colleague(actor=request.actor, organisation=organisation, person=person)
    say(request, _("As a colleague they read nothing from now on."))
    return redirect("colleagues", organisation)


@require_POST
@signed_in
def revoke_colleague(request: PageRequest, organisation: UUID, invitation: UUID) -> HttpResponse:
    """Take the invitation of a colleague back."""
    commands.revoke_invitation(actor=request.actor, invitation=invitation)
    say(request, _("The invitation is taken back."))
    return redirect("colleagues", organisation)


@require_http_methods(["GET", "POST"])
@signed_in
def clients(request: PageRequest, organisation: UUID) -> HttpResponse:
    """The clients to whom AMBER can be passed on when they need it."""
    card = queries.own_organisation(request.actor, organisation)
    form = ClientForm(request.POST or None)
    if request.method == "POST" and done(
        form, lambda: commands.register_client(actor=request.actor, organisation=card.id, **form.cleaned_data)
    ):
        say(request, _("The client is registered."))
        return redirect("clients", card.id)
    mine = [client for client in queries.clients_of(request.actor) if client.organisation == card.id]
    given = {"card": card, "form": form, "clients": mine}
    return render(request, "circles/clients.html", given, status=WRONG if form.errors else 200)


@require_POST
@signed_in
def end_client(request: PageRequest, organisation: UUID, client: UUID) -> HttpResponse:
    """Nothing goes to this client any more."""
    commands.end_client(actor=request.actor, client=client)
    say(request, _("Nothing goes to this client from now on."))
    return redirect("clients", organisation)

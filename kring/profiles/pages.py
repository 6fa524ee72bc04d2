"""What matters to an organisation, for the people who work for it; and what organisations chose to show a circle."""

from collections.abc import Sequence
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kring.circles import queries as circles
from kring.kernel import limits
from kring.kernel.errors import enforce
from kring.profiles import commands, queries
from kring.profiles.forms import DescriptionForm, InventoryForm, SupplierForm, TechnologyForm, one_name
from kring.profiles.queries import Employer
from kring.profiles.rules import why_not_change
from kring.web.doors import WRONG, done, signed_in
from kring.web.frame import Link
from kring.web.requests import PageRequest
from kring.web.toasts import say

FILES_AN_HOUR = 60
COPIES_AN_HOUR = 20


@require_safe
@signed_in
def what_matters_to_us(request: PageRequest) -> HttpResponse:
    """The organisations I work for; straight to what matters to it when there is one."""
    mine = queries.employers(request.actor)
    if len(mine) == 1:
        return redirect("what_matters", mine[0].id)
    return render(request, "profiles/what_matters_to_us.html", {"mine": mine})


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def what_matters(request: PageRequest, organisation: UUID) -> HttpResponse:
    """What my organisation uses; say that it uses one thing more."""
    house = _house(request, organisation)
    form = TechnologyForm(request.POST or None)
    added: list[bool] = []
    if request.method == "POST" and done(
        form,
        lambda: added.append(
            commands.add_technology(
                actor=request.actor,
                organisation=house.id,
                named=form.named,
                supplier=form.cleaned_data["supplier"],
            )
        ),
    ):
        name = one_name(form.named.vendor, form.named.product)
        say(request, (_("%s is added.") if added[0] else _("%s was there already.")) % name)
        return redirect("what_matters", house.id)
    text, supplier = request.GET.get("q", "")[:200], _supplier(house, request.GET.get("supplier", ""))
    page = request.GET.get("page", "")
    found = queries.technologies(
        house.id,
        text=text,
        supplier=supplier.id if supplier else None,
        page=int(page) if page.isdecimal() and len(page) < 6 else 1,
    )
    given = _around(request, house) | {
        "form": form,
        "text": text,
        "supplier": supplier,
        "found": found,
        "earlier": _page(request, found.page - 1) if found.page > 1 else "",
        "later": _page(request, found.page + 1) if found.last < found.found else "",
        "known": _known(request, house, ""),
        "suppliers": queries.suppliers(house.id),
    }
    return render(request, "profiles/what_matters.html", given, status=WRONG if form.errors else 200)


def _house(request: PageRequest, organisation: UUID) -> Employer:
    """Whose page it is. Who may read it alone is told so when they send something."""
    house = queries.employer(request.actor, organisation)
    if request.method == "POST":
        enforce(why_not_change(sits_for_it=house.can_change, is_machine=False))
    return house


def _supplier(house: Employer, text: str) -> queries.SupplierLine | None:
    return next((one for one in queries.suppliers(house.id) if text and str(one.id) == text), None)


def _page(request: PageRequest, number: int) -> str:
    kept = {name: request.GET[name] for name in ("q", "supplier") if request.GET.get(name)}
    return f"?{urlencode({**kept, 'page': number})}"


@require_safe
@signed_in
def known_products(request: PageRequest, organisation: UUID) -> HttpResponse:
    """What somebody may mean who types this: the entries of a list below a field."""
    house = _house(request, organisation)
    given = {"known": _known(request, house, request.GET.get("what", "")[:200])}
    return render(request, "profiles/known.html", given)


def _known(request: PageRequest, house: Employer, text: str) -> list[str]:
    return [one_name(vendor, product) for vendor, product in queries.known_products(request.actor, house.id, text)]


@require_safe
@signed_in
def technology(request: PageRequest, organisation: UUID, technology: UUID) -> HttpResponse:
    """One thing that is used: what is known of it, who else uses it, and to whom it is shown."""
    house = _house(request, organisation)
    line, everything = queries.technology(house.id, technology), queries.outline(house.id).shown_in
    given = _around(request, house) | {
        "line": line,
        "others": queries.who_else_uses(request.actor, house.id, line),
        "places": _places(request, house, line.shown_in, everything),
        "everything": everything,
    }
    return render(request, "profiles/technology.html", given)


@require_POST
@signed_in
def remove_technology(request: PageRequest, organisation: UUID, technology: UUID) -> HttpResponse:
    """It is not used any more."""
    commands.remove_technology(actor=request.actor, organisation=organisation, technology=technology)
    say(request, _("It is removed."))
    return redirect("what_matters", organisation)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def suppliers(request: PageRequest, organisation: UUID) -> HttpResponse:
    """Who my organisation depends on; one more, or one changed."""
    house = _house(request, organisation)
    lines = queries.suppliers(house.id)
    chosen = _supplier(house, request.GET.get("supplier", ""))
    initial = {"name": chosen.name, "domains": chosen.domains} if chosen else None
    form = SupplierForm(request.POST or None, initial=initial)
    if request.method == "POST" and done(
        form, lambda: commands.save_supplier(actor=request.actor, organisation=house.id, **form.cleaned_data)
    ):
        say(request, _("It is kept."))
        return redirect("suppliers", house.id)
    given = _around(request, house) | {"form": form, "lines": lines, "chosen": chosen}
    return render(request, "profiles/suppliers.html", given, status=WRONG if form.errors else 200)


@require_POST
@signed_in
def remove_supplier(request: PageRequest, organisation: UUID, supplier: UUID) -> HttpResponse:
    """They supply nothing any more."""
    commands.remove_supplier(actor=request.actor, organisation=organisation, supplier=supplier)
    say(request, _("The supplier is removed. What they supplied is still there."))
    return redirect("suppliers", organisation)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def describe_organisation(request: PageRequest, organisation: UUID) -> HttpResponse:
    """Its sectors and countries, its own domains and networks."""
    house = _house(request, organisation)
    outline = queries.outline(house.id)
    initial = {name: getattr(outline, name) for name in ("sectors", "countries", "domains", "networks")}
    if house.can_change and house.changed_at is None:  # a first guess: what the organisation says to others
        card = circles.own_organisation(request.actor, house.id)
        initial |= {"sectors": list(card.sectors), "countries": [card.country]}
    form = DescriptionForm(request.POST or None, initial=initial)
    if request.method == "POST" and done(
        form, lambda: commands.describe(actor=request.actor, organisation=house.id, **form.cleaned_data)
    ):
        say(request, _("It is kept."))
        return redirect("describe_organisation", house.id)
    given = _around(request, house) | {"form": form, "outline": outline}
    return render(request, "profiles/describe_organisation.html", given, status=WRONG if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def bring_inventory(request: PageRequest, organisation: UUID) -> HttpResponse:
    """A file with what is used. What became of it is shown on the page that answers."""
    house = _house(request, organisation)
    form = InventoryForm(request.POST or None, request.FILES or None)
    brought: list[commands.Brought] = []
    if request.method == "POST" and done(form, lambda: brought.append(_bring(request, house, form))):
        given = _around(request, house) | {"brought": brought[0], "became": _became(brought[0])}
        return render(request, "profiles/brought_inventory.html", given)
    given = _around(request, house) | {"form": form}
    return render(request, "profiles/bring_inventory.html", given, status=WRONG if form.errors else 200)


def _bring(request: PageRequest, house: Employer, form: InventoryForm) -> commands.Brought:
    limits.count("bring_inventory", request.actor.person, most=FILES_AN_HOUR, seconds=3600)
    file = form.cleaned_data["file"]
    return commands.bring_inventory(
        actor=request.actor, organisation=house.id, name=file.name or "", octets=file.read()
    )


def _became(brought: commands.Brought) -> str:
    """In one sentence: "412 added, 3 already there, 2 not understood"."""
    parts = [
        ngettext("%d added", "%d added", brought.added) % brought.added,
        ngettext("%d already there", "%d already there", brought.known) % brought.known,
    ]
    if brought.gone:
        parts.append(
            ngettext(
                "%d gone, as it is not in the file any more",
                "%d gone, as they are not in the file any more",
                brought.gone,
            )
            % brought.gone
        )
    if brought.wrong:
        parts.append(ngettext("%d not understood", "%d not understood", brought.wrong) % brought.wrong)
    return ", ".join(parts)


@require_POST
@signed_in
def take_profile(request: PageRequest, organisation: UUID) -> HttpResponse:
    """A copy to take along: all of it (JSON), or what is used as a table (CSV)."""
    limits.count("take_profile", request.actor.person, most=COPIES_AN_HOUR, seconds=3600)
    commands.take_profile(actor=request.actor, organisation=organisation)
    whole = queries.profile_to_read(request.actor, organisation)
    if request.POST.get("form") == "csv":
        table = queries.as_csv(whole).encode("utf-8-sig")  # spreadsheets want the mark to read UTF-8
        return HttpResponse(table, content_type="text/csv", headers=_as_file("what-matters.csv"))
    return JsonResponse(
        queries.as_json(whole),
        json_dumps_params={"indent": 2, "ensure_ascii": False},
        headers=_as_file("what-matters.json"),
    )


def _as_file(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}


@require_safe
@signed_in
def shown_use(request: PageRequest, organisation: UUID) -> HttpResponse:
    """To which circles it is shown what my organisation uses."""
    house = _house(request, organisation)
    given = _around(request, house) | {"places": _places(request, house, queries.outline(house.id).shown_in)}
    return render(request, "profiles/shown_use.html", given)


@require_POST
@signed_in
def show_use(request: PageRequest, organisation: UUID, circle: UUID) -> HttpResponse:
    """Show a circle all that is used; with a technology, that alone."""
    technology = _chosen(request)
    commands.show_use(actor=request.actor, organisation=organisation, circle=circle, technology=technology)
    say(request, _("The circle can see it."))
    return _back(organisation, technology)


@require_POST
@signed_in
def hide_use(request: PageRequest, organisation: UUID, circle: UUID) -> HttpResponse:
    """Show it no longer."""
    technology = _chosen(request)
    commands.hide_use(actor=request.actor, organisation=organisation, circle=circle, technology=technology)
    say(request, _("The circle no longer sees it."))
    return _back(organisation, technology)


def _chosen(request: PageRequest) -> UUID | None:
    try:
        return UUID(request.POST["technology"])
    except (KeyError, ValueError):
        return None


def _back(organisation: UUID, technology: UUID | None) -> HttpResponse:
    return redirect("technology", organisation, technology) if technology else redirect("shown_use", organisation)


@require_safe
@signed_in
def who_uses_what(request: PageRequest, circle: str) -> HttpResponse:
    """What organisations of a circle use, of those that chose to say so."""
    place = circles.circle_for(request.actor, circle)
    text = request.GET.get("q", "")[:200]
    given = {
        "place": place,
        "text": text,
        "products": queries.used_in(request.actor, place.id, text),
        "counted": queries.counted_in(request.actor, place.id),
        "houses": circles.sizes_of([place.id])[place.id][0],
    }
    return render(request, "profiles/who_uses_what.html", given)


def _places(request: PageRequest, house: Employer, *shown_in: Sequence[UUID]) -> list[tuple[circles.OwnPlace, bool]]:
    """The circles it can be shown in, each with whether it is, for one reason or another."""
    shown = set().union(*shown_in)
    return [(place, place.membership in shown) for place in circles.own_places(request.actor, house.id)]


def _around(request: PageRequest, house: Employer) -> dict[str, object]:
    """What every page about one organisation shows."""
    faces = [
        (_("Technology"), "what_matters", house.technologies),
        (_("Suppliers"), "suppliers", house.suppliers),
        (_("Sector and addresses"), "describe_organisation", None),
        (_("Files"), "bring_inventory", None),
        (_("Shown to circles"), "shown_use", None),
    ]
    here = request.resolver_match.url_name if request.resolver_match else ""
    here = "what_matters" if here == "technology" else here
    return {
        "house": house,
        "faces": [
            Link(text, reverse(name, args=[house.id]), current=name == here, count=count) for text, name, count in faces
        ],
    }

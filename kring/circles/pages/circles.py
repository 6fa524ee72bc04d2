"""Circles: mine, a new one, one of them, its settings."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kring.circles import commands, queries
from kring.circles.forms import CircleForm, StartCircleForm
from kring.circles.queries import CirclePlace
from kring.kernel.errors import enforce
from kring.web.doors import WRONG, done, signed_in
from kring.web.requests import PageRequest
from kring.web.toasts import say


@require_GET
@signed_in
def circles(request: PageRequest) -> HttpResponse:
    """The circles I am in, outer ones before inner ones."""
    mine = queries.circles_of(request.actor)
    sizes = queries.sizes_of([place.id for place in mine])
    rows = [(place, *sizes.get(place.id, (0, 0))) for place in mine]
    return render(request, "circles/circles.html", {"rows": rows})


@require_http_methods(["GET", "POST"])
@signed_in
def start_circle(request: PageRequest, circle: str | None = None) -> HttpResponse:
    """Start a collaboration; inside another circle when one is named."""
    around = queries.circle_for(request.actor, circle) if circle else None
    if around:
        enforce(queries.why_not_steer(request.actor, around.id))
    initial = {"organisation": queries.main_organisation(request.actor), "preset": "group" if around else "region"}
    form = StartCircleForm(request.POST or None, initial=initial)
    made: list[UUID] = []
    if request.method == "POST" and done(form, lambda: made.append(_start(request, form, around))):
        place = queries.circle_for(request.actor, made[0])
        say(request, _("%(circle)s is there. Invite the first organisation.") % {"circle": place.name})
        return redirect("open_membership", place.slug)
    status = WRONG if form.errors else 200
    return render(request, "circles/start_circle.html", {"form": form, "around": around}, status=status)


def _start(request: PageRequest, form: StartCircleForm, around: CirclePlace | None) -> UUID:
    given = form.cleaned_data
    return commands.start_circle(
        actor=request.actor,
        name=given["name"],
        preset=given["preset"],
        organisation=given["organisation"],
        purpose=given["purpose"],
        parent=around.id if around else None,
    )


@require_GET
@signed_in
def circle(request: PageRequest, circle: str) -> HttpResponse:
    """What a circle is for, what sits in it, and how its words travel."""
    place = queries.circle_for(request.actor, circle)
    around = queries.circles_around(request.actor, place.community)
    sizes = queries.sizes_of([each.id for each in around])
    given = {
        "place": place,
        "outer": [each for each in around if each.id in place.path and each.id != place.id],
        "inner": [(each, *sizes.get(each.id, (0, 0))) for each in around if each.parent == place.id],
        "size": sizes.get(place.id, (0, 0)),
        "bridges": queries.bridges(place.id),
        "steering": queries.who_steers(request.actor, place.id),
        "steers": queries.why_not_steer(request.actor, place.id) is None,
    }
    return render(request, "circles/circle.html", given)


@require_http_methods(["GET", "POST"])
@signed_in
def circle_settings(request: PageRequest, circle: str) -> HttpResponse:
    """The settings of a circle, for who steers it."""
    place = queries.circle_for(request.actor, circle)
    enforce(queries.why_not_steer(request.actor, place.id))
    form = CircleForm(request.POST or None, initial=_settings_of(place))
    if request.method == "POST" and done(form, lambda: _change(request, form, place)):
        say(request, _("The settings are kept."))
        return redirect("circle_settings", place.slug)
    status = WRONG if form.errors else 200
    keeping = [form[name] for name in form.fields if name.startswith("keep_")]
    given = {"form": form, "place": place, "keeping": keeping}
    return render(request, "circles/circle_settings.html", given, status=status)


def _settings_of(place: CirclePlace) -> dict[str, object]:
    settings = ("name", "purpose", "language", "colour", "permitted_use", "second_factor")
    kept = {f"keep_{kind}": days for kind, days in place.retention_days.items()}
    labels = {"default_label": int(place.default_label), "widest_label": int(place.widest_label)}
    return {name: getattr(place, name) for name in settings} | labels | kept


def _change(request: PageRequest, form: CircleForm, place: CirclePlace) -> None:
    given = form.cleaned_data
    commands.change_circle(
        actor=request.actor,
        circle=place.id,
        name=given["name"],
        purpose=given["purpose"],
        language=given["language"],
        colour=given["colour"],
        default_label=given["default_label"],
        widest_label=given["widest_label"],
        second_factor=given["second_factor"],
        permitted_use=given["permitted_use"],
        retention_days=form.retention_days(),
    )


@require_POST
@signed_in
def close_circle(request: PageRequest, circle: str) -> HttpResponse:
    """Close a circle and all circles in it."""
    place = queries.circle_for(request.actor, circle)
    commands.close_circle(actor=request.actor, circle=place.id)
    say(request, _("%(circle)s is closed.") % {"circle": place.name})
    return redirect("circles")

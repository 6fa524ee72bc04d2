"""The meetings of a circle, the plan of its year, the topics that are offered."""

from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kring.circles import queries as circles
from kring.meetings import commands, queries
from kring.meetings.forms import MeetingForm, PauseForm, PlanForm, TopicForm, YearForm
from kring.web.doors import WRONG, done, signed_in
from kring.web.requests import PageRequest
from kring.web.toasts import say

CANDIDATES = 5
"""Topics beside the list; they have a page of their own."""


@require_safe
@signed_in
def meetings(request: PageRequest, circle: str) -> HttpResponse:
    """What is ahead and behind, how often one was there, whom one has not met yet."""
    place = circles.circle_for(request.actor, circle)
    given = {
        "place": place,
        "steers": place.standing is not None and place.standing.steers,
        "shown": queries.overview_of(request.actor, place, topics=CANDIDATES),
        "pause": queries.own_pause(request.actor, place.id),
        "pause_form": PauseForm(),
    }
    return render(request, "meetings/meetings.html", given)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def plan_a_year(request: PageRequest, circle: str) -> HttpResponse:
    """Five fields; the answer is the plan, in which hosts and topics are filled in already."""
    place = queries.place_to_steer(request.actor, circle)
    form = YearForm(request.POST if request.method == "POST" else None)
    made: list[UUID] = []
    if form.is_bound and done(
        form,
        lambda: made.append(commands.plan_year(actor=request.actor, circle=place.id, asked=form.asked()).pk),
    ):
        return redirect("year_plan", made[0])
    return render(request, "meetings/plan_a_year.html", {"place": place, "form": form}, status=_status(form))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def year_plan(request: PageRequest, series: UUID) -> HttpResponse:
    """Date, host, topic and speaker of each meeting in one grid; saved, or saved and all invitations sent."""
    plan = queries.plan(request.actor, series)
    place = circles.circle_for(request.actor, plan.circle)
    days = [row.starts_at.astimezone(ZoneInfo(row.zone)).date() for row in plan.open_rows]
    hosts = queries.rota(place.id) if plan.open_rows else []
    form = PlanForm(request.POST or None, plan=plan, hosts=hosts, days=days)
    if request.method == "POST" and done(form, lambda: _save(request, form, series)):
        return redirect("meetings", place.slug) if "invite" in request.POST else redirect("year_plan", series)
    given = {
        "plan": plan,
        "place": place,
        "form": form,
        "unplanned": queries.unplanned_topics(request.actor, place.id),
    }
    return render(request, "meetings/year_plan.html", given, status=_status(form))


def _save(request: PageRequest, form: PlanForm, series: UUID) -> None:
    commands.save_plan(actor=request.actor, series=series, rows=form.asked())
    if "invite" not in request.POST:
        say(request, _("The plan is saved. Nobody is invited yet."))
        return
    sent = commands.invite_to_all(actor=request.actor, series=series)
    said = ngettext("The invitations for %(n)s meeting go out.", "The invitations for %(n)s meetings go out.", sent)
    say(request, said % {"n": sent})


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def new_meeting(request: PageRequest, circle: str) -> HttpResponse:
    """One meeting, outside any series: an extra one, a kick-off, drinks after a conference."""
    place = queries.place_to_steer(request.actor, circle)
    posted = request.POST if request.method == "POST" else None
    form = MeetingForm(posted, zone=request.user.timezone, hosts=queries.hosts_in(place.id))
    made: list[UUID] = []
    if form.is_bound and done(
        form,
        lambda: made.append(commands.plan_meeting(actor=request.actor, circle=place.id, asked=form.asked()).pk),
    ):
        return redirect("meeting", made[0])
    return render(request, "meetings/new_meeting.html", {"place": place, "form": form}, status=_status(form))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def topics(request: PageRequest, circle: str) -> HttpResponse:
    """What members would like to meet about. An offer is a candidate in the plan at once."""
    place = circles.circle_for(request.actor, circle)
    form = TopicForm(request.POST if request.method == "POST" else None)
    if form.is_bound and done(
        form, lambda: commands.offer_topic(actor=request.actor, circle=place.id, **form.cleaned_data)
    ):
        say(request, _("Thank you. Your topic is a candidate for the plan."))
        return redirect("topics", place.slug)
    given = {
        "place": place,
        "form": form,
        "steers": place.standing is not None and place.standing.steers,
        "topics": queries.topics_of(request.actor, place.id),
    }
    return render(request, "meetings/topics.html", given, status=_status(form))


@require_POST
@signed_in
def withdraw_topic(request: PageRequest, topic: UUID) -> HttpResponse:
    """Take an offer back."""
    slug = queries.circle_of_topic(request.actor, topic)
    commands.withdraw_topic(actor=request.actor, topic=topic)
    say(request, _("The topic is off the list."))
    return redirect("topics", slug)


@require_POST
@signed_in
def pause_hosting(request: PageRequest, circle: str) -> HttpResponse:
    """Host nothing for a while, or take our turn again."""
    place = circles.circle_for(request.actor, circle)
    form = PauseForm(request.POST)
    if form.is_valid():
        commands.pause_hosting(actor=request.actor, circle=place.id, until=form.cleaned_data["until"])
        say(request, _("The rota takes it into account."))
    return redirect("meetings", place.slug)


def _status(form: MeetingForm | PlanForm | TopicForm | YearForm) -> int:
    return WRONG if form.errors else 200

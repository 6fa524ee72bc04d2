"""The code of conduct of a circle: to read, to accept, to publish anew; and letters of entry."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kring.circles import queries as circles
from kring.circles.queries import CirclePlace, Member
from kring.conduct import commands, queries
from kring.conduct.forms import CodeForm, LetterForm
from kring.conduct.rules import default_code
from kring.kernel.errors import NotVisible
from kring.sharing.pages.ways import home_or
from kring.tlp.labels import Label
from kring.web import moments
from kring.web.doors import WRONG, done, signed_in
from kring.web.paging import page_of
from kring.web.paper import Paper, Part, answer
from kring.web.requests import PageRequest
from kring.web.toasts import say


@require_safe
@signed_in
def code(request: PageRequest, circle: str) -> HttpResponse:
    """What members promise each other here; for who steers, who has not accepted it yet."""
    place = circles.circle_for(request.actor, circle)
    versions = queries.codes_of(place.path)
    steers = place.standing is not None and place.standing.steers
    given = {
        "place": place,
        "versions": versions,
        "code": versions[0] if versions else None,
        "language": _language(),
        "accepted": bool(versions) and queries.has_accepted(versions[0].id, request.user.pk),
        "steers": steers,
        "page": page_of(request, queries.acceptances(place, versions[0]) if steers and versions else []),
    }
    return render(request, "conduct/code.html", given)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def publish_code(request: PageRequest, circle: str) -> HttpResponse:
    """The next version; the first one starts from words that fit the kind of circle."""
    place = _steered(request, circle)
    own = [version for version in queries.codes_of(place.path) if version.circle == place.id]
    form = CodeForm(request.POST or None, initial=_words_to_start_from(place, own))
    if request.method == "POST" and done(
        form,
        lambda: commands.publish_code(actor=request.actor, circle=place.id, expected=form.expected, **form.words),
    ):
        say(request, _("The code is published. Whoever sits here is asked to accept it."))
        return redirect("code", place.slug)
    given = {"place": place, "form": form, "first": not own}
    return render(request, "conduct/publish_code.html", given, status=WRONG if form.errors else 200)


def _words_to_start_from(place: CirclePlace, own: list[queries.CodeVersion]) -> dict[str, object]:
    if not own:
        dutch, english = default_code(place.kind)
        return {"text_nl": dutch, "text_en": english}
    last, asked = own[0], own[0].expected
    return {"text_nl": last.text_nl, "text_en": last.text_en} | {
        name: getattr(asked, name) for name in ("meetings", "out_of", "shares_a_year", "hours_a_month")
    }


@require_POST
@signed_in
def accept_code(request: PageRequest, code: UUID) -> HttpResponse:
    """One click, after reading."""
    commands.accept_code(actor=request.actor, code=code)
    say(request, _("You accepted the code of conduct."))
    back = request.POST.get("circle", "")
    return home_or(request, reverse("code", args=[back]) if back and slugify(back) == back else reverse("home"))


@require_safe
@signed_in
def code_paper(request: PageRequest, circle: str) -> HttpResponse:
    """The code as PDF."""
    place = circles.circle_for(request.actor, circle)
    found = queries.code_in_force(place.path)
    if found is None:
        raise NotVisible
    language = _language()
    paper = Paper(
        title=_("Code of conduct"),
        label=Label.GREEN,
        reader=request.user.name,
        place=found.circle_name,
        lead=_("Version %(n)s, %(day)s") % {"n": found.number, "day": moments.full_moment(found.published_at)},
        parts=[Part("", found.text(language))],
        language=found.language(language),
    )
    return answer(paper)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def letter(request: PageRequest, circle: str, membership: UUID) -> HttpResponse:
    """The letter of entry of an organisation: to sign for who sits for it, then to read for it and who steers."""
    place, member = _member(request, circle, membership)
    code = queries.code_in_force(place.path)
    signed = queries.letter_of(member.id)
    own = place.standing is not None and place.standing.sits_for(member.id)
    if signed is None and not (own and code):
        raise NotVisible
    form = LetterForm(request.POST or None, initial={"signed_by": request.user.name})
    language = _language()
    if request.method == "POST" and done(
        form,
        lambda: commands.sign_letter(actor=request.actor, membership=member.id, language=language, **form.cleaned_data),
    ):
        say(request, _("The letter is signed."))
        return redirect("letter", place.slug, member.id)
    draft = queries.letter_draft(place, member.organisation.name, code, language) if code else None
    given = {"place": place, "member": member, "letter": signed, "draft": draft, "form": form}
    return render(request, "conduct/letter.html", given, status=WRONG if form.errors else 200)


@require_safe
@signed_in
def letter_paper(request: PageRequest, circle: str, membership: UUID) -> HttpResponse:
    """A signed letter as PDF."""
    _place, member = _member(request, circle, membership)
    signed = queries.letter_of(member.id)
    if signed is None:
        raise NotVisible
    names = {"name": signed.signed_by, "function": signed.function, "authority": signed.authority}
    paper = Paper(
        title=signed.title,
        label=Label.AMBER,
        reader=request.user.name,
        place=signed.circle,
        lead=moments.full_moment(signed.signed_at),
        parts=[
            Part("", signed.text),
            Part(_("Signed"), _("%(name)s, %(function)s. On the authority of: %(authority)s.") % names),
        ],
        language=signed.language,
    )
    return answer(paper)


def _language() -> str:
    return "nl" if (get_language() or "en").startswith("nl") else "en"


def _steered(request: PageRequest, circle: str) -> CirclePlace:
    """The circle, for who steers it; for others there is no such page."""
    place = circles.circle_for(request.actor, circle)
    if place.standing is None or not place.standing.steers:
        raise NotVisible
    return place


def _member(request: PageRequest, circle: str, membership: UUID) -> tuple[CirclePlace, Member]:
    place = circles.circle_for(request.actor, circle)
    found = circles.member(request.actor, membership)
    if found.circle != place.id:
        raise NotVisible
    return place, found

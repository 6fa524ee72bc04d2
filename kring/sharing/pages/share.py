"""The share box: write it up, see who will read it, share it."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kring.kernel.errors import NotVisible, Refused
from kring.sharing import commands, queries
from kring.sharing.forms import ShareForm
from kring.web.doors import WRONG, signed_in
from kring.web.requests import PageRequest
from kring.web.toasts import say

PARTS = {
    "box": "sharing/share/box.html",
    "findings": "sharing/share/findings.html",
    "readers": "sharing/share/readers.html",
    "named_found": "sharing/share/naming.html",
    "chosen_found": "sharing/share/choosing.html",
}
"""What htmx asks for, by the id of the element it puts it in."""


@require_safe
@signed_in
def share(request: PageRequest, circle: str | None = None) -> HttpResponse:
    """An empty box. `?kind=`, `?about=` and `?tags=` begin it."""
    return _box(request, ShareForm.blank(request.actor, request.GET, circle))


@require_safe
@signed_in
def draft(request: PageRequest, draft: UUID) -> HttpResponse:
    """The box with a draft in it, as it was left; what went out since is a page of its own."""
    found = queries.draft(request.actor, draft)
    return redirect("item", found.id) if found.shared else _box(request, ShareForm.of_draft(request.actor, found))


@require_POST
@signed_in
def share_check(request: PageRequest) -> HttpResponse:
    """What it would do, were it shared like this: readers, cautions, findings. Keeps nothing."""
    return _box(request, _sent(request))


@require_POST
@signed_in
def share_save(request: PageRequest) -> HttpResponse:
    """Keep what was typed."""
    form = _sent(request)
    kept = _keep(request, form)
    if request.htmx:
        return _kept(request, form)
    if not kept:
        return _box(request, form, status=WRONG)
    say(request, _("The draft is kept."))
    return redirect("draft", form.cleaned_data["draft"])


@require_POST
@signed_in
def share_send(request: PageRequest) -> HttpResponse:
    """Share it."""
    form = _sent(request)
    if not (_keep(request, form) and _share(request, form)):
        return _box(request, form, status=WRONG)
    said = render_to_string("sharing/share/shared.html", {"preview": form.preview})
    say(request, said.strip())
    return redirect("item", form.cleaned_data["draft"])


@require_POST
@signed_in
def share_attach(request: PageRequest) -> HttpResponse:
    """Put files with the draft; what was typed is kept with them."""
    return _attached(request)


@require_POST
@signed_in
def share_detach(request: PageRequest) -> HttpResponse:
    """Take a file away again."""
    commands.remove_attachment(actor=request.actor, attachment=_id(request, "attachment"))
    return _attached(request)


@require_safe
@signed_in
def draft_files(request: PageRequest, draft: UUID) -> HttpResponse:
    """The files beside a draft, asked for again while one of them is still being read."""
    found = queries.draft(request.actor, draft)
    return render(request, "sharing/share/files.html", {"form": ShareForm.of_draft(request.actor, found)})


@require_POST
@signed_in
def share_redact(request: PageRequest) -> HttpResponse:
    """Take one finding out of the text, or all."""
    form = _sent(request).redacted(request.POST.get("finding", ""))
    if form.cleaned_data.get("draft"):
        _keep(request, form)
    return _box(request, form)


@require_POST
@signed_in
def share_discard(request: PageRequest) -> HttpResponse:
    """Throw what was written away; it can be taken back."""
    if request.POST.get("draft"):
        draft = _id(request, "draft")
        commands.discard_draft(actor=request.actor, item=draft)
        say(request, _("The draft is thrown away."), undo=reverse("share_restore", args=[draft]))
    return redirect("drafts")


@require_POST
@signed_in
def share_restore(request: PageRequest, draft: UUID) -> HttpResponse:
    """Take back what was thrown away."""
    commands.restore_draft(actor=request.actor, item=draft)
    return redirect("draft", draft)


def _sent(request: PageRequest) -> ShareForm:
    return ShareForm.sent(request.actor, request.POST, request.FILES)


def _id(request: PageRequest, name: str) -> UUID:
    """An id that a button of ours carried."""
    try:
        return UUID(request.POST.get(name, ""))
    except ValueError:
        raise NotVisible from None


def _keep(request: PageRequest, form: ShareForm) -> bool:
    """Keeps what was sent as a draft, with its files. When it cannot be kept, the form says why."""
    if not form.is_valid():
        return False
    given = form.cleaned_data
    try:
        kept = commands.keep_draft(
            actor=request.actor,
            circle=given["circle"],
            writing=commands.Writing(**form.written),
            draft=given["draft"],
            version=given["version"],
            about=given["about"],
        )
        form.keep(kept.pk, kept.version)
        for file in given["uploads"]:
            upload = commands.Upload(content=file.chunks(), name=file.name)
            commands.add_attachment(actor=request.actor, upload=upload, item=kept.pk)
    except Refused as refused:
        form.refuse(refused.refusal)
    return not form.errors


def _attached(request: PageRequest) -> HttpResponse:
    """The files of the draft, after something about them changed."""
    form = _sent(request)
    kept = _keep(request, form)
    if request.htmx:
        return _kept(request, form, "sharing/share/files.html")
    if kept:
        return redirect(reverse("draft", args=[form.cleaned_data["draft"]]) + "#files")
    return _box(request, form, status=WRONG)


def _share(request: PageRequest, form: ShareForm) -> bool:
    try:
        commands.share_item(actor=request.actor, item=form.cleaned_data["draft"])
    except Refused as refused:
        form.refuse(refused.refusal)
    return not form.errors


def _box(request: PageRequest, form: ShareForm, *, status: int = 200) -> HttpResponse:
    template = PARTS.get(request.htmx.target or "", "sharing/share.html")
    return render(request, template, {"form": form}, status=status)


def _kept(request: PageRequest, form: ShareForm, template: str = "sharing/share/saved.html") -> HttpResponse:
    """For htmx: what changed in the box, and the draft's own address."""
    response = render(request, template, {"form": form, "sent": True})
    if draft := form.cleaned_data.get("draft"):
        response.headers["HX-Replace-Url"] = reverse("draft", args=[draft])
    return response

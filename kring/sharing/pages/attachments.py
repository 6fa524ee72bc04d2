"""Files beside items and replies."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.views.decorators.http import require_POST, require_safe

from kring.files.pages import send_file
from kring.kernel.errors import NotVisible
from kring.sharing import commands, queries
from kring.sharing.pages.ways import to_item
from kring.web.doors import signed_in
from kring.web.requests import PageRequest


@require_safe
@signed_in
def attachment(request: PageRequest, attachment: UUID) -> HttpResponseBase:
    """The file itself. With `?show` a browser may show what is known to be safe."""
    file = queries.attachment_file(request.actor, attachment)
    return send_file(file.stored, name=file.name, inline="show" in request.GET)


@require_POST
@signed_in
def attach(request: PageRequest, item: UUID) -> HttpResponse:
    """Files put with something that was shared already."""
    sample = bool(request.POST.get("is_sample"))
    for file in request.FILES.getlist("uploads"):
        upload = commands.Upload(content=file.chunks(), name=file.name or "", is_sample=sample)
        commands.add_attachment(actor=request.actor, upload=upload, item=item)
    return to_item(item, "files")


@require_POST
@signed_in
def detach(request: PageRequest, item: UUID) -> HttpResponse:
    """A file taken away again."""
    try:
        commands.remove_attachment(actor=request.actor, attachment=UUID(request.POST.get("attachment", "")))
    except ValueError:
        raise NotVisible from None
    return to_item(item, "files")

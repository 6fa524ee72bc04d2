"""Files beside items and replies: sent as one part of a form, fetched as bytes."""

from typing import Any
from uuid import UUID

from django.http import FileResponse
from ninja import File, Form
from ninja.files import UploadedFile

from kring.files.pages import send_file
from kring.rest.frame import Routes
from kring.rest.once import once
from kring.rest.requests import ApiRequest
from kring.sharing import commands, queries
from kring.sharing.api.shapes import Attachment

routes = Routes("attachments")


def _add(request: ApiRequest, file: UploadedFile, *, is_sample: bool, **holder: UUID) -> Any:
    def add() -> UUID:
        upload = commands.Upload(content=file.chunks(), name=file.name or "", is_sample=is_sample)
        return commands.add_attachment(actor=request.actor, upload=upload, **holder).pk

    return queries.attachment(request.actor, once(request, add))


@routes.post("/items/{uuid:item}/attachments", answers=Attachment)
def attach_to_item(request: ApiRequest, item: UUID, file: File[UploadedFile], sample: Form[bool] = False) -> Any:  # noqa: FBT002  # a field of a form
    """Put a file with a draft or an item of yours. `sample`: malware to look at; it is kept as a protected archive."""
    return _add(request, file, is_sample=sample, item=item)


@routes.post("/replies/{uuid:reply}/attachments", answers=Attachment)
def attach_to_reply(request: ApiRequest, reply: UUID, file: File[UploadedFile], sample: Form[bool] = False) -> Any:  # noqa: FBT002  # a field of a form
    """Put a file with a reply of yours."""
    return _add(request, file, is_sample=sample, reply=reply)


@routes.get("/attachments/{uuid:attachment}", answers=bytes)
def download_attachment(request: ApiRequest, attachment: UUID) -> FileResponse:
    """The bytes. They are to be saved: their type is not guessed at."""
    found = queries.attachment_file(request.actor, attachment)
    return send_file(found.stored, name=found.name)


@routes.delete("/attachments/{uuid:attachment}")
def remove_attachment(request: ApiRequest, attachment: UUID) -> None:
    """Take a file away again."""
    commands.remove_attachment(actor=request.actor, attachment=attachment)

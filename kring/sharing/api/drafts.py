"""Drafts: write up, look who would read it and what should not leave the house, share."""

from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext

from kring.kernel.errors import Refused
from kring.rest.frame import Routes
from kring.rest.once import once
from kring.rest.paging import All
from kring.rest.requests import ApiRequest
from kring.sharing import commands, queries, rules
from kring.sharing.api.shapes import (
    Checked,
    Draft,
    Indicator,
    Item,
    NewItem,
    Preview,
    PreviewOf,
    Reader,
    SavedDraft,
    Texts,
    WholeItem,
    Writing,
    finding,
    said,
    whole,
    whole_draft,
)
from kring.sharing.rules import Text

routes = Routes("drafts")


def writing(body: Writing) -> commands.Writing:
    """As commands take it."""
    return commands.Writing(
        text=Text(body.title, body.what, body.so_what, body.do_what),
        **{name: getattr(body, name) for name in KEPT},
    )


KEPT = (
    *("label", "named", "chosen", "kind", "urgent", "reliability", "credibility"),
    *("tags", "expertise", "via_secretariat", "language"),
)
"""What is called the same here and there."""


def _shown(request: ApiRequest, draft: UUID) -> Draft:
    return whole_draft(queries.draft(request.actor, draft), queries.files_of_draft(request.actor, draft))


@routes.get("/drafts", answers=All[Item], no=())
def list_drafts(request: ApiRequest) -> dict[str, object]:
    """What you are writing, the last first. Nobody else sees it."""
    return {"results": queries.drafts(request.actor)}


@routes.post("/drafts", answers=Draft)
def create_draft(request: ApiRequest, body: NewItem) -> Draft:
    """Begin to write something up."""

    def start() -> UUID:
        return commands.start_draft(actor=request.actor, circle=body.circle, writing=writing(body), about=body.about).pk

    return _shown(request, once(request, start))


@routes.get("/drafts/{uuid:draft}", answers=Draft)
def get_draft(request: ApiRequest, draft: UUID) -> Draft:
    """One draft, with what was found in its files."""
    return _shown(request, draft)


@routes.put("/drafts/{uuid:draft}", answers=Draft)
def save_draft(request: ApiRequest, draft: UUID, body: SavedDraft) -> Draft:
    """Keep what was written."""
    commands.save_draft(
        actor=request.actor, item=draft, writing=writing(body), version=body.version, circle=body.circle
    )
    return _shown(request, draft)


@routes.delete("/drafts/{uuid:draft}")
def discard_draft(request: ApiRequest, draft: UUID) -> None:
    """Throw it away. For a day it can be taken back."""
    commands.discard_draft(actor=request.actor, item=draft)


@routes.post("/drafts/{uuid:draft}/restore", answers=Draft, status=200)
def restore_draft(request: ApiRequest, draft: UUID) -> Draft:
    """Take it back."""
    commands.restore_draft(actor=request.actor, item=draft)
    return _shown(request, draft)


@routes.post("/drafts/{uuid:draft}/share", answers=WholeItem)
def share_draft(request: ApiRequest, draft: UUID) -> WholeItem:
    """Share it with its audience."""
    item = once(request, lambda: commands.share_item(actor=request.actor, item=draft).pk)
    return whole(queries.detail(request.actor, item))


@routes.post("/preview", answers=Preview, scope="read", status=200)
def preview_readers(request: ApiRequest, body: PreviewOf) -> Preview:
    """Who would read something, were it shared like this now, and what to know first. Nothing is kept."""
    found = queries.preview(
        request.actor,
        circle=body.circle,
        label=body.label,
        today=timezone.localdate(),
        named=body.named,
        chosen=body.chosen,
        via_secretariat=body.via_secretariat,
    )
    if found is None:
        raise Refused(rules.NOT_SEATED)
    return Preview(
        people=found.people,
        organisations=found.organisations,
        machines=found.machines,
        by_mail=found.by_mail,
        readers=[Reader.model_validate(reader) for reader in found.readers],
        cautions=[said(caution, gettext) for caution in found.cautions],
    )


@routes.post("/checks", answers=Checked, scope="read", status=200, no=())
def check_texts(request: ApiRequest, body: Texts) -> Checked:
    """Personal data, secrets and indicators in texts. Nothing is kept."""
    found = queries.check(body.texts)
    return Checked(
        warnings=[finding(one) for one in found.warnings],
        remarks=[finding(one) for one in found.remarks],
        indicators=[Indicator.model_validate(one) for one in found.indicators],
    )

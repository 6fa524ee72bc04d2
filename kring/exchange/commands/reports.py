"""A report of others becomes something that is shared with people."""

from uuid import UUID

import orjson
from django.utils.translation import gettext as _

from kring.circles import queries as circles
from kring.exchange import finding, queries, rules
from kring.exchange.models import StoredObject
from kring.exchange.stix import Sign, title_of
from kring.kernel.actor import Actor
from kring.kernel.errors import NotVisible, enforce
from kring.sharing import commands as sharing
from kring.sharing.rules import LONGEST_TEXT, LONGEST_TITLE, Text
from kring.tlp.labels import Label


def share_report(*, actor: Actor, circle: UUID, stix_id: str) -> UUID:
    """Begin an item of a report that came in from others: a draft to look at, under no wider label than the report's, now or later.

    It says where the report came from. Shared, machines are given that report, and not a second one.

    Refused: no_report, not_seated, beyond_ceiling. Raises `NotVisible`.
    """
    place = circles.circle_for(actor, circle)
    row = next(iter(queries.latest(circle, [stix_id])), None)
    if row is None:
        raise NotVisible
    why_not = rules.why_not_share_report(row.type, is_revoked=row.is_revoked, of_an_item=row.item_id is not None)
    enforce(why_not)
    writing = sharing.Writing(text=_text(row, circle), label=max(Label(row.label), place.default_label))
    origin = sharing.Origin(stix_id, Label(row.label))
    return sharing.start_draft(actor=actor, circle=circle, writing=writing, origin=origin).pk


def _text(row: StoredObject, circle: UUID) -> Text:
    report = orjson.loads(bytes(row.body))
    values = sorted({_shown(sign) for sign in queries.signs_of_report(circle, row.stix_id) or ()})
    origin = _("From a report of %(source)s, %(day)s.") % {"source": _source(row, report), "day": _day(report)}
    parts = [finding.harmless(report.get("description", "")), origin, "\n".join(f"- {value}" for value in values)]
    text = "\n\n".join(part for part in parts if part)
    return Text(title=finding.harmless(title_of(report))[:LONGEST_TITLE], what=text[:LONGEST_TEXT])


def _shown(sign: Sign) -> str:
    return finding.harmless(sign.value)


def _source(row: StoredObject, report: dict[str, str]) -> str:
    """Who made it, by name when they are known here; else whose machine brought it."""
    makers = queries.latest(row.circle_id, [report.get("created_by_ref", "")])
    if makers:
        return title_of(orjson.loads(bytes(makers[0].body)))
    house = circles.memberships_by_id([row.membership_id] if row.membership_id else []).values()
    return next((one.name for one in house), _("others"))


def _day(report: dict[str, str]) -> str:
    return report.get("published", report.get("modified", ""))[:10]

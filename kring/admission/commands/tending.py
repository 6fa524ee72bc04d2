"""What is cleared away at night: what candidates wrote who did not come in, and keys that open nothing."""

from datetime import timedelta
from uuid import UUID

from django.db import connection, transaction

from kring.admission import access, rules
from kring.admission.facts import ApplicationsErased
from kring.admission.models import Urn
from kring.admission.urn import Key, Keys, Lost
from kring.kernel.clock import now
from kring.kernel.record import record

YOUNG = timedelta(hours=1).total_seconds()


@transaction.atomic
def erase_applications() -> int:
    """Empty what was turned down or withdrawn a while ago, and take away drafts that were left. Gives their number.

    Records: ApplicationsErased, when there were any.
    """
    ended, begun = (now() - timedelta(days=days) for days in (rules.KEPT_DAYS, rules.DRAFT_DAYS))
    with connection.cursor() as cursor:
        cursor.execute("SELECT kring.erase_applications(%s, %s)", [ended, begun])
        (gone,) = cursor.fetchone() or (0,)
    if gone:
        record(ApplicationsErased(applications=gone), by=None)
    return int(gone)


def sweep_keys() -> int:
    """Destroy the keys that open nothing: a crash right after a vote or a count leaves one. Gives their number.

    A key is a little older than its urn, so a young one is left alone; and of an urn that none opens all are.
    """
    keys = access.keys()
    old = keys.kept(older_than=YOUNG)
    urns = {urn.pk: urn for urn in Urn.objects.filter(pk__in=old)}
    useless = [key for ballot in old for key in _useless(keys, ballot, urns.get(ballot))]
    for key in useless:
        key.destroy()
    return len(useless)


def _useless(keys: Keys, ballot: UUID, urn: Urn | None) -> list[Key]:
    found = keys.of(ballot, older_than=YOUNG)
    if urn is None:
        return found
    try:
        needed, _ = access.opened(urn.pk, bytes(urn.sealed))
    except Lost:
        return []
    return [key for key in found if key != needed]

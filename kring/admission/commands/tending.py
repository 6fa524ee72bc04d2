"""What is cleared away at night: what candidates wrote who did not come in, and keys that open nothing."""

from datetime import timedelta

from django.db import connection, transaction

from kring.admission import access, rules
from kring.admission.facts import ApplicationsErased
from kring.admission.models import Urn
from kring.kernel.clock import now
from kring.kernel.record import record


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
    """Destroy the keys of urns that are no more: a crash between closing a ballot and this leaves one. Gives their number.

    A key is a little older than its urn, so a young one is left alone.
    """
    keys = access.keys()
    old = keys.kept(older_than=timedelta(hours=1).total_seconds())
    needed = set(Urn.objects.filter(pk__in=old).values_list("pk", flat=True))
    useless = [ballot for ballot in old if ballot not in needed]
    for ballot in useless:
        keys.destroy(ballot)
    return len(useless)

"""What a circle is shown of what an organisation uses: which products, and nothing else."""

from uuid import UUID

from django.db import connection, transaction

from kring.circles import queries as circles
from kring.kernel.actor import Actor
from kring.kernel.errors import NotVisible, Refused
from kring.kernel.record import record
from kring.profiles import access, rules
from kring.profiles.facts import UseHidden, UseShown
from kring.profiles.models import Profile, Technology

# What is shown follows what is used: written anew from the profile after every change of either.
_CHOSEN = """
SELECT DISTINCT c.circle, t.organisation_id, t.vendor, t.product FROM profiles_technology t
JOIN profiles_profile p ON p.organisation_id = t.organisation_id
CROSS JOIN LATERAL unnest(p.shown_in || t.shown_in) AS c (circle) WHERE t.organisation_id = %(organisation)s
"""
_FOLLOW = f"""
WITH chosen (circle_id, organisation_id, vendor, product) AS ({_CHOSEN}), gone AS (
    DELETE FROM profiles_use u WHERE u.organisation_id = %(organisation)s
        AND NOT EXISTS (SELECT FROM chosen c WHERE (c.circle_id, c.vendor, c.product) = (u.circle_id, u.vendor, u.product))
)
INSERT INTO profiles_use (circle_id, organisation_id, vendor, product) SELECT * FROM chosen ON CONFLICT DO NOTHING
"""  # noqa: S608  # nothing but our own text


@transaction.atomic
def show_use(*, actor: Actor, organisation: UUID, circle: UUID, technology: UUID | None = None) -> None:
    """Let a circle know that one's organisation uses this; without a technology, all that it uses, also later.

    Refused: machine_reads, not_seated_for_it, not_in_circle.
    Records: UseShown.
    """
    profile = access.profile(actor, organisation)
    if circle not in {place for _, place in circles.own_places(actor, organisation)}:
        raise Refused(rules.NOT_IN_CIRCLE)
    row = _row(profile, technology)
    if circle not in row.shown_in:
        _keep(row, [*row.shown_in, circle])
        record(UseShown(circle=circle, organisation=organisation), by=actor)


@transaction.atomic
def hide_use(*, actor: Actor, organisation: UUID, circle: UUID, technology: UUID | None = None) -> None:
    """Let it know no longer.

    Refused: machine_reads, not_seated_for_it.
    Records: UseHidden.
    """
    row = _row(access.profile(actor, organisation), technology)
    if circle in row.shown_in:
        _keep(row, [place for place in row.shown_in if place != circle])
        record(UseHidden(circle=circle, organisation=organisation), by=actor)


def follow(organisation: UUID) -> None:
    """What was shown is what is used now."""
    with connection.cursor() as cursor:
        cursor.execute(_FOLLOW, {"organisation": organisation})


def _row(profile: Profile, technology: UUID | None) -> Profile | Technology:
    if technology is None:
        return profile
    found = Technology.objects.filter(organisation_id=profile.pk, id=technology).first()
    if found is None:
        raise NotVisible
    return found


def _keep(row: Profile | Technology, shown_in: list[UUID]) -> None:
    type(row).objects.filter(pk=row.pk).update(shown_in=shown_in)
    follow(row.organisation_id)

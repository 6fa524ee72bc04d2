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
SELECT DISTINCT m.circle_id, t.organisation_id, t.vendor, t.product, m.id FROM profiles_technology t
JOIN profiles_profile p ON p.organisation_id = t.organisation_id
JOIN circles_membership m ON m.id = ANY (p.shown_in || t.shown_in) AND m.organisation_id = t.organisation_id
    AND m.state <> 'left'
WHERE t.organisation_id = %(organisation)s
"""
_FOLLOW = f"""
WITH chosen (circle_id, organisation_id, vendor, product, membership_id) AS ({_CHOSEN}), gone AS (
    DELETE FROM profiles_use u WHERE u.organisation_id = %(organisation)s
        AND NOT EXISTS (SELECT FROM chosen c WHERE (c.membership_id, c.vendor, c.product)
                                                 = (u.membership_id, u.vendor, u.product))
)
INSERT INTO profiles_use (circle_id, organisation_id, vendor, product, membership_id)
SELECT * FROM chosen ON CONFLICT (circle_id, organisation_id, vendor, product)
DO UPDATE SET membership_id = excluded.membership_id
"""  # noqa: S608  # nothing but our own text


@transaction.atomic
def show_use(*, actor: Actor, organisation: UUID, circle: UUID, technology: UUID | None = None) -> None:
    """Let a circle know that one's organisation uses this; without a technology, all that it uses, also later.

    Refused: machine_reads, not_seated_for_it, not_in_circle.
    Records: UseShown.
    """
    profile = access.profile(actor, organisation)
    membership = _membership(actor, organisation, circle)
    row = _row(profile, technology)
    if membership not in row.shown_in:
        _keep(row, [*row.shown_in, membership])
        record(UseShown(circle=circle, organisation=organisation), by=actor)


@transaction.atomic
def hide_use(*, actor: Actor, organisation: UUID, circle: UUID, technology: UUID | None = None) -> None:
    """Let it know no longer.

    Refused: machine_reads, not_seated_for_it, not_in_circle.
    Records: UseHidden.
    """
    profile = access.profile(actor, organisation)
    membership = _membership(actor, organisation, circle)
    row = _row(profile, technology)
    if membership in row.shown_in:
        _keep(row, [one for one in row.shown_in if one != membership])
        record(UseHidden(circle=circle, organisation=organisation), by=actor)


def follow(organisation: UUID) -> None:
    """What was shown is what is used now."""
    with connection.cursor() as cursor:
        cursor.execute(_FOLLOW, {"organisation": organisation})


def _membership(actor: Actor, organisation: UUID, circle: UUID) -> UUID:
    for place in circles.own_places(actor, organisation):
        if place.circle == circle:
            return place.membership
    raise Refused(rules.NOT_IN_CIRCLE)


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

"""Starting a circle, changing its settings, closing it."""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.utils import translation
from django.utils.text import slugify

from kring.circles import access, queries, rules
from kring.circles.commands.steering import people_around, steered
from kring.circles.facts import CircleChanged, CircleClosed, CircleStarted
from kring.circles.models import Affiliation, Circle, Membership, Organisation, Seat
from kring.kernel.actor import Actor
from kring.kernel.binding import rebind
from kring.kernel.clock import now
from kring.kernel.errors import NotVisible, Refused, enforce
from kring.kernel.ids import new_id
from kring.kernel.record import record
from kring.people import commands as people
from kring.people import queries as accounts
from kring.tlp.labels import Label


@transaction.atomic
def start_circle(
    *, actor: Actor, name: str, preset: str, organisation: str, purpose: str, parent: UUID | None = None
) -> UUID:
    """Start a circle with the settings of a preset; who starts it takes the chair for their organisation.

    Without `parent` it begins a community of its own. Inside another circle it is started by who steers that one.
    An organisation with this name that the actor works for is taken; otherwise it is a new one.

    Refused: no_such_preset, not_steering.
    Records: CircleStarted.
    """
    enforce(rules.why_not_start(preset))
    founder = accounts.account_of(actor)
    around = steered(actor, parent) if parent else None
    pk, start = new_id(), rules.PRESETS[preset]
    with translation.override(founder.language):
        permitted_use = translation.gettext(start.permitted_use)
    wished = slugify(name)[:50]
    alike = set(Circle.objects.filter(slug__startswith=wished).values_list("slug", flat=True))
    house = _house(founder.id, organisation.strip())
    Circle.objects.create(
        pk=pk,
        parent=around,
        community=around.community if around else pk,
        name=name.strip(),
        slug=rules.for_addresses(wished, alike),
        kind=preset,
        purpose=purpose.strip(),
        language=founder.language,
        colour=start.colour,
        default_label=start.default_label,
        widest_label=start.widest_label,
        # Who has no second factor yet would be shut out of their own circle; the page of settings reminds them.
        second_factor=start.second_factor and founder.has_second_factor,
        permitted_use=permitted_use,
        retention_days=start.retention_days,
    )
    membership = Membership.objects.create(circle_id=pk, organisation=house, state=rules.MembershipState.MEMBER)
    Seat.objects.create(membership=membership, person_id=founder.id, role=Seat.Role.CHAIR)
    record(CircleStarted(circle=pk, preset=preset, organisation=house.pk, parent=parent), by=actor)
    rebind()
    return pk


def _house(person: UUID, name: str) -> Organisation:
    """The organisation of this name that the person works for, or a new one that they work for from now on."""
    works_at = Affiliation.objects.filter(person=person, until__isnull=True).select_related("organisation")
    known = works_at.filter(organisation__name__iexact=name).first()
    if known:
        return known.organisation
    house = Organisation.objects.create(name=name)
    Affiliation.objects.create(person_id=person, organisation=house)
    return house


@transaction.atomic
def change_circle(
    *,
    actor: Actor,
    circle: UUID,
    name: str,
    purpose: str,
    language: str,
    colour: str,
    default_label: Label,
    widest_label: Label,
    second_factor: bool,
    permitted_use: str,
    retention_days: Mapping[str, int],
) -> None:
    """Change the settings of a circle. What was shared already keeps its label.

    Asking for a second factor cuts off who has none, until they set one up.

    Refused: not_steering, labels_cross, no_second_factor.
    Records: CircleChanged, when something changed.
    """
    found = steered(actor, circle)
    enforce(rules.why_not_label(default_label, widest_label))
    asks_anew = second_factor and not found.second_factor
    if asks_anew and not accounts.account_of(actor).has_second_factor:
        raise Refused(rules.NO_SECOND_FACTOR)
    wanted = {
        "name": name.strip(),
        "purpose": purpose.strip(),
        "language": language,
        "colour": colour,
        "default_label": default_label,
        "widest_label": widest_label,
        "second_factor": second_factor,
        "permitted_use": permitted_use.strip(),
        "retention_days": dict(retention_days),
    }
    changed = tuple(field for field, value in wanted.items() if getattr(found, field) != value)
    if not changed:
        return
    for field in changed:
        setattr(found, field, wanted[field])
    found.save(update_fields=changed)
    if asks_anew:
        people.cut_off(people_around(found.pk))
    record(CircleChanged(circle=found.pk, changed=changed), by=actor)


@transaction.atomic
def close_circle(*, actor: Actor, circle: UUID) -> None:
    """Close a circle and every circle inside it. What was shared there is read by nobody any more.

    Refused: not_chair.
    Records: CircleClosed, for each of them.
    """
    found = access.circle(actor, circle, lock=True)
    enforce(rules.why_not_chair(queries.standing(actor, found.pk)))
    cut = people_around(found.pk)
    closed = list(Circle.objects.filter(path__contains=[found.pk], closed_at__isnull=True).values_list("id", flat=True))
    if not closed:
        raise NotVisible
    Circle.objects.filter(pk__in=closed).update(closed_at=now())
    people.cut_off(cut)
    for each in closed:
        record(CircleClosed(circle=each), by=actor)
    rebind()

"""Who is in the circle: 1,000 organisations, two seats each, and a colleague for every second of them."""

from datetime import timedelta

from bench.circle.names import CHAIR, CIRCLE, NOW, ORGANISATIONS, PEOPLE, SEATED, SECRETARY, SLUG, member, person, write
from bench.community import name

SECTORS = ["energy", "transport", "health", "water", "finance", "digital"]
TOPICS = [
    "OT",
    "Cloud",
    "Forensics",
    "Logging",
    "Suppliers",
    "Law",
    "Ransomware",
    "Segmentation",
    "Backups",
    "Awareness",
]


def fill() -> None:
    """People, organisations, the circle, seats with and without a mandate, what people know."""
    from kring.circles import models
    from kring.people.models import Person

    write(
        Person(
            pk=person(n),
            name=f"Person {n}",
            email=f"p{n}@bench.example",
            password="!",
            language="en",
            function="Security officer",
            phone=f"+31 6 {n:08}",
            shown_to={"phone": "circle", "email": "circle"},
        )
        for n in range(PEOPLE)
    )
    write(
        models.Organisation(pk=name("o", n), name=f"Organisation {n}", sectors=[SECTORS[n % 6]])
        for n in range(ORGANISATIONS)
    )
    write([models.Circle(pk=CIRCLE, community=CIRCLE, name="North", slug=SLUG, kind="isac", language="en")])
    write(
        models.Membership(
            pk=member(n),
            circle_id=CIRCLE,
            organisation_id=name("o", n),
            state="suspended" if n in {700, 701} else "member",
            since=NOW - timedelta(days=700 - n % 700),
        )
        for n in range(ORGANISATIONS)
    )
    write(
        models.Affiliation(person_id=person(n), organisation_id=name("o", n % ORGANISATIONS), since=NOW)
        for n in range(PEOPLE)
    )
    write(
        models.Seat(
            pk=name("s", n),
            membership_id=member(n),
            person_id=person(n),
            role="representative" if n < ORGANISATIONS else "deputy",
            since=NOW - timedelta(days=700 - n % 700),
        )
        for n in range(SEATED)
    )
    write(
        models.Seat(pk=name("s", role), membership_id=member(n), person_id=person(n), role=role)
        for n, role in [(CHAIR, "chair"), (SECRETARY, "secretary")]
    )
    write(
        models.Mandate(
            seat_id=name("s", n), widest_label=1, signed_by="The board", signed_on=NOW.date(), recorded_by_id=person(n)
        )
        for n in range(0, SEATED, 2)
    )
    write(
        models.Expertise(person_id=person(n), topic=TOPICS[(n + each) % len(TOPICS)], level=1 + (n + each) % 5)
        for n in range(PEOPLE)
        for each in range(2)
    )
    parts = write(models.Segment(circle_id=CIRCLE, name=f"Segment {n}") for n in range(6))
    write(
        models.Segment.memberships.through(segment_id=part.pk, membership_id=member(n))
        for number, part in enumerate(parts)
        for n in range(number, ORGANISATIONS, 6)
    )
    write(models.SpecialRight(membership_id=member(n), what="Two votes", since=NOW.date()) for n in range(3))

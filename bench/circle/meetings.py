"""Fourteen meetings: eleven with approved minutes, one whose minutes are read over, one that goes on, one to come."""

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

from bench.circle.names import AMBER, CHAIR, CIRCLE, GREEN, NOW, RED, SECRETARY, locked, member, person, write
from bench.community import name

if TYPE_CHECKING:
    from kring.meetings import models

HELD, IN_REVIEW, RUNNING, COMING = range(11), 11, 12, 13
POINTS, INVITED, PRESENT, WRITING = 12, 300, 150, 5
SMALL, FEW = 0, 30
"""One of the meetings is as most are elsewhere: so many came, and little was decided."""
LINES = [
    "We went through what came in since last time.",
    "= Everybody reports within a day",
    "@Person 7 3 March sends the list of addresses",
    "! The exercise takes place in autumn",
    "Two members will look at it together and tell us next time.",
]
AGREEMENTS, ACTIONS, DECISIONS = 400, 1_500, 200


def fill() -> None:
    """Meetings with their people and papers, the registers, what is planned."""
    from kring.meetings import models

    series = models.Series(pk=name("series", 0), circle_id=CIRCLE, name="North meets", every=12, time="13:30")
    write([series])
    write(_meeting(n) for n in range(COMING + 1))
    write(_point(n, at) for n in range(COMING + 1) for at in range(POINTS))
    write(_invitee(n, k) for n in range(COMING + 1) for k in range(INVITED))
    _room()
    _minutes()
    write(_outcomes())
    _plans()


def _meeting(n: int) -> "models.Meeting":
    from kring.meetings import models

    starts = NOW + (timedelta(days=30) * (n - RUNNING) if n != RUNNING else timedelta(minutes=-20))
    stage = "held" if n < RUNNING else "running" if n == RUNNING else "invited"
    return models.Meeting(
        pk=name("meeting", n),
        series_id=name("series", 0),
        number=n + 1,
        title=f"Meeting {n + 1}",
        topic=f"Topic {n + 1}",
        starts_at=starts,
        ends_at=starts + timedelta(hours=3),
        place="Harbour 1",
        host_id=member(n),
        stage=stage,
        **locked(GREEN, SECRETARY),
    )


def _point(n: int, at: int) -> "models.AgendaItem":
    from kring.meetings import models

    label = RED if at == POINTS - 1 else AMBER if at % 2 else GREEN
    lock = locked(label, SECRETARY)
    if label == RED:
        lock["audience"] = [person(CHAIR), person(SECRETARY)]
    return models.AgendaItem(
        pk=name("point", f"{n}-{at}"),
        meeting_id=name("meeting", n),
        position=at,
        title=f"Point {at + 1}",
        minutes=15,
        presenter_id=person(at),
        explanation="What it is about, in a few words.",
        **lock,
    )


def _invitee(n: int, k: int) -> "models.Invitee":
    from kring.meetings import models

    came = k % 2 == 0 and n <= RUNNING
    return models.Invitee(
        pk=name("invitee", f"{n}-{k}"),
        meeting_id=name("meeting", n),
        circle_id=CIRCLE,
        person_id=person(k),
        membership_id=member(k),
        reply=("accepted", "declined", "none", "tentative")[k % 4],
        attendance="present" if came else "none" if n >= RUNNING else "absent",
        checked_in_at=NOW if came else None,
    )


def _room() -> None:
    from kring.meetings import models
    from kring.meetings.rules.shared_text import EMPTY, retyped

    now = {"meeting_id": name("meeting", RUNNING), "circle_id": CIRCLE}
    write([models.Room(code="123456", pens=[person(k) for k in range(WRITING)], **now)])
    write([models.Spell(item_id=name("point", f"{RUNNING}-0"), circle_id=CIRCLE, began_at=NOW - timedelta(minutes=9))])
    text = "\n".join(LINES)
    state = retyped(EMPTY, text)
    write(
        models.Note(item_id=name("point", f"{n}-{at}"), state=state, text=text)
        for n in range(COMING)
        for at in range(POINTS)
    )
    write(models.Turn(invitee_id=name("invitee", f"{RUNNING}-{k}"), position=k, **now) for k in range(0, INVITED, 2))


def _minutes() -> None:
    """Approved after their sections are written: from then on the database refuses."""
    from kring.meetings import models

    write(
        models.Minutes(
            pk=name("minutes", n), meeting_id=name("meeting", n), circle_id=CIRCLE, shared_by_id=person(SECRETARY)
        )
        for n in range(RUNNING)
    )
    write(
        models.Section(
            pk=name("section", f"{n}-{at}"),
            minutes_id=name("minutes", n),
            item_id=name("point", f"{n}-{at}"),
            circle_id=CIRCLE,
            position=at,
            title=f"Point {at + 1}",
            text="\n".join(LINES),
        )
        for n in range(RUNNING)
        for at in range(POINTS)
    )
    write(
        models.Attendee(
            minutes_id=name("minutes", n),
            meeting_id=name("meeting", n),
            circle_id=CIRCLE,
            name=f"Person {k}",
            organisation=f"Organisation {k}",
            attendance="present" if k % 2 == 0 else "absent",
            phone=f"+31 6 {k:08}",
        )
        for n in range(RUNNING)
        for k in range(0, 2 * (FEW if n == SMALL else PRESENT), 2 if n == SMALL else 1)
    )
    write(
        models.Remark(
            section_id=name("section", f"{IN_REVIEW}-{n % POINTS}"), line=n % 5, text="Tuesday", author_id=person(n)
        )
        for n in range(40)
    )
    models.Minutes.objects.exclude(meeting=name("meeting", IN_REVIEW)).update(
        approved_by=person(CHAIR), approved_at=NOW
    )


def _outcomes() -> "Iterator[models.Outcome]":
    from kring.meetings import models

    kinds = ["agreement"] * AGREEMENTS + ["action"] * ACTIONS + ["decision"] * DECISIONS
    for n, kind in enumerate(kinds):
        open_now = n % 3 == 0
        standing = {"agreement": "in_force" if open_now else "kept", "action": "open" if open_now else "done"}
        yield models.Outcome(
            pk=name("outcome", n),
            item_id=name("point", f"{SMALL if n % 100 == 0 else 1 + n % (RUNNING - 1)}-{n % (POINTS - 1)}"),
            circle_id=CIRCLE,
            kind=kind,
            text=f"What was said, number {n}",
            owner_id=None if kind == "decision" else person(n % INVITED),
            since=(NOW - timedelta(days=360 - n % 360)).date(),
            due=None if kind == "decision" else (NOW + timedelta(days=n % 60 - 30)).date(),
            standing=standing.get(kind, "in_force"),
        )


def _plans() -> None:
    from kring.meetings import models

    write(
        models.Topic(
            pk=name("topic", n),
            title=f"Topic {n}",
            meeting_id=name("meeting", n) if n < COMING else None,
            **locked(GREEN, n),
        )
        for n in range(60)
    )
    write(
        models.Rating(topic_id=name("topic", n), person_id=person(k), stars=1 + k % 5)
        for n in range(RUNNING)
        for k in range(PRESENT)
    )
    write(models.HostPause(circle_id=CIRCLE, membership_id=member(n), until=NOW.date()) for n in range(100, 120))
    write(
        models.Verdicts(
            meeting_id=name("meeting", n),
            given=sorted(person(k) for k in range(0, 200, 2)),
            useful=90,
            heard=80,
            better=["More time to talk"] * 20,
        )
        for n in range(RUNNING)
    )
    write([models.AgendaTemplate(circle_id=CIRCLE, items=[])])

"""Applications and ballots, promises and cases, surveys, hours, lessons, visits, duties and talks of a year."""

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from bench.circle.names import (
    AMBER,
    AMBER_STRICT,
    CHAIR,
    CIRCLE,
    GREEN,
    NOW,
    ORGANISATIONS,
    RED,
    SEATED,
    locked,
    member,
    person,
    write,
)
from bench.circle.people import TOPICS
from bench.community import name

if TYPE_CHECKING:
    from kring.admission import models

STAGES = ["sent", "ballot", "admitted", "waiting", "refused"]
APPLICATIONS, CLOSED = 40, 3
QUARTERS = ["2025-Q4", "2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"]


def fill() -> None:
    """Everything beside items and meetings."""
    _admission()
    _promises()
    _arrivals()
    _cases()
    _surveys()
    _knowledge()
    _leading()


def _admission() -> None:
    from kring.admission import models

    write(
        [
            models.Opening(
                pk=name("opening", 0), circle_id=CIRCLE, by_id=person(CHAIR), expires_at=NOW + timedelta(days=30)
            )
        ]
    )
    write(_application(n) for n in range(APPLICATIONS))
    write(
        models.Question(application_id=name("application", n), text="Since when?", asked_by_id=person(CHAIR))
        for n in range(APPLICATIONS)
    )
    write(_ballot(n) for n in range(CLOSED))
    open_ballot(CLOSED)


def _application(n: int) -> "models.Application":
    from kring.admission import models

    key = name("application", n)
    asked = n <= CLOSED
    stage = "ballot" if n == CLOSED else "admitted" if asked else STAGES[n % 5] if n % 5 != 1 else "sent"
    return models.Application(
        pk=key,
        stage=stage,
        organisation=f"Candidate {n}",
        person=f"Somebody {n}",
        email=f"c{n}@bench.example",
        function="security",
        motive="We depend on you, and you on us.",
        declared=True,
        answers={"vital": "5", "senior": "yes", "informed": "What our sensors see"},
        sent_at=NOW - timedelta(days=n),
        decided_at=None if stage in {"sent", "ballot"} else NOW,
        **locked(AMBER_STRICT, None)
        | {"audience": [key, CIRCLE] if asked else [key], "membership_id": member(900 + n)},
    )


def _ballot(n: int) -> "models.Ballot":
    from kring.admission import models
    from kring.admission.urn import blank

    papers: Sequence[tuple[str, int]] = sorted(
        (paper.receipt, int(k % 50 == 0)) for k, paper in enumerate(blank(voters()))
    )
    result = {"closed_at": NOW - timedelta(days=9), "result": "passed", "papers": papers}
    return models.Ballot(
        pk=name("ballot", n),
        application_id=name("application", n),
        candidate_id=member(900 + n),
        sponsor_id=member(7),
        rule="majority",
        quorum=20,
        opened_at=NOW - timedelta(days=30 - n),
        until=NOW + timedelta(days=9),
        **locked(AMBER_STRICT) | (result if n < CLOSED else {}),
    )


def voters() -> list[UUID]:
    """One for each organisation."""
    return [member(n) for n in range(ORGANISATIONS)]


def open_ballot(n: int) -> None:
    """With its urn, in which every third member has said something, and a candidate who is none of them."""
    from dataclasses import replace

    from kring.admission import access, models
    from kring.admission.urn import blank, seal
    from kring.circles.models import Membership

    ballot = name("ballot", n)
    Membership.objects.filter(pk=member(900 + n)).update(state="candidate")
    papers = [replace(paper, choice=int(k % 3 == 0)) for k, paper in enumerate(blank(voters()))]
    access.keys().destroy(ballot)
    write([_ballot(n)])
    write([models.Urn(ballot_id=ballot, sealed=seal(access.keys().make(ballot).octets, ballot, papers))])


def _promises() -> None:
    from kring.conduct import models

    write(
        models.Code(
            pk=name("code", n),
            number=n + 1,
            text_en="We keep what we hear to ourselves. " * 60,
            changed="Hours" if n else "",
            meetings=4,
            out_of=6,
            shares_a_year=4,
            hours_a_month=4,
            published_at=NOW - timedelta(days=400 - 200 * n),
            **locked(GREEN),
        )
        for n in range(2)
    )
    write(
        models.Acceptance(code_id=name("code", n), person_id=person(k), at=NOW)
        for n in range(2)
        for k in range(SEATED)
        if n == 0 or k % 10
    )
    write(
        models.Letter(
            circle_id=CIRCLE,
            membership_id=member(n),
            code_id=name("code", 0),
            title="Letter of entry",
            text="We take part. " * 100,
            language="en",
            signed_by="Somebody",
            function="Director",
            authority="The board",
            signed_at=NOW,
            person_id=person(n),
        )
        for n in range(ORGANISATIONS)
        if n % 10
    )


def _arrivals() -> None:
    from kring.conduct import models

    write(
        [
            models.Welcome(
                circle_id=CIRCLE, steps=["code", "mandate", "buddy", "introduction"], own=["Come to the harbour"]
            )
        ]
    )
    write(
        models.Introduction(
            pk=name("card", n), does="I keep cranes safe.", helps="Logging", written_at=NOW, **locked(AMBER, n)
        )
        for n in range(300)
    )
    write(
        models.Buddy(
            pk=name("buddy", n), circle_id=CIRCLE, newcomer_id=person(n), buddy_id=person(n + 100), asked_at=NOW
        )
        for n in range(600, 640)
    )


def _cases() -> None:
    from kring.conduct import models

    states = ["reported", "looked_into", "heard", "found", "looked_into"]
    write(
        models.Case(
            pk=name("case", n),
            circle_id=CIRCLE,
            accused_id=member(50 + n),
            item_id=name("i", 11_000 + n),
            what="It was told further.",
            state=state,
            reporter_id=person(20 + n),
            reported_on=NOW.date(),
        )
        for n, state in enumerate(states)
    )
    write(
        models.Note(
            case_id=name("case", n), kind="note", text="Asked around.", by_id=person(CHAIR), written_on=NOW.date()
        )
        for n in range(5)
        for _ in range(6)
    )
    write(
        models.Hearing(
            pk=name("hearing", n),
            case_id=name("case", n),
            circle_id=CIRCLE,
            membership_id=member(50 + n),
            asked="What happened?",
            asked_on=NOW.date(),
        )
        for n in range(2, 4)
    )


def _surveys() -> None:
    from kring.health import models

    for kind in ("pulse", "barriers"):
        write(
            models.Survey(
                pk=name(kind, n),
                kind=kind,
                quarter=quarter,
                started_at=NOW - timedelta(days=90 * (4 - n)),
                until=NOW - timedelta(days=90 * (4 - n) - 14),
                closed_at=None if n == 4 else NOW - timedelta(days=90 * (4 - n) - 14),
                **locked(GREEN),
            )
            for n, quarter in enumerate(QUARTERS)
        )
        asked = {"pulse": [f"{q}.{s}" for q in ("trust", "energy") for s in range(1, 6)], "barriers": ["named", "time"]}
        write(
            models.Tally(
                survey_id=name(kind, n),
                answered=800,
                counts=dict.fromkeys(asked[kind], 160),
                remarks=["More time together", "Less paper"] * 40,
            )
            for n in range(len(QUARTERS))
        )
        write(models.Answered(survey_id=name(kind, 4), person_id=person(n)) for n in range(100, 900))


def _knowledge() -> None:
    from kring.health import models

    write(
        models.Hours(
            pk=name("hours", f"{n}-{k}"),
            person_id=person(n),
            membership_id=member(n),
            day=(NOW - timedelta(days=30 * k + 1)).date(),
            hours=2,
            what="A meeting",
        )
        for n in range(SEATED)
        for k in range(12)
    )
    write(models.Subject(circle_id=CIRCLE, topic=topic) for topic in [*TOPICS, "Quantum"])
    write(
        models.Wish(pk=name("wish", n), circle_id=CIRCLE, person_id=person(n), topic=TOPICS[n % 10], side=side)
        for n in range(300)
        for side in ["learns" if n % 3 else "teaches"]
    )
    write(
        models.Pair(
            pk=name("pair", n),
            circle_id=CIRCLE,
            topic=TOPICS[n % 10],
            mentor_id=person(n),
            learner_id=person(n + 300),
            proposed_by_id=person(n),
        )
        for n in range(100)
    )
    write(
        models.Visit(
            pk=name("visit", n),
            title=f"Kitchen {n}",
            about="What we run.",
            place="Harbour 2",
            at=NOW + timedelta(days=30 * (n - 9)),
            places=30,
            **locked(GREEN, n),
        )
        for n in range(12)
    )
    write(models.Visitor(visit_id=name("visit", n), person_id=person(k * 5)) for n in range(12) for k in range(20))


def _leading() -> None:
    from kring.leadership import models

    write(
        models.Duty(
            pk=name("duty", n),
            duty="other",
            title=f"Duty {n}",
            remit="What it comes to.",
            holder_id=person(2 + n),
            deputy_id=person(30 + n),
            since=(NOW - timedelta(days=300)).date(),
            until=(NOW + timedelta(days=20 * n)).date(),
            **locked(GREEN),
        )
        for n in range(14)
    )
    write(
        models.Talk(
            about_id=member(n),
            on=(NOW - timedelta(days=n)).date(),
            note="All is well.",
            again_on=(NOW + timedelta(days=n - 100)).date() if n % 10 == 0 else None,
            **locked(RED) | {"audience": [person(CHAIR)]},
        )
        for n in range(200)
    )

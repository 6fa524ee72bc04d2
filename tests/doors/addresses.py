"""Every address there is, as Django and the server know them, and the things that stand in them in tests."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.test import Client
from django.urls import get_resolver
from django.urls.resolvers import URLPattern, URLResolver

from kring.admission import commands as admission
from kring.admission import queries as admission_queries
from kring.admission.rules import About, Ask, Criterion
from kring.circles import queries as circles
from kring.circles.commands import invite_person, offer_bridge, register_client
from kring.conduct.commands import ask_buddy, introduce
from kring.conduct.queries import card_of
from kring.exchange import commands as exchange
from kring.exchange.rules import PublisherKind, Way
from kring.exchange.stix import TLP_2
from kring.feeds import commands as feeds
from kring.feeds.rules import EVENTS
from kring.health import commands as health
from kring.health.queries import coverage, lessons, wishes_of
from kring.kernel.binding import acting_as
from kring.kernel.clock import now
from kring.leadership import commands as leadership
from kring.leadership import queries as leadership_queries
from kring.leadership.rules import Duty, Term
from kring.meetings import commands as meetings
from kring.meetings import queries as meets_when
from kring.meetings.commands import minutes, notes
from kring.meetings.commands import room as meetings_room
from kring.meetings.queries import minutes as minuted
from kring.meetings.queries import outcomes, verdicts
from kring.meetings.queries import room as rooms
from kring.meetings.rules.shared_text import EMPTY
from kring.notices import commands as notices
from kring.notices.models import Delivery
from kring.notices.post.tokens import Purpose
from kring.people.models import Person
from kring.products.named import named
from kring.profiles import commands as profiles
from kring.profiles.queries import profile_of
from kring.sharing import commands as sharing
from kring.sharing import queries
from kring.sharing.commands import Receiver, Upload
from kring.sharing.mails import ItemTelling
from kring.taxii.door import PREFIX, Taxii
from kring.tlp.labels import Label
from tests.admission import stage as admission_stage
from tests.cast import Cast
from tests.conduct import stage as conduct
from tests.leadership import test_advisers as advisers
from tests.rest.machine import Machine, machine_of
from tests.sharing import polls, stage
from tests.taxii.inside import Here, asked, envelope

CAST = ("visitor", "ada", "bo", "cem", "dee", "eve")
ABSENT = "00000000-0000-7000-8000-000000000000"
ASGI = Path(__file__).resolve().parents[2] / "kring" / "site" / "asgi.py"


def routes() -> set[str]:
    """Every pattern of Django's, from the root."""
    return set(_routes(get_resolver(), ""))


def _routes(resolver: URLResolver, before: str) -> Iterator[str]:
    for pattern in resolver.url_patterns:
        route = before + (str(pattern.pattern).removeprefix("^") if before else str(pattern.pattern))
        if isinstance(pattern, URLResolver):
            yield from _routes(pattern, route)
        else:
            assert isinstance(pattern, URLPattern)
            yield route


def taxii_ways() -> set[tuple[str, str]]:
    """Every method and address of the TAXII door, with stars for what is called by name."""
    door = Taxii(Here(), address="", count=lambda *_: None)
    return {
        (method, "/".join([PREFIX.rstrip("/"), *shape, ""])) for shape, ways in door.ways.items() for method in ways
    }


def server_doors() -> set[str]:
    """What the server answers before Django, read from its source: importing it would set up a server."""
    for statement in ast.parse(ASGI.read_text()).body:
        if isinstance(statement, ast.AnnAssign) and ast.unparse(statement.target) == "DOORS":
            assert isinstance(statement.value, ast.Dict)
            return {str(ast.literal_eval(key)) for key in statement.value.keys if key is not None}
    raise AssertionError("no DOORS")


@dataclass
class Scene:
    """The cast, what they shared, and how each of them comes in."""

    cast: Cast
    names: dict[str, str]
    """What stands in an address, by the word for it."""
    machines: dict[str, Machine]
    cookies: dict[str, str]
    """The session of each; the visitor has none."""

    def address(self, template: str) -> str:
        """With the things of this scene in their places."""
        return template.format(**self.names, absent=ABSENT)


def scene(cast: Cast) -> Scene:
    """What the head of the table says: ada shares in North, and gives something to a client; cem asks her for more."""
    things: dict[str, Any] = {
        "green": stage.share(cast, label=Label.GREEN),
        "amber": stage.share(cast, label=Label.AMBER, urgent=True),
        "red": stage.share(cast, label=Label.RED, named=["cem"]),
        "draft": stage.draft(cast),
    }
    things["reply"] = stage.reply(cast, things["amber"], by="ada")
    for word, item in [("poll", "amber"), ("red_poll", "red")]:
        things[word] = polls.ask(cast, things[item])
    things |= _adas(cast, things) | _passed_on(cast, things) | _links(cast, things)
    machines = {name: machine_of(cast, name) for name in CAST[1:]}
    things |= _objects(cast) | _used(cast) | _met(cast) | _minuted(cast)
    things |= _admission(cast) | _lived(cast) | _trusted(cast) | _advised(cast)
    things |= {
        "token": machines["ada"].id,
        "north": cast.north.pk,
        "membership": cast.memberships["cem"].pk,
        "seat": cast.seats["cem"].pk,
        "cem": cast.cem.pk,
        "bo": cast.bo.pk,
        "alpha": cast.alpha.pk,
    }
    cookies = {name: _session(cast.person(name)) for name in CAST[1:]}
    return Scene(cast, {word: str(thing) for word, thing in things.items()}, machines, cookies)


def _adas(cast: Cast, things: dict[str, Any]) -> dict[str, Any]:
    """Files beside what she shared, a feed and a webhook."""
    with acting_as(cast.actor("ada")) as actor:
        file, red_file = (
            sharing.add_attachment(actor=actor, upload=Upload(content=[b"words"], name="a.txt"), item=things[item]).pk
            for item in ("amber", "red")
        )
        feed = feeds.make_feed(actor=actor, name="Reader", ceiling=Label.GREEN)
        webhook = feeds.register_webhook(
            actor=actor, name="SIEM", url="https://siem.example/", events=list(EVENTS), ceiling=Label.GREEN
        )
    return {"file": file, "red_file": red_file, "feed": feed.id, "secret": feed.secret, "webhook": webhook.id}


GREEN_OBJECT, AMBER_OBJECT = (f"ipv4-addr--{number:08d}-0000-4000-8000-000000000000" for number in (1, 2))


INDICATOR = {
    "type": "indicator",
    "spec_version": "2.1",
    "id": "indicator--00000001-0000-4000-8000-000000000000",
    "created": "2026-01-01T00:00:00.000Z",
    "modified": "2026-01-01T00:00:00.000Z",
    "valid_from": "2026-01-01T00:00:00.000Z",
    "pattern": "[ipv4-addr:value = '198.51.100.7']",
    "pattern_type": "stix",
    "object_marking_refs": [TLP_2[Label.GREEN]],
}


def _address(stix_id: str, label: Label = Label.GREEN) -> dict[str, Any]:
    marked = {"object_marking_refs": [TLP_2[label]]}
    return {"type": "ipv4-addr", "spec_version": "2.1", "id": stix_id, "value": "198.51.100.7"} | marked


def _objects(cast: Cast) -> dict[str, Any]:
    """A collection of North, and what ada's machine added to it."""
    with acting_as(cast.actor("chi")) as actor:
        place = exchange.open_collection(actor=actor, circle=cast.north.pk).pk
        read = exchange.subscribe(
            actor=actor,
            circle=cast.north.pk,
            name="Others",
            way=Way.PULL,
            url="https://taxii.example/collections/1/",
            label=Label.AMBER,
        )
        exchange.open_provider(
            actor=actor,
            circle=cast.north.pk,
            kind=PublisherKind.OTHER,
            namespace="https://north.example",
            contact="desk@north.example",
        )
    octets = envelope(_address(GREEN_OBJECT), _address(AMBER_OBJECT, Label.AMBER), INDICATOR)
    with acting_as(cast.actor("ada")) as actor:
        taken = exchange.take_in_message(actor=actor, collection=place, octets=octets)
    return {
        "subscription": read,
        "collection": place,
        "status": taken.receipt,
        "green_object": GREEN_OBJECT,
        "amber_object": AMBER_OBJECT,
        "indicator": INDICATOR["id"],
    }


def _used(cast: Cast) -> dict[str, Any]:
    """Something that ada said her organisation uses, and who supplies it."""
    with acting_as(cast.actor("ada")) as actor:
        profiles.add_technology(
            actor=actor, organisation=cast.alpha.pk, named=named(product="Pumps"), supplier="Pumps and Co"
        )
        whole = profile_of(cast.alpha.pk)
    return {"technology": whole.technologies[0].id, "supplier": whole.suppliers[0].id}


def _admission(cast: Cast) -> dict[str, Any]:
    """Somebody applied to North, was asked something, and is voted on."""
    apply = admission_stage.link(cast)
    admission_stage.ask_for_a_file(cast, Criterion("proof", About.ORGANISATION, "Proof", Ask.FILE, required=False))
    application = admission_stage.apply(cast, files={"proof": Upload(content=[b"%PDF-1.7 words"], name="a.pdf")})
    with acting_as(cast.actor("chi")) as actor:
        question = admission.ask_candidate(actor=actor, application=application, text="Since when?")
        (opening, *_) = admission_queries.openings_of(cast.north.pk)
        (evidence,) = admission_queries.application_view(actor, application).evidence
    return {
        "apply": apply,
        "opening": opening.id,
        "application": application,
        "question": question,
        "evidence": evidence.id,
        "ballot": admission_stage.put(cast, application),
        "candidate": _last_of(admission_queries.candidate_link(application)),
    }


def _lived(cast: Cast) -> dict[str, Any]:
    """chi has North asked for its pulse; ada wrote down hours and wants to learn what cem teaches; cem opens the doors."""
    with acting_as(cast.actor("chi")) as actor:
        survey = health.ask_survey(actor=actor, circle=cast.north.pk, kind="pulse")
        health.add_subject(actor=actor, circle=cast.north.pk, topic="OT")
    with acting_as(cast.actor("cem")) as actor:
        health.make_wish(actor=actor, circle=cast.north.pk, topic="OT", side="teaches")
        visit = health.offer_visit(
            actor=actor,
            circle=cast.north.pk,
            title="Pumps",
            about="",
            place="Gamma",
            at=now() + timedelta(days=9),
            places=4,
        )
        (wish,) = wishes_of(actor, circles.circle_for(actor, cast.north.pk))
        (subject,) = coverage(circles.circle_for(actor, cast.north.pk))
    with acting_as(cast.actor("ada")) as actor:
        hours = health.log_hours(
            actor=actor, circle=cast.north.pk, day=date(2026, 1, 5), hours=Decimal(2), what="A talk"
        )
        health.answer_wish(actor=actor, wish=wish.id)
        (lesson,) = lessons(actor, cast.north.pk)
    return {
        "survey": survey,
        "subject": subject.id,
        "wish": wish.id,
        "lesson": lesson.id,
        "hours": hours,
        "visit": visit,
    }


def _trusted(cast: Cast) -> dict[str, Any]:
    """North has a code; ada introduces herself, is shown around by cem, and suspects his organisation."""
    code = conduct.publish(cast)
    with acting_as(cast.actor("ada")) as actor:
        introduce(actor=actor, circle=cast.north.pk, does="I keep the cranes safe.")
        buddy = ask_buddy(actor=actor, circle=cast.north.pk, newcomer=cast.ada.pk, buddy=cast.cem.pk)
        card = card_of(cast.north.pk, cast.ada.pk)
    case = conduct.looked_into(cast)
    assert card
    return {"code": code, "card": card.id, "buddy": buddy, "case": case, "hearing": conduct.heard(cast, case)}


def _advised(cast: Cast) -> dict[str, Any]:
    """eve looks along with North, and there is a link for one more."""
    advisers.advise(cast)
    with acting_as(cast.actor("eve")) as actor:
        (looked,) = leadership_queries.portfolio(actor)
    return {"adviser": looked.adviser.id, "advising": advisers.ask(cast)}


def _minuted(cast: Cast) -> dict[str, Any]:
    """Three GREEN meetings of North with an AMBER and a RED point: one goes on, of one the minutes are read over, of one approved."""
    going, reviewed, kept = (_held(cast) for _ in range(3))
    with acting_as(cast.actor("cem")) as actor:
        meetings_room.check_in(actor=actor, meeting=kept["meeting"])
    with acting_as(cast.actor("chi")) as actor:
        meetings_room.check_in(actor=actor, meeting=going["meeting"])
        meetings_room.start_round(actor=actor, meeting=going["meeting"])
        turn = rooms.room(actor, going["meeting"]).turns[0].id
        review = minutes.share_minutes(actor=actor, meeting=reviewed["meeting"])
        approved = minutes.share_minutes(actor=actor, meeting=kept["meeting"])
        _back, section, red_section = (one.id for one in minuted.minutes_view(actor, review.pk).sections)
        minutes.approve_minutes(actor=actor, minutes=approved.pk)
        agreed, red_agreed = outcomes.outcomes_at(actor, kept["meeting"])
        came = next(row for row in rooms.room(actor, going["meeting"]).people if row.person == cast.cem.pk)
        [there] = verdicts.asked_how_it_was(kept["meeting"])
    return {
        "room": going["meeting"],
        "noted": going["point"],
        "red_noted": going["red_point"],
        "came": came.id,
        "turn": turn,
        "person": cast.cem.pk,
        "review": review.pk,
        "section": section,
        "red_section": red_section,
        "minutes": approved.pk,
        "agreed": agreed.id,
        "red_agreed": red_agreed.id,
        "how": notices.office().token(Purpose.VERDICT, there.invitee),
    }


def _held(cast: Cast) -> dict[str, UUID]:
    with acting_as(cast.actor("chi")) as actor:
        asked = meetings.MeetingAsked("North meets", starts_at=now(), ends_at=now() + timedelta(hours=1))
        meeting = meetings.plan_meeting(actor=actor, circle=cast.north.pk, asked=asked)
        meetings.invite(actor=actor, meeting=meeting.pk)
        point, red_point = (
            meetings.add_point(actor=actor, meeting=meeting.pk, asked=meetings.PointAsked("A point", label=label))
            for label in (Label.AMBER, Label.RED)
        )
        meetings_room.open_room(actor=actor, meeting=meeting.pk)
        for item in (point, red_point):
            notes.retype_note(actor=actor, item=item.pk, read=EMPTY, text="= Something agreed")
    return {"meeting": meeting.pk, "point": point.pk, "red_point": red_point.pk}


def _met(cast: Cast) -> dict[str, Any]:
    """A GREEN meeting of North with a point under RED, to which a guest has a link and cem an invitation; its plan."""
    year = meetings.YearAsked(name="North meets", pattern="yearly", every=6, weekday=1, time=time(13, 30))
    with acting_as(cast.actor("chi")) as actor:
        plan = meetings.plan_year(actor=actor, circle=cast.north.pk, asked=year)
        first = meets_when.plan(actor, plan.pk).rows[0]
        meetings.invite(actor=actor, meeting=first.id)
        point, red_point = (
            meetings.add_point(actor=actor, meeting=first.id, asked=meetings.PointAsked("A point", label=label))
            for label in (Label.GREEN, Label.RED)
        )
        guest = meetings.invite_guest(
            actor=actor, meeting=first.id, name="Pia", opens_at=now(), closes_at=now() + timedelta(days=1)
        )
    with acting_as(cast.actor("ada")) as actor:
        topic = meetings.offer_topic(actor=actor, circle=cast.north.pk, title="Pumps")
    with acting_as(cast.actor("cem")) as actor:
        own = meets_when.meeting_view(actor, first.id).row.own
    assert own
    return {
        "plan": plan.pk,
        "meeting": first.id,
        "point": point.pk,
        "red_point": red_point.pk,
        "invitee": guest.pk,
        "meeting_guest": meets_when.guest_link(guest.pk),
        "answer": notices.office().token(Purpose.INVITATION, own.id),
        "topic": topic.pk,
    }


def _passed_on(cast: Cast, things: dict[str, Any]) -> dict[str, Any]:
    """A client has a link to the AMBER item; cem asks ada for a wider label, and to give a client what is STRICT."""
    strict = stage.share(cast, label=Label.AMBER_STRICT)
    with acting_as(cast.actor("cem")) as actor:
        client = register_client(
            actor=actor, organisation=cast.gamma.pk, name="Client", contact="Cleo", email="cleo@client.example"
        )
        wider = sharing.ask_wider(actor=actor, item=things["amber"], label=Label.GREEN)
        given = sharing.pass_on(actor=actor, item=things["amber"], receiver=Receiver(client=client))
        asked = sharing.pass_on(actor=actor, item=strict, receiver=Receiver(client=client), asking=True)
        link = queries.client_link(given.pk)
    return {"wider": wider.pk, "onward": asked.pk, "guest": _last_of(link)}


def _links(cast: Cast, things: dict[str, Any]) -> dict[str, Any]:
    """A mail to cem about the AMBER item, an invitation of somebody new, the offer of a bridge, a round, and a duty."""
    notices.queue(ItemTelling(things["amber"], cast.north.pk), {cast.cem.pk})
    with acting_as(cast.actor("cem")) as actor:
        mail = notices.office().token(Purpose.LINK, Delivery.objects.get().id)
        invitation = invite_person(
            actor=actor, membership=cast.memberships["cem"].pk, email="new@new.example", role="deputy"
        )
    with acting_as(cast.actor("chi")) as actor:
        offer = offer_bridge(actor=actor, circle=cast.north.pk, gives=True, ceiling=Label.GREEN)
        spokes = leadership.keep_duty(
            actor=actor,
            circle=cast.north.pk,
            term=Term(Duty.SPOKESPERSON, holder=cast.ada.pk, deputy=None, since=now().date(), until=None),
            wording=leadership.Wording(),
        )
        asked = sharing.start_round(actor=actor, circle=cast.north.pk, question="Anything about the pumps?")
    return {
        "round": asked.pk,
        "duty": spokes,
        "mail": mail,
        "invitation": _last_of(circles.invitation_link(invitation)),
        "offer": _last_of(circles.offer_link(offer)),
    }


def _last_of(link: str) -> str:
    return link.rstrip("/").rpartition("/")[2]


def _session(person: Person) -> str:
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return str(client.cookies[settings.SESSION_COOKIE_NAME].value)


SIGN = {"kind": "domain", "value": "update.pumps-cdn.top"}
BODIES: dict[str, Any] = {
    "text": {"what": "Other words.", "version": 1},
    "label": {"label": "TLP:GREEN"},
    "replies": {"body": "Words."},
    "widenings": {"label": "TLP:CLEAR"},
    "passings": {"colleague": "{bo}"},
    "decision": {"allow": False},
    "checks": {"texts": {}},
    "feeds": {"name": "Reader"},
    "webhooks": {"name": "SIEM", "url": "https://siem.example/", "events": ["item.shared"]},
    "mail": {"items": "digest", "replies": "off"},
    "circles/*": {"items": "digest", "replies": "off"},
    "muted": {"tags": ["ot"]},
    "drafts": {"circle": "{north}", "label": "TLP:GREEN", "what": "Words."},
    "items": {"circle": "{north}", "label": "TLP:GREEN", "what": "Words."},
    "preview": {"circle": "{north}", "label": "TLP:GREEN"},
    "drafts/*": {"what": "Words.", "version": 1},
    "replies/*": {"body": "Words.", "version": 1},
    "rounds": {"question": "Anything new?"},
    "answer": {"answer": "nothing"},
    "standing": {"standing": "kept"},
    "polls": {"kind": "affected"},
    "poll": {"answer": "yes"},
    "invitation": {"reply": "accepted"},
    "sightings": SIGN,
    "take-back": SIGN,
    "hours": {"day": "2026-01-05", "hours": "1.5", "what": "A talk."},
    "profile": {"technologies": [{"product": "Pumps"}]},
}
"""What is sent to an address of the API so that nobody is refused for its shape alone, by how the address ends."""


def browser(scene: Scene, name: str) -> Client:
    """A browser of somebody's that was used for nothing else."""
    client = Client()
    if name in scene.cookies:
        client.cookies[settings.SESSION_COOKIE_NAME] = scene.cookies[name]
    return client


def meets(scene: Scene, name: str, method: str, template: str) -> str:
    """What somebody meets at an address: a status; "in" when they are sent to sign in."""
    if template.startswith("/taxii2/"):
        token = scene.machines[name].token if name in scene.machines else ""
        body = envelope(_address("ipv4-addr--00000003-0000-4000-8000-000000000000"))
        return str(asked(method, scene.address(template), token, body)[0])
    if template.startswith("/api/") and name in scene.machines:
        return str(_asked(scene, scene.machines[name], method, template))
    response = browser(scene, name).generic(method, scene.address(template))
    if response.streaming:
        list(response.streaming_content)  # type: ignore[attr-defined]  # to the end, where its file is closed
    if response.status_code == 302 and response.headers["Location"].startswith("/account/login/"):
        return "in"
    return str(response.status_code)


def _asked(scene: Scene, machine: Machine, method: str, template: str) -> int:
    path = scene.address(template)
    before, last = template.split("/")[-2:]
    word = f"{before}/*" if last.startswith("{") else last
    if template.startswith("/api/v1/polls/"):
        word = {"answer": "poll"}.get(word, word)
    if template.startswith("/api/v1/meetings/"):
        word = {"answer": "invitation"}.get(word, word)
    if method == "GET":
        return machine.get(path + ("?q=pumps" if word == "search" else "")).status
    if word == "attachments":
        return machine.upload(path, "a.txt", b"words").status
    body = {
        key: scene.address(value) if isinstance(value, str) else value for key, value in BODIES.get(word, {}).items()
    }
    return machine.ask(method, path, None if method == "DELETE" else body).status

"""Plays random histories on the real database and on the oracle, and finds no difference at any way out.

10,000 steps in `bin/test`; `KRING_STEPS=1000000 bin/test tests/doors/test_histories.py` plays a million.
"""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, ClassVar
from uuid import UUID

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, assume, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from kring.admission import commands as admission
from kring.admission import queries as admission_queries
from kring.admission.rules import About, Ask, Choice, Criterion
from kring.circles import commands as circles
from kring.circles import queries as circle_queries
from kring.conduct import commands as conduct
from kring.conduct import queries as conduct_queries
from kring.conduct.rules import CaseState, Expected
from kring.exchange import commands as exchange
from kring.exchange.stix import TLP_2
from kring.feeds import commands as feeds
from kring.feeds.rules import EVENTS
from kring.health import commands as health
from kring.kernel import clock
from kring.kernel.actor import MACHINE_REACH, VISITOR, Actor
from kring.kernel.binding import acting_as
from kring.kernel.clock import now
from kring.kernel.errors import NotVisible, Refused
from kring.leadership import commands as leading
from kring.leadership import queries as leading_queries
from kring.leadership import rules as leading_rules
from kring.leadership.rules import Duty, Term
from kring.meetings import commands as meetings
from kring.meetings.commands import MeetingAsked, PointAsked, notes
from kring.meetings.commands import minutes as meeting_minutes
from kring.meetings.commands import room as meetings_room
from kring.meetings.rules.shared_text import EMPTY
from kring.people import commands as people
from kring.sharing import commands, queries
from kring.sharing.commands import Upload
from kring.sharing.commands.drafts import Writing
from kring.sharing.commands.onward import Receiver
from kring.sharing.commands.replies import Answer
from kring.sharing.rules import Seen, Text
from kring.tlp.labels import Label
from tests.admission.stage import WRITTEN
from tests.cast import Cast, make_cast
from tests.doors.oracle import (
    AMBER,
    CHAIRS,
    CLEAR,
    GREEN,
    RED,
    STRICT,
    WIDEST_FIRST,
    Dossier,
    Guest,
    LabelName,
    Letter,
    Lived,
    Marking,
    Member,
    Outlet,
    Paper,
    Piece,
    Poll,
    Sent,
    Sitting,
    Speaker,
    Spoken,
    Suspicion,
    Talk,
    Thing,
    Tick,
    World,
)
from tests.doors.ways_out import (
    WAYS_OUT,
    House,
    answers_stored,
    everything_stored,
    guest_finds,
    judgements_stored,
    readers_listed,
    sightings_listed,
    sightings_stored,
    speaker_finds,
    speaker_is_written,
    ties_stored,
)
from tests.rest.machine import machine_of
from tests.taxii.inside import envelope

STEPS = int(os.environ.get("KRING_STEPS", "10000"))
STORY = 200
"""Steps in one history."""
AT_A_TIME = 5
"""Histories that Hypothesis makes in one go. After ten it makes variations, which repeat themselves or end early."""
EACH_WAY = 24
"""Every so many steps one of the ways out is tried; the database itself at every second step."""

pytestmark = pytest.mark.requirement("R142")

ADDRESS = "203.0.113.9"
"""An indicator that stands in every item until it is edited."""

numbers = st.integers(min_value=0, max_value=2**16)
labels = st.sampled_from([RED, STRICT, AMBER, GREEN, CLEAR])
seldom = st.sampled_from([False, False, False, True])
"""What shuts people out happens more seldom than what lets them in, or nobody would be left to read."""


class Histories(RuleBasedStateMachine):
    """Each rule is one thing that happens; what the database lets out, and by which way, is compared with the oracle."""

    beginning: ClassVar[Mapping[str, Any]] = {}
    """How every story begins. It is made once: that takes as long as dozens of steps."""

    def __init__(self) -> None:
        super().__init__()
        self.step = self.offset = 0
        self.__dict__.update(deepcopy(self.beginning))
        self._story = transaction.atomic()
        self._story.__enter__()

    @classmethod
    def furnish(cls) -> None:
        """The cast, something shared under every label, and something open for most people."""
        cls.beginning = {}
        first = cls()
        first._begin()
        first._story.__exit__(None, None, None)
        cls.beginning = {name: value for name, value in vars(first).items() if name in cls.__annotations__}

    cast: Cast
    counter: int
    house: House
    items: list[UUID]
    opened: dict[tuple[str, str], UUID]
    clients: list[UUID]
    world: World
    member_ids: list[UUID]
    openings: dict[str, str]
    """The links by which one applies, by circle."""
    seat_ids: list[UUID]

    def _begin(self) -> None:
        self.cast = make_cast()
        self.counter = 0
        self.house = House(self.cast)
        self.items = self.house.items
        self.opened, self.clients, self.member_ids, self.seat_ids = {}, [], [], []
        self.world = World(inside={"north": "north", "pier": "north", "south": "south"}, machines=frozenset({"max"}))
        self._tell_cast()
        self._open_collections()
        self._open_doors()
        self._share_and_open()

    def _share_and_open(self) -> None:
        ada, cem, chi, dee, fay = map(Cast.NAMES.index, ("ada", "cem", "chi", "dee", "fay"))
        for who, label, choice, sealed in [
            *((ada, label, 0b110, False) for label in WIDEST_FIRST),
            (cem, AMBER, 0b11000, False),
            (chi, STRICT, 0, True),
            (dee, AMBER, 0, False),
            (dee, GREEN, 0, False),
            (fay, GREEN, 0, False),
        ]:
            self.write(who=who, label=label, choice=choice, sealed=sealed, share=True)
        for which in range(len(self.items)):
            self.answer(which=which, who=chi, only=which % 4 == 1, choice=1)
            self.attach(which=which, who=ada)
            self.ask(which=which, who=ada, named=which % 2 == 0)
        for who, marked in [(chi, GREEN), (chi, AMBER), (dee, STRICT)]:
            self.meet(who=who, label=marked, point=GREEN)
            for label in WIDEST_FIRST:
                self.put_on_agenda(which=0, who=who, label=label, named=ada)
        self.invite_speaker(which=1, who=chi, ceiling=AMBER)
        self.minute(which=0, who=chi)
        for who, marked in [(ada, GREEN), (ada, AMBER), (cem, STRICT), (dee, GREEN)]:
            self.send_object(who=who, label=marked, circle="south" if who == dee else "north", again=False, which=0)
        self.publish_or_not(which=0, who=ada)
        for which in range(len(self.items)):
            self.tell_machines(which=which)
        for who, name in enumerate(Cast.NAMES):
            for kind, ceiling in [("token", STRICT), ("feed", AMBER), ("webhook", GREEN)]:
                if name not in {"eve", "gus"}:
                    self.open_or_revoke(who=who, kind=kind, ceiling=ceiling, here={"north", "pier", "south"})

    def _open_doors(self) -> None:
        """One can apply to North and to South; to North somebody did, and the members are asked."""
        self.openings = {}
        proof = Criterion("proof", About.ORGANISATION, "Proof", Ask.FILE, required=False)
        for name, chair in (("north", "chi"), ("south", "dee")):
            terms = admission_queries.policy_of(getattr(self.cast, name).pk).terms
            terms = replace(terms, criteria=(*terms.criteria, proof))
            with acting_as(self.cast.actor(chair)) as actor:
                admission.change_policy(actor=actor, circle=getattr(self.cast, name).pk, terms=terms)
                made = admission.make_opening(actor=actor, circle=getattr(self.cast, name).pk, days=90)
            self.openings[name] = admission_queries.opening_link(made).rstrip("/").rpartition("/")[2]
        ada, chi = map(Cast.NAMES.index, ("ada", "chi"))
        self.apply(circle="north", send=True)
        self.question_candidate(which=0, who=chi)
        self.put_to_the_vote(which=0, who=chi)
        self.object(which=0, who=ada)

    def _open_collections(self) -> None:
        """Each circle has one for machines, and publishes advisories."""
        from kring.exchange.models import Collection, Provider, Store

        for name in ("north", "pier", "south"):
            circle = getattr(self.cast, name)
            Store.objects.create(circle=circle)
            Provider.objects.create(circle=circle, kind="other", namespace="https://kring.example", contact="desk")
            self.house.collections[name] = Collection.objects.create(circle=circle, alias=name, title=name).pk

    def _tell_cast(self) -> None:
        """The oracle hears who sits where, from the words of the cast's docstring."""
        for name, organisation, circle, observer in [
            ("ada", "Alpha", "north", False),
            ("cem", "Gamma", "north", False),
            ("chi", "Chora", "north", False),
            ("gus", "Gimel", "north", True),
            ("fay", "Phi", "pier", False),
            ("dee", "Delta", "south", False),
        ]:
            self.world.members.append(Member(circle, organisation, observer))
            self.member_ids.append(self.cast.memberships[name].pk)
            self.world.sittings.append(Sitting(len(self.world.members) - 1, name, observer))
            self.seat_ids.append(self.cast.seats[name].pk)
            self.world.works_for.add((name, organisation))
        self.world.sittings.append(Sitting(1, "max"))
        self.seat_ids.append(self.cast.seats["max"].pk)
        self.world.works_for |= {("max", "Gamma"), ("bo", "Alpha")}

    def teardown(self) -> None:
        try:
            for name in Cast.NAMES:
                self.compare(name)
                self.compare_ties(name)
        finally:
            self.forget()

    def forget(self) -> None:
        """The next story begins as this one did."""
        transaction.set_rollback(True)
        self._story.__exit__(None, None, None)

    def word(self) -> str:
        """A word that stands nowhere else."""
        self.counter += 1
        return f"zk{self.counter:05d}qx"

    def person(self, number: int) -> str:
        return Cast.NAMES[number % len(Cast.NAMES)]

    def thing(self, number: int, *states: str) -> int | None:
        fitting = [n for n, thing in enumerate(self.world.things) if thing.state in states]
        return fitting[number % len(fitting)] if fitting else None

    @contextmanager
    def acting(self, name: str) -> Iterator[Actor]:
        """What is refused, or is not there, did not happen."""
        actor = self.cast.actor(name)
        try:
            with acting_as(actor):
                yield actor
        except (NotVisible, Refused):
            pass

    def seats_of(self, name: str) -> list[int]:
        """Memberships this person can share for."""
        return [m for circle in self.world.inside for m in sorted(self.world.sits(name, circle))]

    def source(self, thing: Thing) -> list[str]:
        """Who may change it: its author, and the author's organisation's seats unless it is sealed."""
        people = [thing.marking.author]
        if not thing.sealed:
            people += [
                sitting.person
                for sitting in self.world.sittings
                if sitting.member == thing.marking.member and sitting.person != thing.marking.author
            ]
        return [name for name in people if self.world.may(name, thing.marking)]

    @initialize(offset=st.integers(0, len(WAYS_OUT)))
    def begin(self, offset: int) -> None:
        """Each story begins with another way out. Hypothesis' first is always the simplest: one thing, over and over."""
        assume(offset)
        self.offset = offset

    # Sharing.

    @rule(who=numbers, label=labels, choice=numbers, sealed=st.booleans(), share=st.booleans())
    def write(self, who: int, label: LabelName, choice: int, sealed: bool, share: bool) -> None:
        """Somebody writes something up, and mostly shares it."""
        name = self.person(who)
        seats = self.seats_of(name)
        if not seats or name == "max":
            return
        member = seats[choice % len(seats)]
        circle = self.world.members[member].circle
        members = [n for n, m in enumerate(self.world.members) if m.circle == circle and m.state == "member"]
        people = sorted(p for p in Cast.NAMES if self.world.sits(p, circle) and p != "max")
        named = (
            frozenset(p for n, p in enumerate(people) if choice >> n & 1 and p != name) if label == RED else frozenset()
        )
        chosen = (
            frozenset(n for k, n in enumerate(members) if choice >> (k + 3) & 1)
            if label in (AMBER, STRICT)
            else frozenset()
        )
        if label == RED and not named:
            return
        word = self.word()
        with self.acting(name) as actor:
            draft = commands.start_draft(
                actor=actor,
                circle=getattr(self.cast, circle).pk,
                writing=Writing(
                    text=Text(what=f"Seen {word} at {ADDRESS}.", so_what="So.", do_what="Do."),
                    label=Label.parse(label),
                    named=[self.cast.person(p).pk for p in named],
                    chosen=[self.member_ids[n] for n in chosen],
                    via_secretariat=sealed,
                ),
            )
            # Of several seats in one circle, the mandates say which one it is.
            member = self.member_ids.index(draft.membership_id)  # type: ignore[arg-type]
            assert member in self.world.sits(name, circle), "one shares for whom one sits"
            thing = Thing(word, Marking(circle, label, name, member, named, chosen), sealed=sealed)
            if share:
                commands.share_item(actor=actor, item=draft.pk)
                thing.state = "shared"
            self.items.append(draft.pk)
            self.world.things.append(thing)

    @rule(which=numbers, who=numbers, label=labels, choice=numbers)
    def relabel(self, which: int, who: int, label: LabelName, choice: int) -> None:
        """The source widens or narrows; anybody else is refused."""
        number = self.thing(which, "shared")
        if number is None:
            return
        thing, name = self.world.things[number], self.person(who)
        if label == RED and name in self.world.machines:
            return  # no token reaches RED
        people = sorted(p for p in Cast.NAMES if self.world.sits(p, thing.marking.circle) and p != "max")
        named = frozenset(p for n, p in enumerate(people) if choice >> n & 1) if label == RED else frozenset()
        before = thing.marking
        with self.acting(name) as actor:
            commands.relabel_item(
                actor=actor,
                item=self.items[number],
                label=Label.parse(label),
                named=[self.cast.person(p).pk for p in named],
            )
            assert name in self.source(thing), "only the source relabels"
            narrower = Label.parse(label) > Label.parse(before.label)
            thing.published = thing.published and label == CLEAR
            thing.marking = Marking(
                before.circle,
                label,
                before.author,
                before.member,
                named | {name} if label == RED else frozenset(),
                frozenset(),
                frozenset() if narrower or label == RED else before.colleagues,
                frozenset() if narrower or label == RED else before.circles,
                frozenset() if narrower or label == RED else before.guests,
            )

    # Meeting.

    @rule(who=numbers, label=labels, point=labels)
    def meet(self, who: int, label: LabelName, point: LabelName) -> None:
        """Who steers plans a meeting, with a point on its agenda, and invites who sits there; anybody else is refused."""
        name = self.person(who)
        circle = "south" if name == "dee" else "north"
        word = self.word()
        asked = MeetingAsked(f"Seen {word}", starts_at=now() + timedelta(days=9), ends_at=now() + timedelta(days=10))
        with self.acting(name) as actor:
            meeting = meetings.plan_meeting(
                actor=actor, circle=getattr(self.cast, circle).pk, asked=replace(asked, label=Label.parse(label))
            )
            assert (name, circle) in CHAIRS, "only who steers plans"
            self.house.meetings.append(meeting.pk)
            self.world.spoken.append(Spoken(word, self._spoken(circle, label, name, meeting.audience)))
            self.put_on_agenda(which=len(self.house.meetings) - 1, who=who, label=point, named=who)
            meetings.invite(actor=actor, meeting=meeting.pk)

    @rule(which=numbers, who=numbers, label=labels, named=numbers)
    def put_on_agenda(self, which: int, who: int, label: LabelName, named: int) -> None:
        """Who steers puts a point on an agenda, which under RED names somebody."""
        number, name = which % len(self.house.meetings), self.person(who)
        heard = [one for one in self.world.spoken if one.meeting is None][number]
        word, circle = self.word(), heard.marking.circle
        people = sorted(p for p in Cast.NAMES if self.world.sits(p, circle) and p != "max")
        asked = PointAsked(f"Seen {word}", label=Label.parse(label))
        if people:
            asked = replace(asked, named=[self.cast.person(people[named % len(people)]).pk])
        with self.acting(name) as actor:
            item = meetings.add_point(actor=actor, meeting=self.house.meetings[number], asked=asked)
            assert (name, circle) in CHAIRS, "only who steers keeps the agenda"
            self.house.points.append((item.pk, len(self.world.spoken)))
            self.world.spoken.append(Spoken(word, self._spoken(circle, label, name, item.audience), heard))

    @rule(which=numbers, who=numbers, ceiling=labels)
    def invite_speaker(self, which: int, who: int, ceiling: LabelName) -> None:
        """Who steers invites a guest to a meeting, who always knows of the meeting itself, and never of what is RED."""
        number, name = which % len(self.house.meetings), self.person(who)
        heard = [one for one in self.world.spoken if one.meeting is None][number]
        with self.acting(name) as actor:
            guest = meetings.invite_guest(
                actor=actor,
                meeting=self.house.meetings[number],
                name="A guest",
                email="guest@guest.example",
                ceiling=Label.parse(ceiling),
            )
            assert (name, heard.marking.circle) in CHAIRS, "only who steers invites guests"
            self.house.speakers.append(guest.pk)
            self.world.speakers.append(Speaker(heard, max(ceiling, heard.marking.label, key=WIDEST_FIRST.index)))

    @rule(which=numbers, who=numbers)
    def minute(self, which: int, who: int) -> None:
        """Who steers minutes a meeting: at each point that they see something is agreed, and it is published."""
        number, name = which % len(self.house.meetings), self.person(who)
        heard = [one for one in self.world.spoken if one.meeting is None][number]
        meeting = self.house.meetings[number]
        agreed: list[Spoken] = []
        with self.acting(name) as actor:
            meetings_room.open_room(actor=actor, meeting=meeting)
            assert (name, heard.marking.circle) in CHAIRS, "only who steers opens"
            for item, place in self.house.points:
                spoken = self.world.spoken[place]
                if spoken.meeting is heard and self.world.hears(name, spoken):
                    word = self.word()
                    notes.retype_note(actor=actor, item=item, read=EMPTY, text=f"= Seen {word}")
                    agreed.append(replace(spoken, word=word))
            minutes = meeting_minutes.share_minutes(actor=actor, meeting=meeting)
            meeting_minutes.approve_minutes(actor=actor, minutes=minutes.pk)
            self.house.minutes[number] = minutes.pk
            self.world.spoken += agreed

    def _spoken(self, circle: str, label: LabelName, author: str, audience: list[UUID]) -> Marking:
        member = min(self.world.sits(author, circle))
        named = frozenset(self.cast.names(set(audience))) if label == RED else frozenset()
        return Marking(circle, label, author, member, named)

    @rule(which=numbers, who=numbers)
    def withdraw(self, which: int, who: int) -> None:
        """The source takes it back."""
        number = self.thing(which, "shared")
        if number is None or which % 3:
            return
        thing, name = self.world.things[number], self.person(who)
        with self.acting(name) as actor:
            commands.withdraw_item(actor=actor, item=self.items[number])
            assert name in self.source(thing), "only the source withdraws"
            thing.state = "withdrawn"

    @rule(which=numbers, who=numbers)
    def edit(self, which: int, who: int) -> None:
        """The source writes it anew; what stood there becomes a version under the label it had."""
        number = self.thing(which, "shared")
        if number is None:
            return
        thing, name = self.world.things[number], self.person(who)
        word = self.word()
        from kring.sharing.models import Item

        with self.acting(name) as actor:
            version = Item.objects.filter(pk=self.items[number]).values_list("version", flat=True).first() or 0
            commands.edit_item(actor=actor, item=self.items[number], text=Text(what=f"Now {word}."), version=version)
            assert name in self.source(thing), "only the source edits"
            kept = replace(thing.marking, colleagues=frozenset(), circles=frozenset(), guests=frozenset())
            if kept.label == RED:
                kept = replace(kept, named=kept.named | {kept.author})
            thing.pieces.append(Piece(thing.word, kept))
            thing.word = word

    @rule(which=numbers, who=numbers, only=st.booleans(), choice=numbers)
    def answer(self, which: int, who: int, only: bool, choice: int) -> None:
        """Somebody replies, to all readers or to some."""
        number = self.thing(which, "shared")
        if number is None:
            return
        thing, name = self.world.things[number], self.person(who)
        readers = [p for p in Cast.NAMES if p not in ("max", name) and self.world.may(p, thing.marking)]
        few = frozenset(p for n, p in enumerate(readers) if choice >> n & 1) if only else frozenset()
        if (only and not few) or name == "max":
            return
        word = self.word()
        with self.acting(name) as actor:
            reply = commands.add_reply(
                actor=actor,
                item=self.items[number],
                answer=Answer(body=f"Answer {word}.", only=[self.cast.person(p).pk for p in few]),
            )
            self.house.replies.append((reply.pk, self.items[number]))
            assert self.world.may(name, thing.marking), "only readers reply"
            marking = thing.marking
            own = (
                Marking(marking.circle, RED, name, marking.member, few)
                if few
                else replace(marking, named=marking.named | {marking.author})
            )
            thing.pieces.append(Piece(word, own))

    @rule(which=numbers, who=numbers)
    def attach(self, which: int, who: int) -> None:
        """The source puts a file beside it, and its text is read."""
        from kring.sharing.models import Attachment

        number = self.thing(which, "shared")
        if number is None:
            return
        thing, name, word = self.world.things[number], self.person(who), self.word()
        with self.acting(name) as actor:
            upload = Upload(content=[f"A file with {word} in it.".encode()], name=f"{word}.txt")
            file = commands.add_attachment(actor=actor, upload=upload, item=self.items[number])
            assert name in self.source(thing), "only the source attaches"
            # As the job does that reads it, in a process of its own each time.
            Attachment.objects.filter(pk=file.pk).update(text=f"A file with {word} in it.", outcome="read")
            self.house.files.append(file.pk)
            thing.pieces.append(Piece(word, None))

    @rule(
        which=numbers,
        who=numbers,
        to=st.sampled_from(["colleague", "circle", "client"]),
        choice=numbers,
        asking=st.booleans(),
        allow=st.booleans(),
    )
    def pass_on(self, which: int, who: int, to: str, choice: int, asking: bool, allow: bool) -> None:
        """Somebody passes on what the label lets through, or asks the source, who allows it or does not."""
        number = self.thing(which, "shared")
        if number is None:
            return
        thing, name = self.world.things[number], self.person(who)
        circle = list(self.world.inside)[choice % len(self.world.inside)]
        with self.acting(name) as actor:
            match to:
                case "colleague":
                    receiver = Receiver(colleague=self.cast.person(self.person(choice)).pk)
                case "circle":
                    receiver = Receiver(circle=getattr(self.cast, circle).pk)
                case _:
                    receiver = Receiver(client=self.client_of(actor, name))
            onward = commands.pass_on(actor=actor, item=self.items[number], receiver=receiver, asking=asking)
            assert self.world.may(name, thing.marking), "only readers pass on"
            assert thing.marking.label != RED, "RED is not passed on"
            if onward.state != "done":
                source = next(iter(self.source(thing)), None)
                if source is None:
                    return
                with acting_as(self.cast.actor(source)) as judge:
                    onward = commands.decide_passing(actor=judge, onward=onward.pk, allow=allow)
            if onward.state != "done":
                return
            match to:
                case "colleague":
                    member = self.member_ids.index(onward.membership_id)  # type: ignore[arg-type]
                    pair = (member, self.person(choice))
                    thing.marking = replace(thing.marking, colleagues=thing.marking.colleagues | {pair})
                case "circle":
                    thing.marking = replace(thing.marking, circles=thing.marking.circles | {circle})
                case _:
                    thing.marking = replace(thing.marking, guests=thing.marking.guests | {len(self.world.guests)})
                    self.world.guests.append(Guest(name, self.employer(name)))
                    self.clients.append(receiver.client)  # type: ignore[arg-type]
                    self.house.guests.append(queries.client_link(onward.pk).rstrip("/").rpartition("/")[2])

    def client_of(self, actor: Actor, name: str) -> UUID:
        """A new client of the organisation that this person sits for."""
        from kring.circles.models import Organisation

        organisation = Organisation.objects.get(name=self.employer(name))
        return circles.register_client(
            actor=actor, organisation=organisation.pk, name="Client", contact="Cleo", email="cleo@client.example"
        )

    def employer(self, name: str) -> str:
        """The first organisation that somebody works for."""
        return min((org for who, org in self.world.works_for if who == name), default="Alpha")

    @rule(which=numbers, who=numbers)
    def client_leaves(self, which: int, who: int) -> None:
        """A client is a client no longer: its links open nothing."""
        if not self.clients:
            return
        number = which % len(self.clients)
        with self.acting(self.person(who)) as actor:
            circles.end_client(actor=actor, client=self.clients[number])
            self.world.guests[number].gone = True

    # Questions to all who have an item.

    @rule(which=numbers, who=numbers, named=st.booleans())
    def ask(self, which: int, who: int, named: bool) -> None:
        """The source, or the chair, asks all who have it."""
        number = self.thing(which, "shared")
        if number is None:
            return
        thing, name, word = self.world.things[number], self.person(who), self.word()
        with self.acting(name) as actor:
            asked = commands.ask_poll(
                actor=actor, item=self.items[number], question=f"Have you {word}?", named=named, days=90
            )
            assert self.world.tends(name, thing), "only the source or the chair asks"
            self.house.polls.append((asked.pk, self.items[number]))
            self.world.polls.append(Poll(thing, named))
            thing.pieces.append(Piece(word, None, is_question=True))

    @rule(which=numbers, who=numbers, back=seldom)
    def answer_question(self, which: int, who: int, back: bool) -> None:
        """Somebody answers for the organisation they sit for, or takes its answer back."""
        if not self.world.polls:
            return
        number, name = which % len(self.world.polls), self.person(who)
        poll, (asked, _) = self.world.polls[number], self.house.polls[number]
        circle = poll.thing.marking.circle
        with self.acting(name) as actor:
            if back:
                commands.take_back_poll_answer(actor=actor, poll=asked)
            else:
                commands.answer_poll(actor=actor, poll=asked, answer="yes")
            seat = circle_queries.seat_for_sharing(actor, getattr(self.cast, circle).pk)
            assert seat, "only who has a seat answers"
            member = self.member_ids.index(seat.membership)
            assert self.world.may(name, poll.thing.marking), "only readers answer"
            assert member in self.world.sits(name, circle)
            (poll.answered.discard if back else poll.answered.add)(member)

    @rule(which=numbers, who=numbers)
    def close_question(self, which: int, who: int) -> None:
        """Whoever may ask waits no longer: there is room for another question."""
        if not self.world.polls:
            return
        number, name = which % len(self.world.polls), self.person(who)
        with self.acting(name) as actor:
            commands.close_poll(actor=actor, poll=self.house.polls[number][0])
            assert self.world.tends(name, self.world.polls[number].thing), "only the source or the chair closes"

    @rule(
        who=numbers,
        circle=st.sampled_from(["north", "pier", "south"]),
        what=st.sampled_from(["hours", "visit", "wish", "subject"]),
    )
    def live(self, who: int, circle: str, what: str) -> None:
        """Somebody writes down hours, opens the doors, would like to learn, or says what all should know."""
        name, word, there = self.person(who), self.word(), getattr(self.cast, circle).pk
        with self.acting(name) as actor:
            match what:
                case "hours":
                    health.log_hours(actor=actor, circle=there, day=date(2026, 1, 5), hours=Decimal(1), what=word)
                case "visit":
                    soon = now() + timedelta(days=9)
                    health.offer_visit(actor=actor, circle=there, title=word, about="", place="Here", at=soon, places=2)
                case "wish":
                    health.make_wish(actor=actor, circle=there, topic=word, side="learns")
                case _:
                    health.add_subject(actor=actor, circle=there, topic=word)
            assert self.world.sits(name, circle), "only who sits there takes part"
            self.world.lived.append(Lived(word, circle, name if what == "hours" else None))

    @rule(who=numbers, circle=st.sampled_from(["north", "pier", "south"]))
    def promise(self, who: int, circle: str) -> None:
        """Who steers publishes a version of the code."""
        name, word = self.person(who), self.word()
        with self.acting(name) as actor:
            code = conduct.publish_code(
                actor=actor,
                circle=getattr(self.cast, circle).pk,
                text_nl="",
                text_en=word,
                changed=f"Now {word}.",
                expected=Expected(),
            )
            assert self.world.steers(name, circle), "only who steers publishes"
            self.world.papers["code", word] = Paper(word, Marking(circle, GREEN, name, 0))
            if circle == "north":
                self.house.codes.append(code)

    @rule(who=numbers, circle=st.sampled_from(["north", "pier", "south"]))
    def introduce(self, who: int, circle: str) -> None:
        """Somebody says who they are, or says it otherwise."""
        name, word = self.person(who), self.word()
        with self.acting(name) as actor:
            conduct.introduce(actor=actor, circle=getattr(self.cast, circle).pk, does=f"I {word}.")
            assert self.world.sits(name, circle), "only who sits there introduces themselves"
            self.world.papers[name, circle] = Paper(word, Marking(circle, AMBER, name, 0))

    @rule(who=numbers, circle=st.sampled_from(["north", "south"]))
    def say_what_it_is_for(self, who: int, circle: str) -> None:
        """Who steers writes down what a circle is for."""
        name, word = self.person(who), self.word()
        with self.acting(name) as actor:
            leading.write_scope(actor=actor, circle=getattr(self.cast, circle).pk, inside=f"For {word}.")
            assert self.world.steers(name, circle), "only who steers says what it is for"
            self.world.papers["scope", word] = Paper(word, Marking(circle, GREEN, name, 0))

    @rule(who=numbers, circle=st.sampled_from(["north", "south"]), adviser=numbers, end=st.booleans())
    def look_along(self, who: int, circle: str, adviser: int, end: bool) -> None:
        """Who steers says what comes next, and lets somebody look along, or not any more."""
        name, other, word, place = self.person(who), self.person(adviser), self.word(), getattr(self.cast, circle).pk
        with self.acting(name) as actor:
            leading.tell_advisers(actor=actor, circle=place, phase=leading_rules.Phase.BUILD, next_step=f"Then {word}.")
            assert self.world.steers(name, circle), "only who steers says what comes next"
            self.world.glances[circle] = word
            until = now().date() + timedelta(days=9)
            asked = leading.ask_adviser(actor=actor, circle=place, authority="An authority", until=until)
            link = leading_queries.advising_link(asked).rstrip("/").rpartition("/")[2]
            known = {person.name.lower(): person for person in leading_queries.advisers_of(place)}
            if end and other in known:
                leading.end_advisership(actor=actor, advisership=known[other].id)
                self.world.advisers.discard((other, circle))
        if self.world.glances.get(circle) == word and not end:
            with self.acting(other) as actor:
                leading.take_advisership(actor=actor, link=link)
                self.world.advisers.add((other, circle))

    @rule(which=numbers, who=numbers, unknown=seldom, handler=numbers, choose=seldom)
    def suspect(self, which: int, who: int, unknown: bool, handler: int, choose: bool) -> None:
        """Somebody reports what they suspect of an organisation; and may choose who looks into it, where need be."""
        name, word, number = self.person(who), self.word(), which % len(self.world.members)
        circle = self.world.members[number].circle
        chosen = self.person(handler) if choose else None
        with self.acting(name) as actor:
            conduct.report_suspicion(
                actor=actor,
                circle=getattr(self.cast, circle).pk,
                what=f"It {word}.",
                about=self.member_ids[number],
                item=None,
                unknown=unknown,
                handler=self.cast.person(chosen).pk if chosen else None,
            )
            assert self.world.sits(name, circle), "only who sits there reports"
            self.world.suspicions.append(Suspicion(word, circle, number, None if unknown else name, chosen))

    @rule(which=numbers, who=numbers)
    def ask_side(self, which: int, who: int) -> None:
        """Who looks into something asks the organisation for its side."""
        name, word = self.person(who), self.word()
        with self.acting(name) as actor:
            rows = conduct_queries.cases_waiting(actor)
            if not rows:
                return
            case = rows[which % len(rows)]
            said = conduct_queries.view_of_case(actor, case.id).what
            number = next(n for n, one in enumerate(self.world.suspicions) if one.word in said)
            if case.state is CaseState.REPORTED:
                conduct.look_into(actor=actor, case=case.id)
            hearing = conduct.ask_side(actor=actor, case=case.id, accused=None, asked=f"Was it {word}?")
            assert self.world.looks_into(name, self.world.suspicions[number]), "only who looks into it asks"
            self.world.suspicions[number].asked.add(word)
            self.house.hearings.append((hearing, number))

    @rule(which=numbers, who=numbers)
    def give_side(self, which: int, who: int) -> None:
        """The organisation answers, once."""
        if not self.house.hearings:
            return
        name, word = self.person(who), self.word()
        hearing, number = self.house.hearings[which % len(self.house.hearings)]
        with self.acting(name) as actor:
            conduct.give_side(actor=actor, hearing=hearing, answer=f"It was {word}.")
            one = self.world.suspicions[number]
            assert one.accused in self.world.sits(name, one.circle), "only who sits for it answers"
            one.asked.add(word)

    @rule(which=numbers, who=numbers, circle=st.sampled_from(["north", "pier", "south"]))
    def arrive(self, which: int, who: int, circle: str) -> None:
        """Somebody new, or who steers, takes one of the steps of arriving."""
        name, there = self.person(who), getattr(self.cast, circle).pk
        other = self.person(which // 4)
        with self.acting(name) as actor:
            match which % 4:
                case 0:
                    word = self.word()
                    conduct.change_welcome(actor=actor, circle=there, steps=[], own=[word])
                    assert self.world.steers(name, circle), "only who steers changes the list"
                    self.world.welcomes[circle] = word
                case 1 if circle in self.world.welcomes:
                    step = self.world.welcomes[circle]
                    conduct.tick_step(actor=actor, circle=there, step=step, done=True)
                    self.world.ticks.add(Tick(step, circle, name))
                case 2:
                    newcomer, buddy = self.cast.person(name).pk, self.cast.person(other).pk
                    conduct.ask_buddy(actor=actor, circle=there, newcomer=newcomer, buddy=buddy)
                    self.world.buddies.add((circle, name, other))
                case _ if self.house.codes:
                    number = which % len(self.house.codes)
                    conduct.accept_code(actor=actor, code=self.house.codes[number])
                    self.world.accepted.add((number, name))

    @rule(which=numbers, who=numbers)
    def sign(self, which: int, who: int) -> None:
        """An organisation signs its letter of entry."""
        name, word, number = self.person(who), self.word(), which % len(self.world.members)
        with self.acting(name) as actor:
            conduct.sign_letter(
                actor=actor,
                membership=self.member_ids[number],
                language="en",
                signed_by=word,
                function="Director",
                authority="the board",
            )
            assert number in self.world.sits(name, self.world.members[number].circle), "one signs for one's own"
            self.world.letters.append(Letter(word, number))

    @rule(who=numbers, deputy=numbers, circle=st.sampled_from(["north", "south"]))
    def depute(self, who: int, deputy: int, circle: str) -> None:
        """Who steers says what the chair does, and who steps in."""
        name, word, there = self.person(who), self.word(), getattr(self.cast, circle).pk
        other = self.person(deputy)
        with self.acting(name) as actor:
            kept = next((one.id for one in leading_queries.duties(actor, there)), None)
            term = Term(Duty.CHAIR, None, self.cast.person(other).pk, now().date(), None)
            leading.keep_duty(actor=actor, circle=there, term=term, wording=leading.Wording(remit=word), duty=kept)
            assert self.world.steers(name, circle), "only who steers says who does what"
            self.world.papers["duty", circle] = Paper(word, Marking(circle, GREEN, name, 0))
            self.world.deputies[circle] = other

    @rule(which=numbers, who=numbers, thanks=st.booleans())
    def talk(self, which: int, who: int, thanks: bool) -> None:
        """Who leads writes down that they spoke with a member, and may send words of thanks."""
        name, number = self.person(who), which % len(self.world.members)
        noted, sent, circle = self.word(), self.word() if thanks else "", self.world.members[number].circle
        kind, about = "thanks" if thanks else "talk", self.member_ids[number]
        with self.acting(name) as actor:
            said = leading.Noted(about, kind, now().date(), noted, thanks=sent)
            leading.note_talk(actor=actor, circle=getattr(self.cast, circle).pk, noted=said)
            assert self.world.leads(name, circle), "only who leads writes in the log"
            leaders = frozenset(person for person in Cast.NAMES if self.world.leads(person, circle))
            self.world.talks.append(Talk(noted, circle, leaders))
            if sent:
                marking = Marking(circle, AMBER, name, number, chosen=frozenset({number}))
                self.world.papers["thanks", sent] = Paper(sent, marking)

    @rule(which=numbers, who=numbers, named=st.booleans(), back=seldom)
    def see(self, which: int, who: int, named: bool, back: bool) -> None:
        """Somebody's organisation saw an indicator, or did not after all."""
        number = self.thing(which, "shared")
        if number is None:
            return
        thing, name = self.world.things[number], self.person(who)
        sign: dict[str, Any] = {"item": self.items[number], "kind": "ipv4", "value": ADDRESS}
        with self.acting(name) as actor:
            if back:
                commands.take_back_sighting(actor=actor, **sign)
            else:
                commands.report_sighting(actor=actor, seen=Seen(named=named), **sign)
            seat = circle_queries.seat_for_sharing(actor, getattr(self.cast, thing.marking.circle).pk)
            assert seat, "only who has a seat says what was seen"
            member = self.member_ids.index(seat.membership)
            assert self.world.may(name, thing.marking), "only readers say what they saw"
            assert member in self.world.sits(name, thing.marking.circle)
            if back:
                self.world.seen.pop((number, member), None)
            else:
                self.world.seen[number, member] = named
            commands.judge_items(items=[self.items[number]])
            if not thing.sealed:
                assert thing.marking.member is not None
                self.world.judged.add(number)
                self.world.rated.add(thing.marking.member)

    # What machines exchange.

    @rule(
        who=numbers,
        label=labels,
        circle=st.sampled_from(["north", "pier", "south"]),
        again=st.booleans(),
        which=numbers,
    )
    def send_object(self, who: int, label: LabelName, circle: str, again: bool, which: int) -> None:
        """Somebody's machine adds an object to a circle, or a newer version of one that is there."""
        name, word = self.person(who), self.word()
        there = [one.number for one in self.world.sent if one.marking.circle == circle]
        number = there[which % len(there)] if again and there else self.counter
        moment = f"2026-01-01T00:00:{self.counter // 1000 % 60:02d}.{self.counter % 1000:03d}Z"
        note = {
            "type": "note",
            "spec_version": "2.1",
            "id": _note(number),
            "created": "2026-01-01T00:00:00.000Z",
            "modified": moment,
            "content": f"Seen {word} by a machine.",
            "object_refs": ["ipv4-addr--ff26c055-6336-5bc5-b98d-13d6226742dd"],
            "object_marking_refs": [TLP_2[Label.parse(label)]],
        }
        with self.acting(name) as actor:
            taken = exchange.take_in_message(
                actor=actor, collection=self.house.collections[circle], octets=envelope(note)
            )
            seat = circle_queries.seat_for_sharing(actor, getattr(self.cast, circle).pk)
            assert seat, "only who has a seat adds objects"
            member = self.member_ids.index(seat.membership)
            assert member in self.world.sits(name, circle)
            if taken.outcomes[0].is_taken:
                assert label != RED, "RED does not travel between machines"
                marking = Marking(circle, label, name, member)
                self.world.sent.append(Sent(word, marking, number, self.counter))

    @rule(which=numbers, who=numbers)
    def remove_object(self, which: int, who: int) -> None:
        """The source's machine takes the newest version that it finds back."""
        if not self.world.sent or which % 3:
            return
        one, name = self.world.sent[which % len(self.world.sent)], self.person(who)
        found = [
            other for other in self.world.sent if other.number == one.number and self.world.may(name, other.marking)
        ]
        with self.acting(name) as actor:
            exchange.remove_object(
                actor=actor, collection=self.house.collections[one.marking.circle], stix_id=_note(one.number)
            )
            newest = max(found, key=lambda other: other.version)
            is_source = newest.marking.author == name or newest.marking.member in self.world.sits(
                name, newest.marking.circle
            )
            assert is_source, "only the source removes"
            self.world.sent.remove(newest)

    @rule(which=numbers)
    def tell_machines(self, which: int) -> None:
        """What follows from sharing, a while later: objects are written of an item as it is now."""
        number = self.thing(which, "shared", "withdrawn")
        if number is not None:
            exchange.write_up(item=self.items[number])
            exchange.write_advisory(item=self.items[number])

    @rule(which=numbers, who=numbers)
    def publish_or_not(self, which: int, who: int) -> None:
        """The source has the world read what is CLEAR, or no longer; anybody else is refused."""
        number = self.thing(which, "shared")
        if number is None or self.world.things[number].marking.label != CLEAR:
            return
        thing, name = self.world.things[number], self.person(who)
        with self.acting(name) as actor:
            change = commands.unpublish_item if thing.published else exchange.publish_advisory
            change(actor=actor, item=self.items[number])
            assert name in self.source(thing), "only the source publishes"
            thing.published = not thing.published
        if which % 2:
            exchange.write_advisory(item=self.items[number])

    # What people have open.

    @rule(
        who=numbers,
        kind=st.sampled_from(["token", "feed", "webhook"]),
        ceiling=st.sampled_from([CLEAR, GREEN, AMBER, STRICT]),
        here=st.sets(st.sampled_from(["north", "pier", "south"]), min_size=1),
    )
    def open_or_revoke(self, who: int, kind: str, ceiling: LabelName, here: set[str]) -> None:
        """Somebody makes a token, a feed or a webhook for some circles up to a label, or revokes theirs."""
        name = self.person(who)
        if name in self.world.suspended:
            return
        if (kind, name) in self.world.outlets:
            self.revoke(kind, name)
            return
        limits: dict[str, Any] = {
            "ceiling": Label.parse(ceiling),
            "circles": [getattr(self.cast, circle).pk for circle in here],
        }
        with acting_as(self.cast.actor(name)) as actor:
            if kind == "token":
                self.house.machines[name] = machine_of(self.cast, name, **limits)
                self.opened[kind, name] = self.house.machines[name].id
            elif kind == "feed":
                feed = feeds.make_feed(actor=actor, name="Feed", **limits)
                self.opened[kind, name], self.house.secrets[name] = feed.id, feed.secret
            else:
                hook = feeds.register_webhook(
                    actor=actor, name="Hook", url="https://siem.example/", events=list(EVENTS), **limits
                )
                self.opened[kind, name] = self.house.webhooks[name] = hook.id
        self.world.outlets[kind, name] = Outlet(ceiling, frozenset(here))

    def revoke(self, kind: str, name: str) -> None:
        """From now on it opens nothing, whoever still has it."""
        which = self.opened[kind, name]
        with acting_as(self.cast.actor(name)) as actor:
            match kind:
                case "token":
                    people.revoke_token(actor=actor, token=which)
                case "feed":
                    feeds.revoke_feed(actor=actor, feed=which)
                case _:
                    feeds.remove_webhook(actor=actor, webhook=which)
        del self.world.outlets[kind, name]

    # Who stands where.

    @rule(who=numbers, seldom=seldom)
    def suspend_or_readmit(self, who: int, seldom: bool) -> None:
        """An account is shut, or opened again."""
        from kring.people.models import Person

        name = self.person(who)
        shut = name not in self.world.suspended
        if shut and not seldom:
            return
        (self.world.suspended.add if shut else self.world.suspended.discard)(name)
        Person.objects.filter(pk=self.cast.person(name).pk).update(suspended_at=now() if shut else None)

    @rule(who=numbers, circle=st.sampled_from(["north", "pier", "south"]), seldom=seldom)
    def shut_out_or_let_in(self, who: int, circle: str, seldom: bool) -> None:
        """A circle shuts a person out, or lets them in again."""
        from kring.circles.models import Suspension

        name, place = self.person(who), getattr(self.cast, circle)
        if (name, circle) in self.world.shut_out:
            self.world.shut_out.discard((name, circle))
            Suspension.objects.filter(circle=place, person=self.cast.person(name)).update(lifted_at=now())
        elif seldom:
            self.world.shut_out.add((name, circle))
            Suspension.objects.create(circle=place, person=self.cast.person(name), why="incident")

    @rule(which=numbers, circle=st.sampled_from(["north", "pier", "south"]), observer=st.booleans())
    def join(self, which: int, circle: str, observer: bool) -> None:
        """An organisation joins one more circle, as member or observer, and its people get no seat by that."""
        from kring.circles.models import Membership, Organisation

        organisation = self.world.members[which % len(self.world.members)].organisation
        if any((m.circle, m.organisation) == (circle, organisation) for m in self.world.members):
            return
        membership = Membership.objects.create(
            circle=getattr(self.cast, circle),
            organisation=Organisation.objects.get(name=organisation),
            state="member",
            kind="observer" if observer else "member",
        )
        self.world.members.append(Member(circle, organisation, observer))
        self.member_ids.append(membership.pk)

    @rule(which=numbers, who=numbers, observer=st.booleans())
    def sit_down(self, which: int, who: int, observer: bool) -> None:
        """Somebody gets a seat beside those who have one."""
        number, name = which % len(self.world.members), self.person(who)
        seated = any(s.member == number and s.person == name and not s.over for s in self.world.sittings)
        if not seated and name != "max":
            self.seat(number, name, observer=observer)

    def seat(self, number: int, name: str, *, observer: bool = False) -> None:
        """A seat in a membership, for somebody who works there from now on."""
        from kring.circles.models import Affiliation, Membership, Seat

        membership = Membership.objects.get(pk=self.member_ids[number])
        person = self.cast.person(name)
        seat = Seat.objects.create(
            membership=membership, person=person, role="observer" if observer else "representative"
        )
        Affiliation.objects.get_or_create(person=person, organisation_id=membership.organisation_id)
        self.world.sittings.append(Sitting(number, name, observer))
        self.world.works_for.add((name, self.world.members[number].organisation))
        self.seat_ids.append(seat.pk)

    @rule(which=numbers, who=numbers, label=labels)
    def mandate(self, which: int, who: int, label: LabelName) -> None:
        """An organisation says up to which label its person shares; nobody reads more or less for it."""
        with self.acting(self.person(who)) as actor:
            circles.record_mandate(
                actor=actor,
                seat=self.seat_ids[which % len(self.seat_ids)],
                widest_label=Label.parse(label),
                decides_up_to=0,
                hours_a_month=8,
                signed_by="Director",
                signed_on=now().date(),
                until=None,
            )

    @rule(
        which=numbers, state=st.sampled_from(["member", "member", "suspended", "left", "candidate", "member", "member"])
    )
    def membership_changes(self, which: int, state: str) -> None:
        """An organisation is suspended, leaves, comes back."""
        from kring.circles.models import Membership

        number = which % len(self.world.members)
        self.world.members[number].state = state
        Membership.objects.filter(pk=self.member_ids[number]).update(state=state)

    @rule(which=numbers, who=numbers)
    def seat_changes_hands(self, which: int, who: int) -> None:
        """A seat ends, and somebody else gets it."""
        from kring.circles.models import Seat

        number = which % len(self.world.sittings)
        old = self.world.sittings[number]
        successor = self.person(who)
        taken = [s for s in self.world.sittings if s.member == old.member and s.person == successor and not s.over]
        if old.over or taken or successor == "max":
            return
        old.over = True
        Seat.objects.filter(pk=self.seat_ids[number]).update(until=now())
        self.seat(old.member, successor)

    @rule(ends=st.permutations(["north", "pier", "south"]), ceiling=st.sampled_from([GREEN, CLEAR]))
    def bridge_or_break(self, ends: list[str], ceiling: str) -> None:
        """Two circles are bridged, or the bridge goes."""
        from kring.circles.models import Bridge

        source, target = ends[0], ends[1]
        if (source, target) in self.world.bridges:
            del self.world.bridges[source, target]
            Bridge.objects.filter(
                source=getattr(self.cast, source), target=getattr(self.cast, target), until__isnull=True
            ).update(until=now())
        else:
            self.world.bridges[source, target] = ceiling
            make_bridge(getattr(self.cast, source), getattr(self.cast, target), Label.parse(ceiling))

    # Coming in.

    @rule(circle=st.sampled_from(["north", "north", "south"]), send=st.booleans())
    def apply(self, circle: str, send: bool) -> None:
        """Somebody applies, or begins to."""
        word, paper, number = self.word(), self.word(), len(self.world.dossiers)
        files = {"proof": Upload(content=[b"%PDF-1.7"], name=f"{paper}.pdf")}
        written = WRITTEN | {"organisation": f"Candidate {number}", "motive": f"Since {word}.", "files": files}
        writing = admission.Writing(**written)
        try:
            candidate = admission.begin_application(link=self.openings[circle], writing=writing, language="en")
        except Refused:  # too many at once
            return
        if send:
            with acting_as(candidate):
                admission.send_application(candidate=candidate)
        assert candidate.guest
        self.house.applications.append(candidate.guest)
        self.world.dossiers.append(Dossier(circle, {word, paper}, sent=send))

    @rule(which=numbers, who=numbers)
    def question_candidate(self, which: int, who: int) -> None:
        """Who steers asks a candidate something; anybody else is refused."""
        dossier, number = self.dossier(which)
        name, word = self.person(who), self.word()
        if dossier is None:
            return
        with self.acting(name) as actor:
            application = self.house.applications[number]
            admission.ask_candidate(actor=actor, application=application, text=f"Is it {word}?")
            assert self.world.steers(name, dossier.circle), "only who steers asks a candidate"
            dossier.words.add(word)

    @rule(which=numbers, who=numbers)
    def put_to_the_vote(self, which: int, who: int) -> None:
        """Who steers asks the members."""
        dossier, number = self.dossier(which)
        name = self.person(who)
        if dossier is None:
            return
        with self.acting(name) as actor:
            application = self.house.applications[number]
            self.house.ballots[number] = admission.open_ballot(actor=actor, application=application)
            assert self.world.steers(name, dossier.circle), "only who steers opens a ballot"
            dossier.voted_on, dossier.sealed = True, {}

    @rule(which=numbers, who=numbers)
    def object(self, which: int, who: int) -> None:
        """Somebody objects for their organisation; nobody reads why before the count."""
        dossier, number = self.dossier(which)
        name, word = self.person(who), self.word()
        if dossier is None or number not in self.house.ballots:
            return
        with self.acting(name) as actor:
            seat = circle_queries.seat_for_sharing(actor, getattr(self.cast, dossier.circle).pk)
            ballot = self.house.ballots[number]
            admission.vote(actor=actor, ballot=ballot, choice=Choice.AGAINST, reason=f"They {word}.")
            assert seat
            dossier.sealed[self.member_ids.index(seat.membership)] = word

    @rule(which=numbers, who=numbers)
    def count(self, which: int, who: int) -> None:
        """After the deadline who steers counts; of those that are members still."""
        dossier, number = self.dossier(which)
        name = self.person(who)
        if dossier is None or number not in self.house.ballots:
            return
        with clock.at(now() + timedelta(days=15)), self.acting(name) as actor:
            admission.close_ballot(actor=actor, ballot=self.house.ballots[number])
            assert self.world.steers(name, dossier.circle), "only who steers counts"
            here = {n for n, m in enumerate(self.world.members) if m.state == "member" and not m.observer}
            dossier.reasons |= {word for member, word in dossier.sealed.items() if member in here}

    def dossier(self, number: int) -> tuple[Dossier | None, int]:
        """One of those that were written, with its number."""
        which = number % len(self.world.dossiers) if self.world.dossiers else 0
        return (self.world.dossiers[which] if self.world.dossiers else None), which

    # The comparison.

    def check_invariants(self, *arguments: Any, **keywords: Any) -> None:
        """Everything stored, for one after the other; and one way out after the other."""
        super().check_invariants(*arguments, **keywords)
        self.step += 1
        if self.step % 2:
            self.compare(self.person(self.step // 2))
        self.compare_others()
        self.house.turn = self.step
        self.compare_readers()
        if self.step % EACH_WAY == 0:
            self.leave_by(self.step // EACH_WAY, self.person(self.step))
            self.compare_ties(self.person(self.step // EACH_WAY))

    def compare_others(self) -> None:
        """Now a machine, now nobody at all, now a visitor."""
        if self.step % 6 == 1:
            assert everything_stored() == set(), "with nobody bound there is nothing"
        elif self.step % 6 == 3:
            with acting_as(VISITOR):
                assert everything_stored() == self.world.visitor_reads()
        elif self.step % 2 == 0:
            self.compare_token(self.person(self.step // 2), {"north"} if self.step % 3 else {"pier", "south"})

    def compare_token(self, name: str, scope: set[str]) -> None:
        """What a machine finds that acts for somebody in some circles."""
        places = frozenset(getattr(self.cast, circle).pk for circle in scope)
        with acting_as(Actor(person=self.cast.person(name).pk, ceiling=MACHINE_REACH, scope=places)):
            found = everything_stored()
        expected = self.world.reads_through(name, Outlet(STRICT, frozenset(scope)))
        expected |= self.world.lives(name, frozenset(scope)) | self.world.glimpses(name, frozenset(scope))
        assert found == expected, self.difference(f"{name}'s token", found, expected)

    def compare_readers(self) -> None:
        """To whom an item is delivered, and what its guests find."""
        number = self.house.picked()
        if number is not None:
            thing = self.world.things[number]
            expected = {p for p in Cast.NAMES if self.world.may(p, thing.marking)} if thing.state != "draft" else set()
            assert self.cast.names(readers_listed(self.items[number])) == expected
        if self.house.guests and self.step % EACH_WAY == 1:
            guest = self.step % len(self.house.guests)
            found, expected = guest_finds(self.house, guest), self.world.guest_reads(guest)
            assert expected <= found, self.difference("a client", found, expected)
            too_much = found - expected - self.world.visitor_reads()
            assert not too_much, f"a client finds {too_much}, which is not for the world"
        if self.house.speakers and self.step % EACH_WAY == 2:
            guest = self.step % len(self.house.speakers)
            found, expected = speaker_finds(self.house, guest), self.world.speaker_hears(guest)
            assert found <= expected, self.difference("a guest at a meeting", found, expected)
            assert self.world.speakers[guest].at.word in found
            assert speaker_is_written(self.house, guest) <= self.world.speaker_is_told(guest)

    def leave_by(self, number: int, name: str) -> None:
        """One of the ways out, for somebody."""
        way = WAYS_OUT[(number + self.offset) % len(WAYS_OUT)]
        found, allowed = way.words(self.house, name), way.allowed(self.world, name)
        assert found <= allowed, self.difference(f"{name} by {way.name}", found, allowed)
        missing = way.complete(self.world, name, self.house.picked()) - found
        assert not missing, f"{name} should find {missing} by {way.name}"

    def compare(self, name: str) -> None:
        """All that the database lets out to this person is what the oracle says."""
        with acting_as(self.cast.actor(name)):
            found = everything_stored()
            answers = answers_stored(self.house, self.member_ids)
            seen = sightings_stored(self.items, self.member_ids)
            judged, rated = judgements_stored(self.items, self.member_ids)
            picked = self.house.picked()
            counted = len(sightings_listed(self.items[picked])) if picked is not None else 0
        assert seen == self.world.sees_sightings(name), f"{name} learns otherwise who saw what"
        assert judged == self.world.sees_judgements(name), f"{name} learns otherwise what readers made of it"
        assert rated == self.world.sees_records(name), f"{name} learns otherwise how theirs turned out"
        assert picked is None or counted == self.world.counts_sightings(name, picked)
        expected = self.world.reads(name) | self.world.lives(name) | self.world.glimpses(name)
        assert found == expected, self.difference(name, found, expected)
        assert answers == self.world.sees_answers(name), f"{name} sees other answers than they may"

    def compare_ties(self, name: str) -> None:
        """Who accepted the code, and who is whose buddy, as far as this person learns it."""
        with acting_as(self.cast.actor(name)):
            accepted, buddies = ties_stored(self.house)
        assert accepted == self.world.sees_accepted(name), f"{name} learns otherwise who accepted the code"
        assert buddies == self.world.sees_buddies(name), f"{name} learns otherwise who is whose buddy"

    def difference(self, who: str, found: set[str], expected: set[str]) -> str:
        """What went wrong, in words."""
        return f"{who} finds {sorted(found - expected)} too much and {sorted(expected - found)} too little"


def _note(number: int) -> str:
    return f"note--{number:08d}-0000-4000-8000-000000000000"


def make_bridge(source: Any, target: Any, ceiling: Label) -> None:
    """A bridge in force."""
    from kring.circles.models import Bridge

    Bridge.objects.create(source=source, target=target, ceiling=ceiling)


@pytest.mark.django_db
@pytest.mark.parametrize("half", ["first half", "second half"])
def test_no_history_makes_the_lock_and_the_oracle_differ(half: str) -> None:
    """In two halves, so that two cores share the work."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL jit = off")
    Histories.furnish()
    histories = max(1, STEPS // STORY // 2)
    for played in range(0, histories, AT_A_TIME):
        run_state_machine_as_test(
            Histories,
            settings=settings(
                max_examples=min(AT_A_TIME, histories - played),
                stateful_step_count=STORY,
                deadline=None,
                suppress_health_check=list(HealthCheck),
                # Shrinking a story takes many minutes: KRING_SHRINK=1 asks for it.
                phases=[Phase.generate, Phase.shrink] if os.environ.get("KRING_SHRINK") else [Phase.generate],
            ),
        )

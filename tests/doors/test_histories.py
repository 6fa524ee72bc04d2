"""Plays random histories on the real database and on the oracle, and finds no difference at any way out.

10,000 steps in `bin/test`; `KRING_STEPS=1000000 bin/test tests/doors/test_histories.py` plays a million.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from kring.kernel.actor import MACHINE_REACH, VISITOR, Actor
from kring.kernel.binding import acting_as
from kring.kernel.errors import NotVisible, Refused
from kring.sharing import commands
from kring.sharing.commands.drafts import Writing
from kring.sharing.commands.onward import Receiver
from kring.sharing.commands.replies import Answer
from kring.sharing.rules import Text
from kring.tlp.labels import Label
from tests.cast import Cast, make_cast
from tests.doors.oracle import (
    AMBER,
    CLEAR,
    GREEN,
    RED,
    STRICT,
    LabelName,
    Marking,
    Member,
    Piece,
    Sitting,
    Thing,
    World,
)
from tests.doors.ways_out import WAYS_OUT, everything_stored, readers_listed

STEPS = int(os.environ.get("KRING_STEPS", "10000"))
STORY = 50
"""Steps in one history."""
EACH_WAY = 7
"""Every so many steps each way out is tried; the database itself at every step."""

pytestmark = pytest.mark.requirement("R142")

numbers = st.integers(min_value=0, max_value=2**16)
labels = st.sampled_from([RED, STRICT, AMBER, GREEN, CLEAR])


class Histories(RuleBasedStateMachine):
    """Each rule is one thing that happens; after each of them every way out is compared with the oracle."""

    def __init__(self) -> None:
        super().__init__()
        self._story = transaction.atomic()
        self._story.__enter__()
        self.cast: Cast = make_cast()
        self.counter = self.step = 0
        self.items: list[UUID] = []
        self.last_reply: dict[int, UUID] = {}
        self.world = World(inside={"north": "north", "pier": "north", "south": "south"}, machines=frozenset({"max"}))
        self.member_ids: list[UUID] = []
        self.seat_ids: list[UUID] = []
        self._tell_cast()

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
        finally:
            self.forget()

    def forget(self) -> None:
        """The next story begins with the cast alone."""
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
                    text=Text(what=f"Seen {word} here.", so_what="So.", do_what="Do."),
                    label=Label.parse(label),
                    named=[self.cast.person(p).pk for p in named],
                    chosen=[self.member_ids[n] for n in chosen],
                    via_secretariat=sealed,
                ),
            )
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
            thing.marking = Marking(
                before.circle,
                label,
                before.author,
                before.member,
                named | {name} if label == RED else frozenset(),
                frozenset(),
                frozenset() if narrower or label == RED else before.colleagues,
                frozenset() if narrower or label == RED else before.circles,
            )

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
            kept = replace(thing.marking, colleagues=frozenset(), circles=frozenset())
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
            commands.add_reply(
                actor=actor,
                item=self.items[number],
                answer=Answer(body=f"Answer {word}.", only=[self.cast.person(p).pk for p in few]),
            )
            assert self.world.may(name, thing.marking), "only readers reply"
            marking = thing.marking
            own = (
                Marking(marking.circle, RED, name, marking.member, few)
                if few
                else replace(marking, named=marking.named | {marking.author})
            )
            thing.pieces.append(Piece(word, own))

    @rule(which=numbers, who=numbers, to=st.sampled_from(["colleague", "circle"]), choice=numbers)
    def pass_on(self, which: int, who: int, to: str, choice: int) -> None:
        """Somebody passes on what the label lets through."""
        number = self.thing(which, "shared")
        if number is None:
            return
        thing, name = self.world.things[number], self.person(who)
        circle = list(self.world.inside)[choice % len(self.world.inside)]
        receiver = (
            Receiver(colleague=self.cast.person(self.person(choice)).pk)
            if to == "colleague"
            else Receiver(circle=getattr(self.cast, circle).pk)
        )
        with self.acting(name) as actor:
            onward = commands.pass_on(actor=actor, item=self.items[number], receiver=receiver)
            assert self.world.may(name, thing.marking), "only readers pass on"
            assert thing.marking.label != RED, "RED is not passed on"
            if onward.state != "done":
                return
            if to == "circle":
                thing.marking = replace(thing.marking, circles=thing.marking.circles | {circle})
            else:
                member = self.member_ids.index(onward.membership_id)  # type: ignore[arg-type]
                pair = (member, self.person(choice))
                thing.marking = replace(thing.marking, colleagues=thing.marking.colleagues | {pair})

    # Who stands where.

    @rule(who=numbers)
    def suspend_or_readmit(self, who: int) -> None:
        """An account is shut, or opened again."""
        from kring.kernel.clock import now
        from kring.people.models import Person

        name = self.person(who)
        shut = name not in self.world.suspended
        (self.world.suspended.add if shut else self.world.suspended.discard)(name)
        Person.objects.filter(pk=self.cast.person(name).pk).update(suspended_at=now() if shut else None)

    @rule(which=numbers, state=st.sampled_from(["member", "suspended", "left", "candidate", "member"]))
    def membership_changes(self, which: int, state: str) -> None:
        """An organisation is suspended, leaves, comes back."""
        from kring.circles.models import Membership

        number = which % len(self.world.members)
        self.world.members[number].state = state
        Membership.objects.filter(pk=self.member_ids[number]).update(state=state)

    @rule(which=numbers, who=numbers)
    def seat_changes_hands(self, which: int, who: int) -> None:
        """A seat ends, and somebody else gets it."""
        from kring.circles.models import Affiliation, Membership, Seat
        from kring.kernel.clock import now

        number = which % len(self.world.sittings)
        old = self.world.sittings[number]
        successor = self.person(who)
        taken = [s for s in self.world.sittings if s.member == old.member and s.person == successor and not s.over]
        if old.over or taken or successor == "max":
            return
        old.over = True
        Seat.objects.filter(pk=self.seat_ids[number]).update(until=now())
        membership = Membership.objects.get(pk=self.member_ids[old.member])
        seat = Seat.objects.create(membership=membership, person=self.cast.person(successor))
        Affiliation.objects.get_or_create(
            person=self.cast.person(successor), organisation_id=membership.organisation_id
        )
        self.world.sittings.append(Sitting(old.member, successor))
        self.world.works_for.add((successor, self.world.members[old.member].organisation))
        self.seat_ids.append(seat.pk)

    @rule(ends=st.permutations(["north", "pier", "south"]), ceiling=st.sampled_from([GREEN, CLEAR]))
    def bridge_or_break(self, ends: list[str], ceiling: str) -> None:
        """Two circles are bridged, or the bridge goes."""
        from kring.circles.models import Bridge
        from kring.kernel.clock import now

        source, target = ends[0], ends[1]
        if (source, target) in self.world.bridges:
            del self.world.bridges[source, target]
            Bridge.objects.filter(
                source=getattr(self.cast, source), target=getattr(self.cast, target), until__isnull=True
            ).update(until=now())
        else:
            self.world.bridges[source, target] = ceiling
            make_bridge(getattr(self.cast, source), getattr(self.cast, target), Label.parse(ceiling))

    # The comparison.

    def check_invariants(self, *arguments: Any, **keywords: Any) -> None:
        """After every step: everything stored, for everybody; and one way out after the other, for one after the other."""
        super().check_invariants(*arguments, **keywords)
        self.step += 1
        for name in [self.person(self.step + n * 4) for n in range(2)]:
            self.compare(name)
        assert everything_stored() == set(), "with nobody bound there is nothing"
        name = self.person(self.step)
        scope = {"north"} if self.step % 2 else {"pier", "south"}
        token = Actor(
            person=self.cast.person(name).pk,
            ceiling=MACHINE_REACH,
            scope=frozenset(getattr(self.cast, circle).pk for circle in scope),
        )
        with acting_as(token):
            found = everything_stored()
        expected = self.world.reads_by_token(name, scope)
        assert found == expected, self.difference(f"{name}'s token", found, expected)
        with acting_as(VISITOR):
            assert everything_stored() == self.world.visitor_reads()
        if self.items:
            number = self.step % len(self.items)
            thing = self.world.things[number]
            expected_readers = (
                {p for p in Cast.NAMES if self.world.may(p, thing.marking)} if thing.state != "draft" else set()
            )
            assert self.cast.names(readers_listed(self.items[number])) == expected_readers
        for number, way in enumerate(WAYS_OUT):
            if (self.step + number) % EACH_WAY == 0:
                found = way.words(self.cast, name)
                allowed = way.allowed(self.world, name)
                assert found <= allowed, self.difference(f"{name} by {way.name}", found, allowed)
                missing = way.complete(self.world, name) - found
                assert not missing, f"{name} should find {missing} by {way.name}"

    def compare(self, name: str) -> None:
        """All that the database lets out to this person is what the oracle says."""
        with acting_as(self.cast.actor(name)):
            found = everything_stored()
        assert found == self.world.reads(name), self.difference(name, found, self.world.reads(name))

    def difference(self, who: str, found: set[str], expected: set[str]) -> str:
        """What went wrong, in words."""
        return f"{who} finds {sorted(found - expected)} too much and {sorted(expected - found)} too little"


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
    run_state_machine_as_test(
        Histories,
        settings=settings(
            max_examples=max(1, STEPS // STORY // 2),
            stateful_step_count=STORY,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            # Shrinking a story takes many minutes: KRING_SHRINK=1 asks for it.
            phases=[Phase.generate, Phase.shrink] if os.environ.get("KRING_SHRINK") else [Phase.generate],
        ),
    )

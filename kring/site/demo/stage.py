"""Plays the past in the order in which it happened: every step is a command, done by a person, at its moment."""

import heapq
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, suppress
from datetime import datetime, time, timedelta
from functools import partial
from hashlib import blake2b
from itertools import count
from operator import attrgetter
from uuid import UUID

from kring.kernel.actor import Actor
from kring.kernel.binding import acting_as
from kring.kernel.errors import NotVisible
from kring.sharing import commands, queries
from kring.sharing.rules import Seen, Text
from kring.site.demo import past, told
from kring.site.demo.cast import PLAYERS, Player
from kring.site.demo.told import Told, When

Deed = Callable[[], object]

A_LITTLE = timedelta(seconds=40)
MORNING, EVENING = time(7, 30), time(19, 0)
LONG_AGO, CAREFUL = timedelta(days=50), 0.8
"""Of what was shared long ago, only those who open nearly everything still seem to have opened nearly everything."""
ALSO_USEFUL = 0.22
"""Of those who read something, the part that says so by itself."""


class Stage:
    """Who and what there is so far, by the names in the stories; and what is still to happen."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.moment = now
        """The moment that is being played."""
        self.people: dict[str, UUID] = {}
        self.circles: dict[str, UUID] = {}
        self.organisations: dict[str, UUID] = {}
        self.memberships: dict[tuple[str, str], UUID] = {}
        """By circle and organisation."""
        self.hosts: dict[str, str] = {}
        """Who lets people into a circle."""
        self.clients: dict[str, UUID] = {}
        self.items: dict[str, UUID] = {}
        self.replies: dict[str, UUID] = {}
        self.rounds: dict[str, UUID] = {}
        self.meetings: dict[str, UUID] = {}
        """By title."""
        self._asked: dict[UUID, UUID] = {}
        """The request to pass on, or for a wider label, that waits, by its item."""
        self._withdrawn: set[UUID] = set()
        self._plan: list[tuple[datetime, int, Deed]] = []
        self._number = count()

    def plan(self, when: When | datetime, deed: Deed) -> None:
        """Have something happen at its moment. What would be in the future does not happen."""
        moment = when if isinstance(when, datetime) else when(self.now)
        if moment < self.now:
            heapq.heappush(self._plan, (moment, next(self._number), deed))

    def play(self) -> None:
        """Let it all happen, and what follows from it."""
        while self._plan:
            self.moment, _, deed = heapq.heappop(self._plan)
            with past.at(self.moment):
                deed()

    def acting(self, who: str) -> AbstractContextManager[Actor]:
        """Do something as one of them."""
        return acting_as(Actor(person=self.people[who]))

    # --- What is shared ---

    def plan_story(self, story: Told) -> None:
        """Have something shared, and all that follows."""
        self.plan(story.when, partial(self._tell, story))

    def _tell(self, story: Told) -> None:
        with self.acting(story.by) as actor:
            item = commands.start_draft(
                actor=actor,
                circle=self.circles[story.circle],
                writing=self._writing(story),
                about=self.items[story.about] if story.about else None,
            ).pk
            self._attach(actor, story.files, item=item)
            if story.is_draft:
                return
            commands.share_item(actor=actor, item=item)
        self.items[story.key or story.title] = item
        for step, moment in followed(story, self.moment, self.now):
            self.plan(moment, partial(self._take, step, item))
        for player in self._audience(item, story):
            self._plan_reading(player, item, story)

    def _writing(self, story: Told) -> commands.Writing:
        return commands.Writing(
            text=Text(story.title, story.what, story.so_what, story.do_what),
            label=story.label,
            named=[self.people[name] for name in story.named],
            chosen=[self.memberships[story.circle, house] for house in story.chosen],
            kind=story.kind,
            urgent=story.urgent,
            reliability=story.reliability,
            credibility=story.credibility,
            tags=story.tags,
            expertise=story.expertise,
            via_secretariat=story.via_secretariat,
            language=story.language,
        )

    def _attach(
        self, actor: Actor, files: tuple[told.File, ...], *, item: UUID | None = None, reply: UUID | None = None
    ) -> None:
        for file in files:
            upload = commands.Upload(content=[file.content()], name=file.name, is_sample=file.is_sample)
            commands.add_attachment(actor=actor, upload=upload, item=item, reply=reply)

    # --- Who reads it ---

    def _audience(self, item: UUID, story: Told) -> list[Player]:
        readers = queries.readers(item)
        return [one for one in PLAYERS if one.key != story.by and self.people.get(one.key) in readers]

    def _plan_reading(self, player: Player, item: UUID, story: Told) -> None:
        if player.key in story.silent:
            return
        chance = 1.0 if story.urgent else player.opens
        if self.now - self.moment > LONG_AGO and player.opens < CAREFUL:
            chance *= 0.6
        if _dice(player, "opens", story.title) > chance:
            return
        wait = timedelta(minutes=player.pace * (0.2 + 2.2 * _dice(player, "wait", story.title) ** 2))
        moment = self.moment + (wait / 3 if story.urgent else wait)
        useful = _dice(player, "useful", story.title) < ALSO_USEFUL
        deed = partial(self._read, player.key, item, urgent=story.urgent, useful=useful)
        self.plan(moment if story.urgent else _awake(moment, self.now), deed)

    def _read(self, who: str, item: UUID, *, urgent: bool, useful: bool) -> None:
        if item in self._withdrawn:
            return
        # Who may not read it any more, since the label was narrowed or a seat ended, does not.
        with suppress(NotVisible), self.acting(who) as actor:
            commands.note_reading(actor=actor, item=item)
            if urgent:
                commands.acknowledge_item(actor=actor, item=item)
            elif useful:
                commands.give_feedback(actor=actor, item=item, kind="useful")

    # --- What they do with it ---

    def _take(self, step: told.Step, item: UUID) -> None:
        with self.acting(step.by) as actor:
            commands.note_reading(actor=actor, item=item)
            match step:
                case told.Says():
                    self._say(actor, step, item)
                case told.TakesBack():
                    commands.remove_reply(actor=actor, reply=self.replies[step.reply])
                case told.Rewords():
                    commands.edit_reply(actor=actor, reply=self.replies[step.reply], body=step.text, version=1)
                case told.Taps() | told.Sees() | told.Asks() | told.Answers():
                    self._respond(actor, step, item)
                case told.Reminds():
                    commands.remind_readers(actor=actor, item=item)
                case told.PassesOn() | told.AsksWider():
                    self._ask(actor, step, item)
                case told.AnswersPassing():
                    commands.decide_passing(actor=actor, onward=self._asked[item], allow=step.allow)
                case told.AnswersWider():
                    commands.decide_wider(actor=actor, request=self._asked[item], grant=step.grant)
                case _:
                    self._change(actor, step, item)
        if isinstance(step, told.Taps | told.Sees):
            commands.judge_items(items=[item])

    def _respond(self, actor: Actor, step: told.Taps | told.Sees | told.Asks | told.Answers, item: UUID) -> None:
        match step:
            case told.Taps():
                commands.give_feedback(actor=actor, item=item, kind=step.kind, note=step.note or None, named=step.named)
            case told.Sees():
                seen = Seen(count=step.count, named=step.named)
                commands.report_sighting(actor=actor, item=item, kind=step.kind, value=step.value, seen=seen)
            case told.Asks():
                commands.ask_poll(actor=actor, item=item, kind=step.kind, days=step.days)
            case told.Answers():
                day = None if step.within is None else (self.moment + timedelta(days=step.within)).date()
                (asked, *_) = queries.polls_of(actor, item)
                commands.answer_poll(actor=actor, poll=asked.id, answer=step.answer, planned_for=day)

    def _say(self, actor: Actor, step: told.Says, item: UUID) -> None:
        answer = commands.Answer(
            body=step.text,
            only=[self.people[name] for name in step.only],
            mentions=[self.people[name] for name in step.mentions],
            answers=self.replies[step.answers] if step.answers else None,
        )
        reply = commands.add_reply(actor=actor, item=item, answer=answer).pk
        self._attach(actor, step.files, reply=reply)
        if step.key:
            self.replies[step.key] = reply

    def _ask(self, actor: Actor, step: told.PassesOn | told.AsksWider, item: UUID) -> None:
        if isinstance(step, told.AsksWider):
            asked = commands.ask_wider(actor=actor, item=item, label=step.label, reason=step.reason)
            self._asked[item] = asked.pk
            return
        receiver = commands.Receiver(
            colleague=self.people[step.colleague] if step.colleague else None,
            client=self.clients[step.client] if step.client else None,
            circle=self.circles[step.circle] if step.circle else None,
        )
        onward = commands.pass_on(actor=actor, item=item, receiver=receiver, reason=step.reason, asking=step.asking)
        self._asked[item] = onward.pk

    def _change(self, actor: Actor, step: told.Step, item: UUID) -> None:
        match step:
            case told.Edits():
                now = queries.detail(actor, item)
                text = Text(
                    title=step.title or now.row.title,
                    what=step.what or now.what,
                    so_what=step.so_what or now.so_what,
                    do_what=step.do_what or now.do_what,
                )
                commands.edit_item(actor=actor, item=item, text=text, version=now.version)
            case told.Relabels():
                commands.relabel_item(actor=actor, item=item, label=step.label)
            case told.Withdraws():
                commands.withdraw_item(actor=actor, item=item)
                self._withdrawn.add(item)
            case _:
                raise TypeError(step)


def _dice(player: Player, what: str, title: str) -> float:
    """Between 0 and 1, and the same each time the demo is filled."""
    octets = blake2b(f"{title} {player.key} {what}".encode(), digest_size=4).digest()
    return int.from_bytes(octets) / 2**32


def followed(story: Told, shared: datetime, now: datetime) -> Iterator[tuple[told.Step, datetime]]:
    """What follows from a story that was shared at this moment, each at its own."""
    moment = shared
    for step in sorted(story.then, key=attrgetter("after")):
        wished = shared + step.after
        # What slept through a weekend stays in its order.
        moment = max(wished if story.urgent else _awake(wished, now), moment + A_LITTLE)
        yield step, moment


def _awake(moment: datetime, now: datetime) -> datetime:
    """The moment itself by day; the next morning, a little later for each, when it is at night or in a weekend.

    If that morning is yet to come they were up late, or it would not have happened, depending on the hour.
    """
    local = moment.astimezone(told.HERE)
    if local.weekday() < told.SATURDAY and MORNING <= local.time() <= EVENING:
        return moment
    day = local.date() if local.time() < MORNING and local.weekday() < told.SATURDAY else local.date() + timedelta(1)
    while day.weekday() >= told.SATURDAY:
        day += timedelta(1)
    into_the_day = timedelta(minutes=(local.hour * 60 + local.minute) % 170)
    morning = datetime.combine(day, MORNING, told.HERE) + into_the_day
    return morning if morning < now else moment

"""What people are told by mail of what is shared: new items, replies, reminders, withdrawals, the week.

Each is a `Telling` of `kring.notices`: it says who may have it and what it says, both as they are at the moment
a mail goes out. What a mail then carries is decided by the label, in one place for all.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import ClassVar
from uuid import UUID

from kring.kernel.actor import Actor
from kring.kernel.binding import acting_as
from kring.notices.mails import Aside, OfNoItem, Story
from kring.notices.queries import LeftOut
from kring.notices.rules import NO_CIRCLE, Kind, notice_of
from kring.profiles import queries as profiles
from kring.sharing import queries, rules
from kring.sharing.queries import ItemRow, PollView, RoundView, Told
from kring.tlp.carriage import carriage_of
from kring.tlp.labels import Label


@dataclass(frozen=True, slots=True)
class ItemTelling:
    """A new item."""

    item: UUID
    circle: UUID
    kind: ClassVar = Kind.ITEM
    reply: ClassVar = None
    parent: ClassVar = None
    is_personal: ClassVar = False

    @property
    def notice(self) -> UUID:
        """One for the item, whatever happens to it."""
        return notice_of(Kind.ITEM, self.item)

    def readers_among(self, people: Collection[UUID]) -> set[UUID]:
        """Who of these may read it now."""
        return queries.readers_among(self.item, people)

    def story(self, reader: UUID) -> Story | None:
        """The item as it is now; nothing once it was withdrawn."""
        told = queries.told(Actor(person=reader), self.item)
        return None if told is None or told.is_withdrawn else _of_item(told, "item")

    def asides(self, people: Collection[UUID]) -> Mapping[UUID, Aside]:
        """Why it matters, for those who work for the same organisations, read as one of them."""
        alike: dict[frozenset[UUID], list[UUID]] = {}
        for person, organisations in profiles.matched_among(self.item, people).items():
            alike.setdefault(organisations, []).append(person)
        found: dict[UUID, Aside] = {}
        for organisations, them in alike.items():
            with acting_as(Actor(person=them[0])):
                reasons = tuple(profiles.matters_to(organisations, self.item))
            found |= dict.fromkeys(them, Aside(reasons, {"matters": reasons}))
        return found


@dataclass(frozen=True, slots=True)
class ReminderTelling:
    """The source asks again who has an urgent item. `round` tells one reminder from the next."""

    item: UUID
    circle: UUID
    round: str
    kind: ClassVar = Kind.REMINDER
    reply: ClassVar = None
    is_personal: ClassVar = False

    @property
    def notice(self) -> UUID:
        """One for each reminder."""
        return notice_of(Kind.REMINDER, self.item, self.round)

    @property
    def parent(self) -> UUID:
        """It stands under the mail with the item."""
        return notice_of(Kind.ITEM, self.item)

    def readers_among(self, people: Collection[UUID]) -> set[UUID]:
        """Who of these may read it now."""
        return queries.readers_among(self.item, people)

    def story(self, reader: UUID) -> Story | None:
        """That the source waits; nothing once it was withdrawn."""
        told = queries.told(Actor(person=reader), self.item)
        return None if told is None or told.is_withdrawn else _of_item(told, "reminder")


@dataclass(frozen=True, slots=True)
class WithdrawalTelling:
    """An item was withdrawn: it follows the item to everybody whom a mail about it went to."""

    item: UUID
    circle: UUID
    kind: ClassVar = Kind.WITHDRAWN
    reply: ClassVar = None
    is_personal: ClassVar = False

    @property
    def notice(self) -> UUID:
        """An item is withdrawn once."""
        return notice_of(Kind.WITHDRAWN, self.item)

    @property
    def parent(self) -> UUID:
        """It stands under the mail with the item."""
        return notice_of(Kind.ITEM, self.item)

    def readers_among(self, people: Collection[UUID]) -> set[UUID]:
        """Who of these may see the tombstone now."""
        return queries.readers_among(self.item, people)

    def story(self, reader: UUID) -> Story | None:
        """That it was withdrawn."""
        told = queries.told(Actor(person=reader), self.item)
        return _of_item(told, "withdrawn") if told and told.is_withdrawn else None


@dataclass(frozen=True, slots=True)
class ReplyTelling:
    """A reply in a thread."""

    reply: UUID
    item: UUID
    circle: UUID
    kind: ClassVar = Kind.REPLY
    is_personal: ClassVar = False

    @property
    def notice(self) -> UUID:
        """One for the reply, however often it is edited."""
        return notice_of(Kind.REPLY, self.reply)

    @property
    def parent(self) -> UUID:
        """It stands under the mail with the item."""
        return notice_of(Kind.ITEM, self.item)

    def readers_among(self, people: Collection[UUID]) -> set[UUID]:
        """Who of these may read it now."""
        return queries.reply_readers_among(self.reply, people)

    def story(self, reader: UUID) -> Story | None:
        """The reply as it is now; nothing once it, or its item, was taken back."""
        told = queries.told_reply(Actor(person=reader), self.reply)
        if told is None:
            return None
        return Story(
            label=told.label,
            stamp=(told.version, told.label, told.item.version, told.item.label),
            folder="sharing/mail/reply",
            link=f"{_page(told.item.id)}#{told.id}",
            circle=told.item.circle,
            slug=told.item.slug,
            source=told.source,
            urgent=told.item.urgent,
            context={
                "title": told.item.title,
                "organisation": told.organisation,
                "body": told.body,
                "files": told.files,
                "handling": rules.handling(told.label),
                "permitted_use": told.item.permitted_use,
            },
        )


@dataclass(frozen=True, slots=True)
class RoundTelling(OfNoItem):
    """A circle asks its members what there is to tell. `again` tells one reminder from the next; empty: the first."""

    round: UUID
    circle: UUID
    again: str = ""
    kind: ClassVar = Kind.ROUND

    @property
    def notice(self) -> UUID:
        """One for the round, and one for each reminder."""
        return notice_of(Kind.ROUND, self.round, self.again)

    @property
    def parent(self) -> UUID | None:
        """A reminder stands under the first."""
        return notice_of(Kind.ROUND, self.round, "") if self.again else None

    def readers_among(self, people: Collection[UUID]) -> set[UUID]:
        """Who of these has not answered yet."""
        return queries.waited_for(self.round) & set(people)

    def story(self, reader: UUID) -> Story | None:
        """What is asked travels sealed; in the open, that something is asked."""
        view = queries.round_view(Actor(person=reader), self.round)
        if view.over:
            return None
        in_the_open = self._story(view, Label.GREEN, "")
        return replace(self._story(view, Label.AMBER, view.question), in_the_open=in_the_open)

    def _story(self, view: RoundView, label: Label, question: str) -> Story:
        return Story(
            label=label,
            stamp=(view.id, label, self.again),
            folder="sharing/mail/round",
            link=f"/rounds/{view.id}/",
            circle=view.circle,
            slug=view.slug,
            source=view.by,
            context={"question": question, "again": bool(self.again)},
        )


@dataclass(frozen=True, slots=True)
class PollTelling:
    """All who have an item are asked how they stand. `again` tells one reminder from the next; empty: the first."""

    poll: UUID
    item: UUID
    circle: UUID
    again: str = ""
    kind: ClassVar = Kind.POLL
    reply: ClassVar = None
    is_personal: ClassVar = False

    @property
    def notice(self) -> UUID:
        """One for the poll, and one for each reminder."""
        return notice_of(Kind.POLL, self.poll, self.again)

    @property
    def parent(self) -> UUID:
        """It stands under the mail with the item."""
        return notice_of(Kind.ITEM, self.item)

    def readers_among(self, people: Collection[UUID]) -> set[UUID]:
        """Who of these has the item and has not answered yet."""
        return queries.waited_for_in_poll(self.poll) & set(people)

    def story(self, reader: UUID) -> Story | None:
        """What is asked, under the label of the item."""
        view = queries.poll_view(Actor(person=reader), self.poll)
        return None if view.over else self._story(view)

    def _story(self, view: PollView) -> Story:
        return Story(
            label=view.label,
            stamp=(view.id, view.label, view.title, self.again),
            folder="sharing/mail/poll",
            link=f"/polls/{view.id}/",
            circle=view.circle,
            slug=view.slug,
            source=view.by,
            context={"poll": view, "title": view.title, "again": bool(self.again)},
        )


@dataclass(frozen=True, slots=True)
class DigestTelling(OfNoItem):
    """The week of each reader: what came and was not opened. Nothing to say means no mail."""

    week: str
    left_out: Mapping[UUID, LeftOut]
    circle: ClassVar = NO_CIRCLE
    kind: ClassVar = Kind.DIGEST
    is_personal: ClassVar = True

    @property
    def notice(self) -> UUID:
        """One a week."""
        return notice_of(Kind.DIGEST, self.week)

    def readers_among(self, people: Collection[UUID]) -> set[UUID]:
        """Everybody may have their own week."""
        return set(people)

    def story(self, reader: UUID) -> Story | None:
        """This reader's week. What travels only sealed is in it when it can be sealed; RED never is."""
        rows = self._rows(reader)
        in_the_open = [row for row in rows if carriage_of(row.label, can_encrypt=False).has_content]
        sealed = [row for row in rows if carriage_of(row.label, can_encrypt=True).has_content]
        if not rows:
            return None
        story = self._story(reader, Label.GREEN, in_the_open, len(rows))
        return story if sealed == in_the_open else self._sealed(reader, sealed, len(rows), story)

    def _rows(self, reader: UUID) -> list[ItemRow]:
        left_out = self.left_out.get(reader)
        if left_out is None:  # asked for a mail of a week that is over on this clock
            return []
        return queries.unread_this_week(Actor(person=reader), topics=left_out.topics, circles=left_out.circles)

    def _sealed(self, reader: UUID, rows: Sequence[ItemRow], count: int, in_the_open: Story) -> Story:
        told = self._story(reader, Label.AMBER_STRICT, rows, count)
        return Story(told.label, told.stamp, told.folder, told.link, context=told.context, in_the_open=in_the_open)

    def _story(self, reader: UUID, label: Label, rows: Sequence[ItemRow], count: int) -> Story:
        by_circle = sorted(rows, key=lambda row: row.circle)
        groups = [
            {"circle": circle, "items": [(row, _page(row.id)) for row in items]}
            for circle, items in groupby(by_circle, key=lambda row: row.circle)
        ]
        return Story(
            label=label,
            stamp=(reader, label),
            folder="sharing/mail/digest",
            link="/",
            context={"groups": groups, "count": count, "hidden": count - len(rows)},
        )


def _of_item(told: Told, message: str) -> Story:
    return Story(
        label=told.label,
        stamp=(told.version, told.label, told.is_withdrawn, told.files),
        folder=f"sharing/mail/{message}",
        link=_page(told.id),
        circle=told.circle,
        slug=told.slug,
        source=told.source,
        urgent=told.urgent,
        context={
            "title": told.title,
            "organisation": told.organisation,
            "what": told.what,
            "so_what": told.so_what,
            "do_what": told.do_what,
            "files": told.files,
            "at": told.at,
            "handling": rules.handling(told.label),
            "permitted_use": told.permitted_use,
        },
    )


def _page(item: UUID) -> str:
    return f"/items/{item}/"

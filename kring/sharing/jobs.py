"""What follows from what is shared. Each job can run twice without harm: nobody is told anything twice."""

from collections.abc import Collection
from uuid import UUID

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from kring.circles import queries as circles
from kring.kernel.actor import Actor
from kring.kernel.binding import acting_as
from kring.kernel.clock import now
from kring.kernel.errors import NotVisible
from kring.notices import commands as notices
from kring.notices import queries as mail
from kring.notices.jobs import KEEP_TRYING, send
from kring.profiles import queries as profiles
from kring.sharing import commands, queries
from kring.sharing.mails import (
    DigestTelling,
    ItemTelling,
    PollTelling,
    ReminderTelling,
    ReplyTelling,
    RoundTelling,
    WithdrawalTelling,
)
from kring.sharing.queries import Told, ToldReply

AGAIN = RetryStrategy(max_attempts=20, linear_wait=15)


@app.task(queue="mail", retry=KEEP_TRYING)
def mail_item(item: str, circle: str) -> None:
    """A new item, or new readers of an old one: who wants to hear of it at once, and has not heard yet, does."""
    telling = ItemTelling(UUID(item), UUID(circle))
    readers = queries.reached(telling.item)
    told = _told_to_any(telling.item, readers)
    if told is None or told.is_withdrawn:
        return
    concerned = profiles.matched_among(telling.item, readers)
    hearing = mail.hearing_of_item(
        readers, telling.circle, urgent=told.urgent, tags=told.tags, concerned=concerned.keys()
    )
    asked = {expert.person for expert in circles.experts(telling.circle, told.expertise)} & readers
    notices.queue(telling, (hearing | asked) - {told.author})
    send(telling, mail_item, item=item, circle=circle)


@app.task(queue="mail", retry=KEEP_TRYING)
def mail_reply(reply: str, item: str, circle: str) -> None:
    """A reply: who takes part in the thread, and who wants to hear of all replies, does."""
    telling = ReplyTelling(UUID(reply), UUID(item), UUID(circle))
    readers = queries.reply_readers(telling.reply)
    told = _reply_told_to_any(telling.reply, readers)
    if told is None:
        return
    hearing = mail.hearing_of_reply(
        readers,
        telling.circle,
        telling.item,
        mentioned=told.mentions,
        urgent=told.item.urgent,
        tags=told.item.tags,
    )
    notices.queue(telling, hearing - {told.author})
    send(telling, mail_reply, reply=reply, item=item, circle=circle)


@app.task(queue="mail", retry=KEEP_TRYING)
def mail_reminder(item: str, circle: str, round: str) -> None:  # one reminder or the next
    """The source asks again who has it: those who have not said so."""
    telling = ReminderTelling(UUID(item), UUID(circle), round)
    notices.queue(telling, queries.waiting_for(telling.item))
    send(telling, mail_reminder, item=item, circle=circle, round=round)


@app.task(queue="mail", retry=KEEP_TRYING)
def mail_withdrawal(item: str, circle: str) -> None:
    """A withdrawal follows the item to everybody whom a mail about it went to."""
    telling = WithdrawalTelling(UUID(item), UUID(circle))
    notices.queue(telling, mail.mailed_about(telling.item, telling.circle))
    send(telling, mail_withdrawal, item=item, circle=circle)


@app.task(queue="mail", retry=KEEP_TRYING)
def mail_round(round: str, circle: str, author: str, again: str = "") -> None:
    """A round: who sits for a member that was not heard, save who asks. A reminder reaches more of them."""
    telling = RoundTelling(UUID(round), UUID(circle), again)
    silent = queries.waited_for(telling.round) - {UUID(author)}
    notices.queue(telling, mail.hearing_of_item(silent, telling.circle, urgent=bool(again), tags=()))
    send(telling, mail_round, round=round, circle=circle, author=author, again=again)


@app.task(queue="mail", retry=KEEP_TRYING)
def mail_poll(poll: str, item: str, circle: str, author: str, again: str = "") -> None:
    """A poll: who has the item and sits for an organisation that was not heard, save who asks."""
    telling = PollTelling(UUID(poll), UUID(item), UUID(circle), again)
    silent = queries.waited_for_in_poll(telling.poll) - ({UUID(author)} if author else set())
    notices.queue(telling, mail.hearing_of_item(silent, telling.circle, urgent=bool(again), tags=()))
    send(telling, mail_poll, poll=poll, item=item, circle=circle, author=author, again=again)


@app.periodic(cron="*/15 * * * *")
@app.task(queue="mail", queueing_lock="mail_digests")
def mail_digests(timestamp: int) -> None:
    """Everybody's week, on Monday at eight on their own clock. Half-hour time zones exist, hence every quarter."""
    for week, people in mail.due_for_digest(now()).items():
        telling = DigestTelling(week, people)
        notices.queue(telling, people)
        notices.send(telling)


def _told_to_any(item: UUID, readers: Collection[UUID]) -> Told | None:
    """What readers are told of an item, read as one of them."""
    for reader in readers:
        try:
            with acting_as(Actor(person=reader)) as actor:
                return queries.told(actor, item)
        except NotVisible:  # cut off just now
            continue
    return None


def _reply_told_to_any(reply: UUID, readers: Collection[UUID]) -> ToldReply | None:
    for reader in readers:
        try:
            with acting_as(Actor(person=reader)) as actor:
                return queries.told_reply(actor, reply)
        except NotVisible:
            continue
    return None


@app.task(pass_context=False)
def read_attachment(attachment: str, person: str) -> None:
    """The text of a file, for search and for the check on personal data: read for who put it there."""
    with acting_as(Actor(person=UUID(person))) as actor:
        try:
            commands.read_attachment(actor=actor, attachment=UUID(attachment))
        except NotVisible:  # taken away meanwhile
            return


@app.task(retry=AGAIN)
def judge_item(item: str) -> None:
    """What organisations say of an item moves its credibility, and perhaps the reliability of its source."""
    commands.judge_items(items=[UUID(item)])


@app.periodic(cron="17 3 * * *")
@app.task(queueing_lock="judge_again")
def judge_again(timestamp: int) -> None:
    """At night the same for all that was judged in a year: who spoke may have left, and years pass."""
    commands.judge_again()


@app.periodic(cron="41 3 * * *")
@app.task(queueing_lock="erase_expired")
def erase_expired(timestamp: int) -> None:
    """At night, what circles keep no longer, and drafts that were left."""
    commands.erase_expired()
    commands.erase_drafts()

"""Takes in mail: answers into threads and to invitations, new items as drafts, bounces into the ledger."""

import hashlib
import re
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction

from kring.circles import queries as circles
from kring.kernel import limits
from kring.kernel.actor import Actor
from kring.kernel.binding import acting_as
from kring.kernel.clock import now
from kring.kernel.errors import NotVisible, Refusal, Refused, enforce
from kring.kernel.record import record
from kring.mailroom import reading, rules
from kring.mailroom.facts import MailBecameDraft
from kring.mailroom.models import Arrival
from kring.mailroom.reading import Attachment, Letter, Nature, Unreadable
from kring.mailroom.rules import Answered
from kring.meetings import commands as meets
from kring.meetings import queries as meetings
from kring.meetings.wires import CalendarAnswer, read_answer
from kring.meetings.wires import Unreadable as NotAnAnswer
from kring.notices import commands as notices
from kring.notices import queries as mail
from kring.notices.post.tokens import Purpose
from kring.people import queries as people
from kring.sharing import commands as sharing
from kring.sharing import queries as shared
from kring.sharing.commands.drafts import Writing
from kring.sharing.commands.replies import Answer
from kring.sharing.rules import LONGEST_TITLE, Text
from kring.tlp.labels import Label

MOST_AN_HOUR = 60
KEPT = timedelta(days=60)
"""How long it is remembered that a mail came in. Servers try for five days."""

CALENDAR_KINDS = frozenset({"text/calendar", "application/ics"})

_LABEL_IN_SUBJECT = re.compile(r"\[?\bTLP:\s?(CLEAR|WHITE|GREEN|AMBER\+STRICT|AMBER|RED)\b\]?[:\s-]*", re.IGNORECASE)
_ANSWER_PREFIX = re.compile(r"^(?:(?:re|aw|antw|fwd?|doorst|wg)\s?:\s*)+", re.IGNORECASE)


def take_in(*, sender: str, recipient: str, octets: bytes) -> None:
    """Take a mail from the site's mail system. `sender` and `recipient` are those of the envelope.

    Refused: no_such_address, mail_unreadable, mail_forged, mail_other_sender, never_by_mail, must_be_sealed,
    not_for_us, mail_empty, not_taken, no_calendar, too_often; and what adding a reply or a draft, or answering an
    invitation refuses.
    Records: what adding a reply or a draft records; MailBecameDraft, MailBounced, InvitationAnswered.
    """
    local, _, domain = recipient.rpartition("@")
    if domain.lower() != settings.KRING_MAIL_DOMAIN.lower():
        raise Refused(rules.NO_SUCH_ADDRESS)
    kind, plus, token = local.lower().partition("+")
    match kind, bool(plus):
        case "bounce", True:
            _take_bounce(token, sender, octets)
        case "reply", True:
            _take_reply(token, sender, octets)
        case "meet", True:
            _take_calendar_answer(token, sender, octets)
        case _, False:
            _take_draft(kind, sender, octets)
        case _:
            raise Refused(rules.NO_SUCH_ADDRESS)


def forget_arrivals() -> None:
    """Forget which mails came in long ago."""
    Arrival.objects.filter(at__lt=now() - KEPT).delete()


def _take_bounce(token: str, sender: str, octets: bytes) -> None:
    delivery = notices.office().read(Purpose.BOUNCE, token)
    if delivery is None:
        raise Refused(rules.NO_SUCH_ADDRESS)
    letter = _read(octets)
    # People's automatic answers come here too, from programs that do not know where to send them.
    if reading.nature_of(letter, sender) is Nature.BOUNCE:
        bounce = reading.bounce_of(letter)
        notices.note_bounce(delivery=delivery, final=bounce.final, words=bounce.words)


def _take_reply(token: str, sender: str, octets: bytes) -> None:
    try:
        answered = mail.mail_of_reply(notices.office().read(Purpose.REPLY, token))
        writer = mail.correspondent(answered.person)
    except NotVisible:
        raise Refused(rules.NO_SUCH_ADDRESS) from None
    letter = _read(octets)
    if reading.nature_of(letter, sender) is not Nature.LETTER:
        return
    if answered.item is None:  # the digest, or a round: nothing that has a thread
        raise Refused(rules.NOT_TAKEN)
    if letter.sender.lower() != writer.email.lower():
        raise Refused(rules.OTHER_SENDER)
    if reading.is_forged(letter, settings.KRING_MAIL_AUTHSERV):
        raise Refused(rules.FORGED)
    inner = _opened(letter)
    limits.count("mail_in", answered.person, most=MOST_AN_HOUR, seconds=3600)
    try:
        with acting_as(Actor(person=answered.person)) as actor:
            _add_reply(actor, answered.item, answered.reply, letter, inner, octets)
    except NotVisible:
        raise Refused(rules.NOT_TAKEN) from None


def _take_calendar_answer(token: str, sender: str, octets: bytes) -> None:
    """What a calendar answers to an invitation. The address is the proof; who answers must be who was invited.

    It need not be a letter of a person: calendars answer by themselves, some with an address of their own before the @.
    """
    invitee = notices.office().read(Purpose.CALENDAR, token)
    asked = _asked(invitee) if invitee else None
    if asked is None:
        raise Refused(rules.NO_SUCH_ADDRESS)
    letter = _read(octets)
    found = next((file for file in letter.attachments if file.kind in CALENDAR_KINDS), None)
    if found is None:
        if reading.nature_of(letter, sender) is not Nature.LETTER:
            return
        raise Refused(rules.NO_CALENDAR)
    answer = _calendar_answer(found)
    limits.count("mail_in", asked.invitee, most=MOST_AN_HOUR, seconds=3600)
    try:
        with acting_as(asked.actor) as actor:
            if _address_of(actor).lower() not in answer.attendees | {letter.sender.lower()}:
                raise Refused(rules.OTHER_SENDER)
            if answer.uid.partition("@")[0] != str(asked.entry):
                raise Refused(rules.NOT_TAKEN)
            meets.answer_invitation(
                actor=actor,
                meeting=asked.meeting,
                reply=answer.reply,
                note=answer.comment,
                way="calendar",
                answered=answer.sequence,
            )
    except NotVisible:
        raise Refused(rules.NOT_TAKEN) from None


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody whose calendar may answer: by which invitation, who they are, to what, and what their entry is called."""

    invitee: UUID
    actor: Actor
    meeting: UUID
    entry: UUID


def _asked(invitee: UUID) -> Asked | None:
    """Whose invitation this is: a member's entry is called after the meeting, a guest's after the invitation."""
    if invited := meetings.invited_by(invitee):
        person, meeting = invited
        return Asked(invitee, Actor(person=person), meeting, meeting)
    guest = next(iter(meetings.guest_invitations(invitee)), None)
    return Asked(invitee, guest.actor, guest.meeting, invitee) if guest else None


def _address_of(actor: Actor) -> str:
    """Where they were written to. Raises `NotVisible`."""
    return mail.correspondent(actor.person).email if actor.person else meetings.guest_address(actor).email


def _calendar_answer(file: Attachment) -> CalendarAnswer:
    try:
        return read_answer(file.content)
    except NotAnAnswer as why:
        raise Refused(Refusal(rules.UNREADABLE.code, rules.UNREADABLE.text, {"why": str(why)})) from None


def _add_reply(actor: Actor, item: UUID, answers: UUID | None, letter: Letter, inner: Letter, octets: bytes) -> None:
    told = shared.told(actor, item)
    if told is None:
        raise Refused(rules.NOT_TAKEN)
    narrower = shared.told_reply(actor, answers) if answers else None
    label = narrower.label if narrower else told.label
    enforce(rules.why_not_answer(Answered(label, sealed=inner is not letter)))
    body = reading.own_words(inner.text)
    if not body and not inner.attachments:
        raise Refused(rules.EMPTY)
    if not _is_first(letter, str(item), octets):
        return
    body = body or ", ".join(file.name for file in inner.attachments)
    message_id = letter.message_id[:250] or None
    reply = sharing.add_reply(
        actor=actor, item=item, answer=Answer(body=body, answers=answers, way="mail", message_id=message_id)
    )
    for file in inner.attachments:
        sharing.add_attachment(
            actor=actor, upload=sharing.Upload(content=[file.content], name=file.name), reply=reply.pk
        )


def _take_draft(slug: str, sender: str, octets: bytes) -> None:
    letter = _read(octets)
    if reading.nature_of(letter, sender) is not Nature.LETTER:
        return
    person = people.account_by_address(letter.sender) if letter.sender else None
    # One answer for a circle that is not there and for one that is not theirs.
    if person is None or not _sits_in(person, slug):
        raise Refused(rules.NO_SUCH_ADDRESS)
    if reading.is_forged(letter, settings.KRING_MAIL_AUTHSERV):
        raise Refused(rules.FORGED)
    limits.count("mail_in", person, most=MOST_AN_HOUR, seconds=3600)
    with acting_as(Actor(person=person)) as actor:
        if _is_first(letter, slug, octets):
            _start_draft(actor, slug, letter)


def _start_draft(actor: Actor, slug: str, letter: Letter) -> None:
    """Records: MailBecameDraft."""
    inner = _opened(letter)
    place = circles.circle_for(actor, slug)
    subject = _ANSWER_PREFIX.sub("", inner.subject or letter.subject)
    label = _LABEL_IN_SUBJECT.search(subject)
    text = Text(
        title=_LABEL_IN_SUBJECT.sub("", subject).strip()[:LONGEST_TITLE], what=reading.without_signature(inner.text)
    )
    draft = sharing.start_draft(
        actor=actor,
        circle=place.id,
        writing=Writing(text=text, label=Label.parse(label[1]) if label else None),
    )
    for file in inner.attachments:
        sharing.add_attachment(
            actor=actor, upload=sharing.Upload(content=[file.content], name=file.name), item=draft.pk
        )
    assert actor.person
    record(MailBecameDraft(circle=place.id, draft=draft.pk, person=actor.person), by=actor)


def _sits_in(person: UUID, slug: str) -> bool:
    with acting_as(Actor(person=person)) as actor:
        try:
            return circles.seat_for_sharing(actor, circles.circle_for(actor, slug).id) is not None
        except NotVisible:
            return False


def _read(octets: bytes) -> Letter:
    try:
        return reading.read_letter(octets)
    except Unreadable as why:
        raise Refused(Refusal(rules.UNREADABLE.code, rules.UNREADABLE.text, {"why": str(why)})) from None


def _opened(letter: Letter) -> Letter:
    """The letter inside a sealed one; an open one as it is."""
    if not letter.encrypted:
        return letter
    sealed = next((file.content for file in letter.attachments if b"BEGIN PGP MESSAGE" in file.content), b"")
    try:
        return _read(notices.office().seal.open(sealed))
    except ValueError:
        raise Refused(rules.NOT_FOR_US) from None


@transaction.atomic
def _is_first(letter: Letter, place: str, octets: bytes) -> bool:
    """Note that this mail came to this place. False when it did before: servers send again what they are unsure of."""
    known = letter.message_id.encode("utf-8", "replace") or hashlib.sha256(octets).digest()
    digest = hashlib.sha256(b"\0".join((letter.sender.lower().encode(), place.encode(), known))).digest()
    _, made = Arrival.objects.get_or_create(digest=digest)
    return made

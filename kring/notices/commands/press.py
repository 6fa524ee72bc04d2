"""Prints the letters of one notice: who gets which, in which language and form, sealed where it has to be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from kring.kernel.actor import Actor
from kring.kernel.binding import acting_as
from kring.kernel.clock import now
from kring.kernel.errors import NotVisible, Refusal, Refused
from kring.notices.mails import Story, Telling, TellsSomeMore, compose
from kring.notices.post.carrier import Parcel
from kring.notices.post.headers import Address, NotAnAddress, routable
from kring.notices.post.letter import Personal, Plate
from kring.notices.post.office import Office
from kring.notices.post.openpgp import NO_KEY, Key, read_key
from kring.notices.post.tokens import Purpose
from kring.notices.queries import Waiting
from kring.notices.rules import Correspondent
from kring.tlp.carriage import Carriage, carriage_of
from kring.tlp.labels import Label


@dataclass(frozen=True, slots=True)
class Slip:
    """What is to happen with one delivery: a parcel to send, or the code of why there is none."""

    waiting: Waiting
    parcel: Parcel | None = None
    form: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """A letter before it is printed. `why` is why its reader gets no content."""

    waiting: Waiting
    reader: Correspondent
    story: Story
    carriage: Carriage
    plate: Plate
    personal: Personal
    key: Key | None
    why: Refusal | None


class Press:
    """Prints letters. Plates are kept from window to window, as long as the story stays the same."""

    def __init__(self, telling: Telling, office: Office) -> None:
        self.telling = telling
        self.office = office
        self._plates: dict[tuple[object, ...], Plate] = {}

    def print_all(self, waiting: Sequence[Waiting]) -> list[Slip]:
        """A slip for each of these deliveries, in order."""
        moment = now()
        drafts = self._drafts(waiting, moment)
        to_seal = [draft for draft in drafts if isinstance(draft, Draft) and draft.carriage.sealed]
        sealed = iter(self.office.at_once(self._sealed, to_seal))
        slips = []
        for draft in drafts:
            if isinstance(draft, Slip):
                slips.append(draft)
            elif draft.carriage.sealed:
                slips.append(self._slip(draft, next(sealed)))
            else:
                slips.append(self._slip(draft, draft.plate.letter(draft.personal)))
        return slips

    def _drafts(self, waiting: Sequence[Waiting], moment: datetime) -> list[Draft | Slip]:
        people = [each.person for each in waiting]
        readers = self.telling.readers_among(people)
        stories = self._stories([person for person in people if person in readers])
        keys = self._keys([each.reader for each in waiting if each.reader and each.person in stories], stories, moment)
        return [
            self._draft(each, stories[each.person], keys.get(each.person, (None, None)), moment)
            if each.person in stories
            else Slip(each, reason="nothing_to_tell" if each.person in readers else "not_a_reader")
            for each in waiting
        ]

    def _stories(self, readers: Sequence[UUID]) -> Mapping[UUID, Story]:
        """What each of these readers is told, read as one of them: what goes out was let out by the lock."""
        found: dict[UUID, Story] = {}
        for reader in readers:
            try:
                with acting_as(Actor(person=reader)):
                    story = self.telling.story(reader)
            except NotVisible:  # cut off in this very moment
                continue
            if story and not self.telling.is_personal:
                return self._beside(story, readers)
            if story:
                found[reader] = story
            elif not self.telling.is_personal:
                break
        return found

    def _beside(self, story: Story, readers: Sequence[UUID]) -> Mapping[UUID, Story]:
        """The story for all, and for some with what is theirs alone."""
        asides = self.telling.asides(readers) if isinstance(self.telling, TellsSomeMore) else {}
        return {reader: story.beside(asides[reader]) if reader in asides else story for reader in readers}

    def _keys(
        self, readers: Sequence[Correspondent], stories: Mapping[UUID, Story], moment: datetime
    ) -> dict[UUID, tuple[Key | None, Refusal | None]]:
        """The keys of those whose story can be sealed, or why there is none. Reading a key takes a while."""
        sealable = [reader for reader in readers if _can_be_sealed(stories[reader.person].label)]
        keys = self.office.at_once(lambda reader: _key_of(reader, moment), sealable)
        return {reader.person: key for reader, key in zip(sealable, keys, strict=True)}

    def _draft(
        self, waiting: Waiting, story: Story, found: tuple[Key | None, Refusal | None], moment: datetime
    ) -> Draft | Slip:
        reader = waiting.reader
        if reader is None:
            return Slip(waiting, reason="not_a_reader")
        try:
            email = routable(reader.email)
        except NotAnAddress:
            return Slip(waiting, reason="not_an_address")
        key, why = found
        if key is None and story.in_the_open:
            story, why = story.in_the_open, None
        carriage = carriage_of(story.label, can_encrypt=key is not None)
        personal = self._personal(waiting, Address(reader.name, email), carriage, moment)
        return Draft(waiting, reader, story, carriage, self._plate(story, reader, carriage, why), personal, key, why)

    def _personal(self, waiting: Waiting, to: Address, carriage: Carriage, moment: datetime) -> Personal:
        office, telling = self.office, self.telling
        token = office.token(Purpose.LINK, waiting.delivery)
        parent = office.message_id(telling.parent, waiting.person) if telling.parent else ""
        return Personal(
            to=to,
            message_id=office.message_id(telling.notice, waiting.person),
            sent=moment,
            reply_to=office.reply_address(waiting.delivery) if carriage.takes_replies else "",
            unsubscribe=office.link("off", token),
            parent=parent,
            thread=parent,
            slots={"token": token},
        )

    def _plate(self, story: Story, reader: Correspondent, carriage: Carriage, why: Refusal | None) -> Plate:
        wanted = (story.stamp, story.aside, reader.language, reader.timezone, carriage, why.code if why else "")
        if wanted not in self._plates:
            if any(stamp != story.stamp for stamp, *_ in self._plates):
                self._plates.clear()  # the story changed while it was being told
            message = compose(
                story,
                carriage,
                language=reader.language,
                zone=reader.timezone,
                domain=self.office.domain,
                base_url=self.office.base_url,
                sender=self.office.sender,
                why=why,
            )
            self._plates[wanted] = Plate(message)
        return self._plates[wanted]

    def _sealed(self, draft: Draft) -> bytes | Refusal:
        """The letter sealed, or why its key fails just now. Runs beside others of its kind."""
        assert draft.key is not None
        try:
            sealed = self.office.seal.seal(draft.plate.payload(draft.personal), draft.key)
        except Refused as refused:
            return refused.refusal
        return draft.plate.cover(draft.personal, sealed)

    def _slip(self, draft: Draft, letter: bytes | Refusal) -> Slip:
        if isinstance(letter, Refusal):
            draft = self._without_key(draft, letter)
            letter = draft.plate.letter(draft.personal)
        return_path = self.office.return_path(draft.waiting.delivery)
        parcel = Parcel(return_path, draft.personal.to.email, letter)
        return Slip(draft.waiting, parcel, draft.carriage.form, draft.why.code if draft.why else "")

    def _without_key(self, draft: Draft, why: Refusal) -> Draft:
        """The same for somebody whose key turned out to be of no use: a link, and the reason."""
        story = draft.story.in_the_open or draft.story
        carriage = carriage_of(story.label, can_encrypt=False)
        personal = draft.personal if carriage.takes_replies else replace(draft.personal, reply_to="")
        plate = self._plate(story, draft.reader, carriage, why)
        return replace(draft, story=story, carriage=carriage, plate=plate, personal=personal, why=why)


def _can_be_sealed(label: Label) -> bool:
    """Does a key make a difference? Not for what travels in the open, and not for what never travels."""
    return carriage_of(label, can_encrypt=True) != carriage_of(label, can_encrypt=False)


def _key_of(reader: Correspondent, moment: datetime) -> tuple[Key | None, Refusal | None]:
    """The key to seal with, or why there is none."""
    if not reader.certificate:
        return None, NO_KEY
    try:
        return read_key(reader.certificate.encode(), moment), None
    except Refused as refused:
        return None, refused.refusal

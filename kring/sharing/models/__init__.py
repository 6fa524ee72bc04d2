"""What members share. Every table here is under the lock; the migrations put it on."""

from kring.sharing.models.answers import Feedback, Reading
from kring.sharing.models.items import Item, ItemVersion, SealedSource
from kring.sharing.models.onward import Freeze, Onward, WideningRequest
from kring.sharing.models.polls import Poll, PollAnswer
from kring.sharing.models.rounds import Round, RoundAnswer
from kring.sharing.models.sightings import Sighting
from kring.sharing.models.thread import Attachment, Reply, ReplyVersion
from kring.sharing.models.trust import Judgement, TrackRecord

__all__ = [
    "Attachment",
    "Feedback",
    "Freeze",
    "Item",
    "ItemVersion",
    "Judgement",
    "Onward",
    "Poll",
    "PollAnswer",
    "Reading",
    "Reply",
    "ReplyVersion",
    "Round",
    "RoundAnswer",
    "SealedSource",
    "Sighting",
    "TrackRecord",
    "WideningRequest",
]

"""What people fill in to share, to filter and to search."""

from kring.sharing.forms.filters import ListForm
from kring.sharing.forms.item import (
    AskWiderForm,
    EditItemForm,
    EditReplyForm,
    FeedbackForm,
    MentionForm,
    PassOnForm,
    RelabelForm,
    ReplyForm,
    TrailForm,
)
from kring.sharing.forms.polls import AnswerPollForm, AskPollForm
from kring.sharing.forms.rounds import AnswerRoundForm, StartRoundForm
from kring.sharing.forms.share import ShareForm
from kring.sharing.forms.sightings import SeenForm, SightingForm

__all__ = [
    "AnswerPollForm",
    "AnswerRoundForm",
    "AskPollForm",
    "AskWiderForm",
    "EditItemForm",
    "EditReplyForm",
    "FeedbackForm",
    "ListForm",
    "MentionForm",
    "PassOnForm",
    "RelabelForm",
    "ReplyForm",
    "SeenForm",
    "ShareForm",
    "SightingForm",
    "StartRoundForm",
    "TrailForm",
]

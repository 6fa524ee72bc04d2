"""What is filled in on the way into a circle."""

from kring.admission.forms.application import ApplicationForm
from kring.admission.forms.policy import CriteriaForms, PolicyForm, terms_in
from kring.admission.forms.steps import (
    AnswerForm,
    CloseForm,
    NoteForm,
    OpenBallotForm,
    OpeningForm,
    QuestionForm,
    VoteForm,
)

__all__ = [
    "AnswerForm",
    "ApplicationForm",
    "CloseForm",
    "CriteriaForms",
    "NoteForm",
    "OpenBallotForm",
    "OpeningForm",
    "PolicyForm",
    "QuestionForm",
    "VoteForm",
    "terms_in",
]

"""Everything that changes what a circle asks, applications and ballots."""

from kring.admission.commands.applying import (
    Writing,
    answer_question,
    begin_application,
    save_application,
    send_application,
    withdraw_application,
)
from kring.admission.commands.ballots import close_ballot, open_ballot, stop_ballot, vote
from kring.admission.commands.judging import admit_from_list, ask_candidate, refuse_application
from kring.admission.commands.policy import change_policy, make_opening, revoke_opening
from kring.admission.commands.tending import erase_applications, sweep_keys

__all__ = [
    "Writing",
    "admit_from_list",
    "answer_question",
    "ask_candidate",
    "begin_application",
    "change_policy",
    "close_ballot",
    "erase_applications",
    "make_opening",
    "open_ballot",
    "refuse_application",
    "revoke_opening",
    "save_application",
    "send_application",
    "stop_ballot",
    "sweep_keys",
    "vote",
    "withdraw_application",
]

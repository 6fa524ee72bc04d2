"""Everything that changes accounts, tokens and sessions."""

from kring.people.commands.accounts import (
    ask_for_new_password,
    close_account,
    erase_account,
    make_account,
    note_sign_in_changed,
    open_account,
    readmit_account,
    suspend_account,
)
from kring.people.commands.cut import cut_off
from kring.people.commands.profile import (
    ask_for_address,
    change_profile,
    change_settings,
    keep_key,
    remove_key,
    take_address,
    take_own_data,
)
from kring.people.commands.sessions import end_session
from kring.people.commands.tokens import IssuedToken, issue_token, revoke_token, show_token

__all__ = [
    "IssuedToken",
    "ask_for_address",
    "ask_for_new_password",
    "change_profile",
    "change_settings",
    "close_account",
    "cut_off",
    "end_session",
    "erase_account",
    "issue_token",
    "keep_key",
    "make_account",
    "note_sign_in_changed",
    "open_account",
    "readmit_account",
    "remove_key",
    "revoke_token",
    "show_token",
    "suspend_account",
    "take_address",
    "take_own_data",
]

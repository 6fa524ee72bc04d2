"""Messages to receivers and about them, composed but not sent."""

from kring.feeds.mails.disabled import disabled_mail
from kring.feeds.mails.payloads import Told, told
from kring.feeds.mails.whispers import trial, whisper

__all__ = ["Told", "disabled_mail", "told", "trial", "whisper"]

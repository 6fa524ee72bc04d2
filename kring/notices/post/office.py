"""One installation's post: who it is in mail, its key, its connections. One per process."""

import hashlib
import hmac
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TypeVar
from uuid import UUID

from kring.notices.post.carrier import Carrier
from kring.notices.post.openpgp import Seal
from kring.notices.post.tokens import Purpose, read_token, token_for

__all__ = ["Office"]

_Given = TypeVar("_Given")
_Made = TypeVar("_Made")


@dataclass(frozen=True)
class Office:
    """Knows how this installation writes addresses, identifiers and links. `domain` is where its mail is answered.

    `carrier` is None where no mail goes out. `takes_mail`: replies and bounces come back to us over LMTP.
    """

    sender: str
    domain: str
    base_url: str
    secret: bytes
    carrier: Carrier | None
    seal: Seal
    takes_mail: bool
    _threads: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(thread_name_prefix="post"))

    def token(self, purpose: Purpose, delivery: UUID) -> str:
        """The token that goes with one mail."""
        return token_for(self.secret, purpose, delivery)

    def read(self, purpose: Purpose, token: str) -> UUID | None:
        """The delivery that a token stands for, or None."""
        return read_token(self.secret, purpose, token)

    def link(self, verb: str, token: str) -> str:
        """The address behind a button in a mail."""
        return f"{self.base_url}/mail/{verb}/{token}/"

    def reply_address(self, delivery: UUID) -> str:
        """Where an answer goes; empty when we take no mail."""
        return f"reply+{self.token(Purpose.REPLY, delivery)}@{self.domain}" if self.takes_mail else ""

    def return_path(self, delivery: UUID) -> str:
        """Where a bounce goes: an address for each mail, so that we know which one did not arrive."""
        return f"bounce+{self.token(Purpose.BOUNCE, delivery)}@{self.domain}" if self.takes_mail else self.sender

    def message_id(self, notice: UUID, person: UUID) -> str:
        """The same for every try, and told by nobody from another: it says neither what nor to whom."""
        digest = hmac.digest(self.secret, b"message-id:" + notice.bytes + person.bytes, hashlib.sha256)
        return f"{digest[:16].hex()}@{self.domain}"

    def at_once(self, make: Callable[[_Given], _Made], given: Iterable[_Given]) -> list[_Made]:
        """Do something with many, on every core, where it lets go of the interpreter."""
        return list(self._threads.map(make, given))

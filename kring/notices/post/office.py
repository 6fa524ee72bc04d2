"""One installation's post: who it is in mail, its key, its connections. One per process."""

import hmac
import os
from collections.abc import Callable, Sequence
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

_SHARES = 2 * (os.cpu_count() or 1)
"""Into how many parts work is cut: handing it over one by one costs more than it takes."""


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

    def calendar_address(self, invitation: UUID) -> str:
        """Where a calendar sends what its owner answers; empty when we take no mail."""
        return f"meet+{self.token(Purpose.CALENDAR, invitation)}@{self.domain}" if self.takes_mail else ""

    def return_path(self, delivery: UUID) -> str:
        """Where a bounce goes: an address for each mail, so that we know which one did not arrive."""
        return f"bounce+{self.token(Purpose.BOUNCE, delivery)}@{self.domain}" if self.takes_mail else self.sender

    def message_id(self, notice: UUID, person: UUID) -> str:
        """The same for every try, and told by nobody from another: it says neither what nor to whom."""
        digest = hmac.digest(self.secret, b"message-id:" + notice.bytes + person.bytes, "sha256")
        return f"{digest[:16].hex()}@{self.domain}"

    def at_once(self, make: Callable[[_Given], _Made], given: Sequence[_Given]) -> list[_Made]:
        """Do something with many, on every core, where it lets go of the interpreter."""
        share = -(-len(given) // _SHARES) or 1
        shares = [given[start : start + share] for start in range(0, len(given), share)]
        made = self._threads.map(lambda some: [make(one) for one in some], shares)
        return [one for some in made for one in some]

"""Asking somebody else's server, and what its answer means when it is not what was asked for."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass

from kring.kernel.outgoing import Answer, CannotReach, fetch

PATIENCE = 60.0
"""Seconds for one answer: large pages come from slow servers."""
NOT_CHANGED = 304


class Failed(Exception):
    """There is no page, or they did not take it.

    Codes: those of `CannotReach`; credentials, not_there, too_much, busy, broken, other_answer, unreadable.
    """

    def __init__(self, code: str, text: str, *, wait: int | None = None) -> None:
        super().__init__(text)
        self.code = code
        self.wait = wait
        """Seconds that they ask us to wait."""


@dataclass(frozen=True, slots=True)
class Credentials:
    """How one shows who one is: a name and a password (Basic), a token alone (Bearer), or nothing."""

    user: str = ""
    secret: str = ""

    @property
    def headers(self) -> Mapping[str, str]:
        """As they are sent."""
        if not self.secret:
            return {}
        if not self.user:
            return {"Authorization": f"Bearer {self.secret}"}
        pair = base64.b64encode(f"{self.user}:{self.secret}".encode()).decode()
        return {"Authorization": f"Basic {pair}"}


def ask_for(
    url: str,
    credentials: Credentials,
    *,
    accept: str,
    most: int,
    content: bytes | None = None,
    mark: str = "",
) -> Answer:
    """Fetches something, or gives `content` in the same media type. With a `mark` (ETag) the answer may be that nothing changed.

    Raises `Failed`.
    """
    headers = {"Accept": accept, **credentials.headers}
    if content is not None:
        headers["Content-Type"] = accept
    if mark:
        headers["If-None-Match"] = mark
    method = "GET" if content is None else "POST"
    try:
        answer = fetch(method, url, content=content, headers=headers, most=most, patience=PATIENCE)
    except CannotReach as why:
        raise Failed(why.code, str(why)) from None
    if answer.ok or (mark and answer.status == NOT_CHANGED):
        return answer
    raise Failed(_meaning(answer.status), f"They answered {answer.status}.", wait=_wait(answer))


def header(answer: Answer, name: str) -> str:
    """What a header of the answer says; nothing when it is not there."""
    return {key.lower(): value for key, value in answer.headers.items()}.get(name, "")


def _meaning(status: int) -> str:
    if status in {401, 403}:
        return "credentials"
    if status == 404:
        return "not_there"
    if status == 413:
        return "too_much"
    if status in {429, 503}:
        return "busy"
    return "broken" if status >= 500 else "other_answer"


def _wait(answer: Answer) -> int | None:
    said = header(answer, "retry-after")
    return min(int(said), 86_400) if said.isascii() and said.isdecimal() and len(said) < 9 else None

"""Types notes as an open page does, over HTTP."""

from base64 import b64decode, b64encode
from dataclasses import dataclass, field

import httpx

from kring.meetings.rules import shared_text

TOKEN = "a" * 32


@dataclass
class Typist:
    """One open page of one point's notes."""

    url: str
    """Of the notes."""
    cookies: dict[str, str]
    state: bytes = field(default=shared_text.EMPTY)
    """How far the page has come."""

    def type(self, text: str) -> int:
        """Adds to the end of the text. Gives the status; the page keeps what was typed until it is taken."""
        state = shared_text.merged(self.state, shared_text.retyped(self.state, shared_text.text_of(self.state) + text))
        sent = {"update": b64encode(state).decode(), "vector": ""}
        cookies = {**self.cookies, "kring_csrf": TOKEN}
        answer = httpx.post(
            self.url, json=sent, cookies=cookies, headers={"X-CSRFToken": TOKEN}, timeout=10, trust_env=False
        )
        if answer.status_code == 200:
            self.state = shared_text.merged(state, b64decode(answer.json()["update"]))
        return answer.status_code

    def read(self) -> str:
        """The text as the server has it, from which one types on."""
        answer = httpx.get(self.url, cookies=self.cookies, timeout=10, trust_env=False)
        self.state = b64decode(answer.json()["update"])
        return shared_text.text_of(self.state)

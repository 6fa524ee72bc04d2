"""Signed webhooks, as the Standard Webhooks specification has them: an id, a moment, and a signature over both and the body."""

import base64
import hmac
import secrets
from datetime import datetime

SECRET_OCTETS = 32
"""Between 24 and 64, says the specification."""


def new_secret() -> str:
    """The key that a receiver checks signatures with, as it is shown once."""
    return "whsec_" + base64.b64encode(secrets.token_bytes(SECRET_OCTETS)).decode()


def signed(secret: str, *, id: str, at: datetime, body: bytes) -> dict[str, str]:
    """The headers that go with a body. `id` is the same at every attempt; the moment is that of this one."""
    moment = str(int(at.timestamp()))
    key = base64.b64decode(secret.removeprefix("whsec_"))
    mark = hmac.digest(key, f"{id}.{moment}.".encode() + body, "sha256")
    return {
        "webhook-id": id,
        "webhook-timestamp": moment,
        "webhook-signature": "v1," + base64.b64encode(mark).decode(),
    }

"""Secrets that have to be read again, such as the key a webhook is signed with: kept encrypted with KRING_SECRET_KEY."""

import base64
import hmac

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings

from kring.kernel.errors import Misconfigured


def seal(purpose: str, secret: str) -> bytes:
    """The secret as it is kept. What was sealed for one purpose opens for no other."""
    return _lock(purpose).encrypt(secret.encode())


def unseal(purpose: str, sealed: bytes) -> str:
    """The secret again. Raises `Misconfigured` when it was kept under another KRING_SECRET_KEY."""
    try:
        return _lock(purpose).decrypt(bytes(sealed)).decode()
    except InvalidToken:
        raise Misconfigured(
            "A secret was kept under another KRING_SECRET_KEY. Set that one again, or make what needs it anew."
        ) from None


def _lock(purpose: str) -> Fernet:
    key = hmac.digest(settings.SECRET_KEY.encode(), f"kring vault {purpose}".encode(), "sha256")
    return Fernet(base64.urlsafe_b64encode(key))

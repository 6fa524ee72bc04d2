"""This installation's post, as the settings say: its server, its key, how it writes addresses."""

import base64
import hmac
from functools import cache
from urllib.parse import urlsplit

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.db import transaction

from kring.kernel.errors import Misconfigured
from kring.notices.models import InstanceKey
from kring.notices.post.carrier import Carrier, carrier_for
from kring.notices.post.office import Office
from kring.notices.post.openpgp import Seal
from kring.notices.post.server import BadAddress, read_url


@cache
def office() -> Office:
    """The post of this process. Raises `Misconfigured`."""
    return Office(
        sender=settings.KRING_MAIL_FROM,
        domain=settings.KRING_MAIL_DOMAIN,
        base_url=settings.KRING_BASE_URL,
        secret=_derived("tokens"),
        carrier=_carrier(),
        seal=_seal(),
        takes_mail=bool(settings.KRING_MAIL_LISTEN),
    )


def _carrier() -> Carrier | None:
    if not settings.KRING_SMTP_URL:
        return None
    try:
        destination = read_url(settings.KRING_SMTP_URL)
    except BadAddress as error:
        raise Misconfigured(f"KRING_SMTP_URL cannot be used: {error}.") from None
    return carrier_for(destination, urlsplit(settings.KRING_BASE_URL).hostname or "localhost")


def _seal() -> Seal:
    """The key that mails are signed with, made at its first use. Several processes end up with the same one."""
    lock = Fernet(base64.urlsafe_b64encode(_derived("instance key")))
    if (kept := InstanceKey.objects.first()) is None:
        secret = Seal.make(f"Kring <{settings.KRING_MAIL_FROM}>")
        seal = Seal(secret)
        with transaction.atomic():
            InstanceKey.objects.bulk_create(
                [
                    InstanceKey(
                        sealed_secret=lock.encrypt(secret), certificate=seal.certificate, fingerprint=seal.fingerprint
                    )
                ],
                ignore_conflicts=True,
            )
        kept = InstanceKey.objects.get()
    try:
        return Seal(lock.decrypt(bytes(kept.sealed_secret)))
    except InvalidToken:
        raise Misconfigured(
            "The key that mails are signed with was kept under another KRING_SECRET_KEY. Set that one again."
        ) from None


def _derived(purpose: str) -> bytes:
    """A key for one purpose, out of the installation's secret."""
    return hmac.digest(settings.SECRET_KEY.encode(), f"kring.notices {purpose}".encode(), "sha256")

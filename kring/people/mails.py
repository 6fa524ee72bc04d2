"""Mails about one's own account, composed but not sent."""

from datetime import datetime
from uuid import UUID

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.signing import Signer
from django.urls import reverse

from kring.kernel.clock import now
from kring.people.models import AddressChange, Person
from kring.web.letters import letter

ADDRESS = Signer(salt="kring.people.address")
"""Signs the link to a new address."""


def new_password_mail(person: UUID) -> EmailMultiAlternatives | None:
    """The link with which somebody chooses a new password; None when the account is closed meanwhile."""
    account = Person.objects.filter(pk=person, suspended_at__isnull=True).first()
    if account is None:
        return None
    # allauth checks this link, so it is made as allauth makes it.
    place = {"uidb36": user_pk_to_url_str(account), "key": default_token_generator.make_token(account)}
    return _letter("new_password", account, link=_site(reverse("account_reset_password_from_key", kwargs=place)))


def new_address_mail(change: UUID) -> EmailMultiAlternatives | None:
    """The link, to the new address, with which somebody shows that they read it; None when it is of no use any more."""
    asked = AddressChange.objects.select_related("person").filter(pk=change, taken_at__isnull=True).first()
    if asked is None or asked.expires_at <= now():
        return None
    link = _site(reverse("new_address", args=[ADDRESS.sign(asked.pk.hex)]))
    return _letter("new_address", asked.person, to=asked.email, link=link)


def sign_in_changed_mail(person: UUID, what: str, at: datetime) -> EmailMultiAlternatives | None:
    """That something about how one signs in was changed, for who did not do that."""
    account = Person.objects.filter(pk=person, suspended_at__isnull=True).first()
    if account is None:
        return None
    return _letter("sign_in_changed", account, link=_site(reverse("usersessions_list")), what=what, at=at)


def _letter(folder: str, account: Person, *, to: str = "", **context: object) -> EmailMultiAlternatives:
    shown = {"name": account.name, **context}
    return letter(f"people/mail/{folder}", to=to or account.email, language=account.language, context=shown)


def _site(path: str) -> str:
    return str(settings.KRING_BASE_URL) + path

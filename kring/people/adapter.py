"""Sign-in without open registration: an account comes from an invitation, whatever the way in."""

from typing import Any
from uuid import UUID

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import record_authentication
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.contrib.auth import login
from django.http import HttpRequest

from kring.people import commands
from kring.people.models import Person

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


class InvitationsOnly(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Nobody registers here by themselves, and nobody learns who did."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_password_reset_mail(self, user: Person, email: str, context: dict[str, Any]) -> None:
        """Written down here and sent by a job: answering takes as long for an address that nobody has."""
        commands.ask_for_new_password(person=user.pk if user.is_person else None)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Allauth has mails of its own; the one that matters is written down as often as the one above."""
        if template_prefix == "account/email/unknown_account":
            commands.ask_for_new_password(person=None)

    def send_notification_mail(
        self, template_prefix: str, user: Person, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """Something about how somebody signs in changed: "account/email/password_changed"."""
        commands.note_sign_in_changed(person=user.pk, what=template_prefix.rsplit("/", 1)[1])


class KnownPeopleOnly(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """A provider signs in people whom we invited, and makes no accounts."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False


def sign_in(request: HttpRequest, person: UUID) -> None:
    """Sign somebody in who just made an account, with the password they chose."""
    user = Person.objects.get(pk=person)
    login(request, user, backend=BACKEND)
    record_authentication(request, user, method="password", email=user.email)

"""The mail that says that a webhook or messenger was switched off."""

from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse

from kring.feeds.models import Messenger, Webhook
from kring.feeds.rules import Way
from kring.web.letters import letter


def disabled_mail(way: Way, target: UUID) -> EmailMultiAlternatives | None:
    """For whoever's it is; None when it is on again, is gone, or belongs to a machine or a closed account."""
    kind = Webhook if way is Way.WEBHOOK else Messenger
    rows = kind.objects.select_related("person").filter(pk=target, ended_at__isnull=True, disabled_at__isnull=False)
    row = rows.first()
    if row is None or not row.person.is_active or not row.person.is_person:
        return None
    context = {
        "name": row.person.name,
        "called": row.name,
        "is_webhook": way is Way.WEBHOOK,
        "why": row.disabled_why,
        "link": str(settings.KRING_BASE_URL) + reverse("connections"),
    }
    return letter("feeds/mail/disabled", to=row.person.email, language=row.person.language, context=context)

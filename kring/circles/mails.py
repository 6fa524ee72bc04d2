"""The mail with an invitation, composed but not sent."""

from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from kring.circles import queries, rules
from kring.circles.models import Invitation
from kring.kernel.clock import now
from kring.web.letters import letter


def invitation_mail(invitation: UUID) -> EmailMultiAlternatives | None:
    """The invitation with its link; None when it opens nothing any more.

    It says which circle, since who is invited must know what for, and nothing that is shared there.
    """
    row = Invitation.objects.select_related("membership__circle", "organisation", "invited_by").get(pk=invitation)
    if rules.why_not_open(queries.life_of(row), now()):
        return None
    circle = row.membership.circle if row.membership else None
    inviter = row.invited_by
    language = circle.language if circle else inviter.language if inviter else settings.LANGUAGE_CODE
    context = {
        "name": row.name,
        "circle": circle.name if circle else "",
        "organisation": row.organisation.name,
        "role": row.get_role_display() if row.role else "",
        "inviter": inviter.name if inviter else "",
        "link": queries.invitation_link(row.pk),
        "expires": row.expires_at,
    }
    return letter("circles/mail/invitation", to=row.email, language=language, context=context)

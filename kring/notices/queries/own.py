"""What somebody sees of mail: whether it reaches them, and, as the source of an item, whether it reached others."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from kring.kernel.actor import Actor
from kring.kernel.clock import now
from kring.kernel.errors import Refusal
from kring.notices.models import Delivery, Wishing
from kring.notices.post.openpgp import why_not_seal
from kring.notices.queries.wishes import wishes_of
from kring.notices.rules import Kind, Wishes, notice_of


@dataclass(frozen=True, slots=True)
class DeliveryTally:
    """How many mails about an item stand how: sent in full, sealed, as a link; still waiting; not arrived."""

    full: int = 0
    encrypted: int = 0
    link: int = 0
    waiting: int = 0
    failed: int = 0
    bounced: int = 0

    @property
    def sent(self) -> int:
        """On their way, and nothing came back."""
        return self.full + self.encrypted + self.link


TALLY = """
SELECT count(*) FILTER (WHERE state = 'sent' AND form = 'full'), count(*) FILTER (WHERE state = 'sent' AND form = 'encrypted'),
       count(*) FILTER (WHERE state = 'sent' AND form = 'link'), count(*) FILTER (WHERE state = 'pending'),
       count(*) FILTER (WHERE state = 'failed'), count(*) FILTER (WHERE state = 'bounced')
FROM notices_delivery WHERE circle = %s AND notice = %s
"""


def deliveries_of(item: UUID, circle: UUID) -> DeliveryTally:
    """How the mails about a new item fared: for its source all of them, for somebody else their own."""
    with connection.cursor() as cursor:
        cursor.execute(TALLY, [circle, notice_of(Kind.ITEM, item)])
        row = cursor.fetchone()
    return DeliveryTally(*row) if row else DeliveryTally()


@dataclass(frozen=True, slots=True)
class Returned:
    """Somebody whom a mail about an item did not reach, and what a server said."""

    person: UUID
    words: str
    at: datetime | None


def bounces_of(item: UUID, circle: UUID) -> list[Returned]:
    """Whom mails about a new item did not reach: for its source all of them, for somebody else their own."""
    lost = (Delivery.State.BOUNCED, Delivery.State.FAILED)
    rows = Delivery.objects.filter(circle=circle, notice=notice_of(Kind.ITEM, item), state__in=lost)
    return [Returned(row.person, row.words, row.bounced_at) for row in rows.order_by("id")]


@dataclass(frozen=True, slots=True)
class WishRow:
    """What somebody said about one circle; `circle` is None for all others."""

    circle: UUID | None
    wishes: Wishes


@dataclass(frozen=True, slots=True)
class MailStanding:
    """Mail, as somebody sees it for themselves."""

    why_no_content: Refusal | None
    """Why AMBER comes as a link; None when there is a key that works."""
    bounces: int
    """Mails of the last thirty days that did not arrive."""
    last_words: str
    last_bounce: datetime | None
    wishes: Wishes
    by_circle: list[WishRow]


RECENT_BOUNCES = """
SELECT count(*), max(coalesce(bounced_at, created_at)), (array_agg(words ORDER BY created_at DESC))[1]
FROM notices_delivery
WHERE person = %s AND state IN ('bounced', 'failed') AND created_at > statement_timestamp() - interval '30 days'
"""


def mail_standing(actor: Actor, *, key: str) -> MailStanding:
    """How mail to the actor stands. `key` is the actor's OpenPGP certificate, armored, or empty."""
    with connection.cursor() as cursor:
        cursor.execute(RECENT_BOUNCES, [actor.person])
        bounces, last, words = cursor.fetchone() or (0, None, "")
    circles = Wishing.objects.filter(person=actor.person, circle__isnull=False).values_list("circle", flat=True)
    return MailStanding(
        why_no_content=why_not_seal(key, now()),
        bounces=bounces,
        last_words=words or "",
        last_bounce=last,
        wishes=wishes_of(actor, None),
        by_circle=[WishRow(circle, wishes_of(actor, circle)) for circle in circles],
    )

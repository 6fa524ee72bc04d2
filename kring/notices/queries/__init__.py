"""What is asked about mails and about what people want to hear."""

from kring.notices.queries.ledger import Outlook, Waiting, add, mark, next_try, take_waiting
from kring.notices.queries.own import DeliveryTally, MailStanding, WishRow, bounces_of, deliveries_of, mail_standing
from kring.notices.queries.tokens import TappedMail, correspondent, mail_of_link, mail_of_reply
from kring.notices.queries.wishes import (
    LeftOut,
    due_for_digest,
    hearing_of_item,
    hearing_of_reply,
    mailed_about,
    muted_tags,
    wishes_of,
)

__all__ = [
    "DeliveryTally",
    "LeftOut",
    "MailStanding",
    "Outlook",
    "TappedMail",
    "Waiting",
    "WishRow",
    "add",
    "bounces_of",
    "correspondent",
    "deliveries_of",
    "due_for_digest",
    "hearing_of_item",
    "hearing_of_reply",
    "mail_of_link",
    "mail_of_reply",
    "mail_standing",
    "mailed_about",
    "mark",
    "muted_tags",
    "next_try",
    "take_waiting",
    "wishes_of",
]

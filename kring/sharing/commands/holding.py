"""What holds a file lets go of it, so that its bytes go when nothing else holds them."""

from django.db.models import QuerySet

from kring.files import commands as files
from kring.sharing.models import Attachment


def drop(attachments: QuerySet[Attachment]) -> None:
    """Take these away from what they are with."""
    held = set(attachments.values_list("stored_id", flat=True))
    attachments.delete()
    files.let_go(files=held)

"""What people fill in to share, to filter and to search."""

from kring.sharing.forms.filters import ListForm
from kring.sharing.forms.share import ShareForm

__all__ = ["ListForm", "ShareForm"]

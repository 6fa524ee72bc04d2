"""The components pages are made of; see them all at /gallery/, and how to use each in docs/howto/components.md."""

from kring.web.templatetags.ui import actions, boxes, fields, lists, marks, times
from kring.web.templatetags.ui.library import register

__all__ = ["actions", "boxes", "fields", "lists", "marks", "register", "times"]

"""Bytes on disk: written so that a crash loses nothing, recognised by what they are, wrapped when they could run.

It knows folders and files, and nothing of tables or people.
"""

from kring.files.disk.recognition import Danger, Recognised, recognise
from kring.files.disk.samples import PASSWORD, wrap
from kring.files.disk.store import Received, Store, TooLarge

__all__ = ["PASSWORD", "Danger", "Received", "Recognised", "Store", "TooLarge", "recognise", "wrap"]

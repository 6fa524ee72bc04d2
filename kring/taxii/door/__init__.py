"""An ASGI application beside the pages, without anything of them.

What is answered often is kept ready. Who may have it is asked anew all the time: see `visitors`.
"""

from kring.taxii.door.answers import PREFIX, ROOT, Taxii

__all__ = ["PREFIX", "ROOT", "Taxii"]

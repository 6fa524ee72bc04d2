"""The door for machines that speak TAXII 2.1: an ASGI application beside the pages, without anything of them.

What is answered often is kept ready. Who may have it is asked anew all the time: see `visitors`.
"""

from kring.taxii.door import PREFIX, Taxii

__all__ = ["PREFIX", "Taxii"]

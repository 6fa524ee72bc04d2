"""The door through which the site's mail system hands mail to us (LMTP, RFC 2033)."""

from kring.mailroom.lmtp.answers import answer
from kring.mailroom.lmtp.server import Place, place_of, serve

__all__ = ["Place", "answer", "place_of", "serve"]

"""Live updates: what happens arrives on open pages by itself, over server-sent events (WHATWG HTML, section 9.2).

A change tells the channel `kring_live` what happened, in its own transaction. Each process hears it on one connection,
asks who may read it, has the row rendered once per language by one of them, and hands it to the open streams of
exactly those people. A stream costs neither a thread nor a database connection.
"""

from .news import News, tell
from .streams import Streams

__all__ = ["News", "Streams", "tell"]

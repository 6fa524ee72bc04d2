"""Identifiers: UUIDs that sort by the time they were made."""

from uuid import UUID

from uuid_utils.compat import uuid7


def new_id() -> UUID:
    """A fresh identifier (RFC 9562, version 7): rows made together lie together in an index."""
    return uuid7()

"""Stored bytes: kept by hash, outside the web root, handed out with care."""

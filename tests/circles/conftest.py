"""Tests of pages may use a real browser."""

from tests.browsing import browse, browser

__all__ = ["browse", "browser"]

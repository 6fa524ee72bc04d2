"""Kring: where organisations that depend on each other run their cybersecurity collaboration."""

__version__ = "0.1.0"

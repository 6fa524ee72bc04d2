"""Kring: where organisations that depend on each other run their cybersecurity collaboration."""

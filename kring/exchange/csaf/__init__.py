"""Advisories in CSAF."""

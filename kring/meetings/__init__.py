"""Meetings: planned, invited to, held, minuted; what was agreed and who does what."""

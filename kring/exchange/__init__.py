"""Doors for machines that read: web feeds, webhooks, live updates."""

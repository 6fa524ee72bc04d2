"""Accounts, sign-in, second factor, tokens."""

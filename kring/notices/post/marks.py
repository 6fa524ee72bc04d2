"""The mark that our mails begin with, so that a reply can be told from what it quotes."""

REPLY_MARK = "=-=-=-="
"""Stands around "reply above this line", on the first line of a mail that can be answered."""

"""The whole of Kring on what the world really sends, with real clients on the other side of every door."""

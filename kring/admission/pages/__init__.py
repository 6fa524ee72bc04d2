"""Pages on the way into a circle."""

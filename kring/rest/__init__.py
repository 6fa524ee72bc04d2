"""The frame of the REST API: who asks, how errors look."""

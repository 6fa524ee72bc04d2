"""The pages of what a circle exchanges, and of what it publishes."""

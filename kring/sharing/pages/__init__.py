"""The pages of what is shared."""

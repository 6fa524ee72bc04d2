"""Who does what for a circle, and what those who lead it need to keep it alive."""

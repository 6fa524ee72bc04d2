"""What a person wants to hear, and what is on its way to them."""

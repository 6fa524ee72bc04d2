"""The pages of circles, of the people in them, and of oneself among them."""

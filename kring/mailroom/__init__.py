"""Mail that comes in: over LMTP, from the site's own mail system."""

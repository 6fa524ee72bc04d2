"""The post: letters composed, sealed and carried. It knows mail, and nothing of circles, items or labels."""

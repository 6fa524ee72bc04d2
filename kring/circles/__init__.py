"""Organisations, circles, memberships, seats and mandates: who stands where, and so what an actor can reach."""

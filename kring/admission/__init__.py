"""How organisations come in: what a circle asks of them, applications, ballots, room for more."""

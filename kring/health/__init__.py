"""How a circle is doing: give and take, energy and trust, what it knows."""

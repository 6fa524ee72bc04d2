"""How a circle is doing, on pages."""

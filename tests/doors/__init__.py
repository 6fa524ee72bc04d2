"""Every way out, and what each of the cast meets there."""

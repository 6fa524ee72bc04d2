"""How we speak to the machines of others."""

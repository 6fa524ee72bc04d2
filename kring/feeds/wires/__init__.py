"""How things look on the wire: web feeds, signed webhooks, other messengers. Values in, octets out."""

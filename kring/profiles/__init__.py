"""What matters to an organisation: what it uses, who supplies it, what is its own. Private to the organisation."""

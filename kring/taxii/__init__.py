"""The door for machines that speak TAXII 2.1."""

"""The door for machines that speak TAXII 2.1: they read the collections of their circles, and add to them."""

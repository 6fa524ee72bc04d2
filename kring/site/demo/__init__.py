"""A community to look at: everything in it is done by the product's own commands, by the people who would do it."""

"""Names and versions of products, as advisories, inventories and people write them, in plain Python."""

"""The frame of a page: layout, components, the request that carries its actor."""

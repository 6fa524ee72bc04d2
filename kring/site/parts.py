"""What each room adds to pages of others, on one page."""

from kring.web.parts import Part, Place

PARTS: dict[Place, tuple[Part, ...]] = {}

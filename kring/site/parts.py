"""What each room adds to pages of others, on one page."""

from kring.leadership import pages as leadership
from kring.web.parts import Part, Place

PARTS: dict[Place, tuple[Part, ...]] = {
    Place.HOME_ASKS: (leadership.talks_due,),
    Place.CIRCLE_LINKS: (leadership.links_to_leading,),
}

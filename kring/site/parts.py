"""What each room adds to pages of others, on one page."""

from kring.admission.pages import parts as admission
from kring.leadership import pages as leadership
from kring.web.parts import Part, Place

PARTS: dict[Place, tuple[Part, ...]] = {
    Place.HOME_ASKS: (admission.asks, leadership.talks_due),
    Place.CIRCLE: (admission.room,),
    Place.CIRCLE_LINKS: (admission.links, leadership.links_to_leading),
}

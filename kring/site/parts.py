"""What each room adds to pages of others, on one page."""

from kring.health.pages import parts as health
from kring.leadership import pages as leadership
from kring.web.parts import Part, Place

PARTS: dict[Place, tuple[Part, ...]] = {
    Place.HOME_ASKS: (health.asks, leadership.talks_due),
    Place.HOME_ASIDE: (health.energy,),
    Place.CIRCLE_LINKS: (health.links, leadership.links_to_leading),
}

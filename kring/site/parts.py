"""What each room adds to pages of others, on one page."""

from kring.leadership import pages as leadership
from kring.meetings.pages import asides
from kring.meetings.pages import parts as meetings
from kring.web.parts import Part, Place

PARTS: dict[Place, tuple[Part, ...]] = {
    Place.HOME_ASKS: (meetings.home_asks, asides.home_asks, leadership.talks_due),
    Place.HOME_ASIDE: (meetings.home_aside,),
    Place.CIRCLE_LINKS: (leadership.links_to_leading,),
    Place.SEARCH: (asides.search,),
}

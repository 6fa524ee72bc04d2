"""What each room adds to pages of others, on one page."""

from kring.admission.pages import parts as admission
from kring.conduct.pages import parts as conduct
from kring.health.pages import parts as health
from kring.kernel.lookups import Lookup
from kring.leadership import pages as leadership
from kring.meetings.pages import asides
from kring.meetings.pages import parts as meetings
from kring.site.frame import LOOKUPS as FRAME
from kring.web.parts import Part, Place

PARTS: dict[Place, tuple[Part, ...]] = {
    Place.HOME_ASKS: (
        meetings.home_asks,
        asides.home_asks,
        admission.asks,
        conduct.asks,
        health.asks,
        leadership.missed_steps,
        leadership.talks_due,
        leadership.scopes_to_review,
    ),
    Place.HOME_ASIDE: (meetings.home_aside, conduct.beside_home, health.energy),
    Place.CIRCLE: (leadership.vacancy, admission.room),
    Place.CIRCLE_ASIDE: (leadership.beside_circle,),
    Place.CIRCLE_LINKS: (conduct.links, admission.links, health.links, leadership.links_to_leading),
    Place.MEMBER_ASIDE: (conduct.of_member, leadership.thanks),
    Place.PERSON: (conduct.of_person, leadership.pack_of_person),
    Place.SEARCH: (asides.search,),
}

LOOKUPS: dict[Place, tuple[Lookup, ...]] = {
    Place.HOME_ASKS: (
        *FRAME,
        *meetings.LOOKUPS,
        *asides.LOOKUPS,
        *admission.LOOKUPS,
        *conduct.LOOKUPS,
        *health.LOOKUPS,
        *leadership.LOOKUPS,
    ),
}
"""What is looked up in one trip for the parts of a page, and for the frame around them."""

"""What each room adds to pages of others, on one page."""

from kring.conduct.pages import parts as conduct
from kring.leadership import pages as leadership
from kring.web.parts import Part, Place

PARTS: dict[Place, tuple[Part, ...]] = {
    Place.HOME_ASKS: (conduct.asks, leadership.talks_due),
    Place.HOME_ASIDE: (conduct.beside_home,),
    Place.CIRCLE_LINKS: (conduct.links, leadership.links_to_leading),
    Place.MEMBER_ASIDE: (conduct.of_member,),
    Place.PERSON: (conduct.of_person,),
}

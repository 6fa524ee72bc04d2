"""What the frame of a page shows around it: plain values, filled by the site, which knows every subject."""

from dataclasses import dataclass
from enum import StrEnum

from django.http import HttpRequest


class Colour(StrEnum):
    """The colours a circle can have. They stay clear of the five label colours."""

    TEAL = "teal"
    SKY = "sky"
    INDIGO = "indigo"
    VIOLET = "violet"
    PLUM = "plum"
    CLAY = "clay"
    OLIVE = "olive"
    SLATE = "slate"


@dataclass(frozen=True, slots=True)
class Link:
    """A place one can go: a room in the rail, a tab, a filter word, an entry of a menu."""

    text: str
    url: str
    icon: str = ""
    current: bool = False
    count: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class CirclePlace:
    """A circle as the switcher shows it."""

    name: str
    url: str
    colour: Colour = Colour.TEAL
    note: str = ""
    current: bool = False


@dataclass(frozen=True, slots=True)
class PersonPlace:
    """Who is signed in, as the menu at the top right shows them."""

    name: str
    email: str
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Frame:
    """All that stands around a page. An empty address means: that part is not there for this person."""

    person: PersonPlace | None = None
    circle: CirclePlace | None = None
    circles: tuple[CirclePlace, ...] = ()
    rooms: tuple[Link, ...] = ()
    share_url: str = ""
    search_url: str = ""
    notices_url: str = ""
    unread: int = 0
    language_url: str = ""
    """Where a choice of language is posted to; nothing: it is kept on this device."""
    appearance_url: str = ""
    """The same for light and dark."""
    sign_out_url: str = ""

    @property
    def bar(self) -> tuple[Link, ...]:
        """The rooms that the bar of a phone shows directly: it has five places, one of them for the rest."""
        return self.rooms if len(self.rooms) <= 5 else self.rooms[:4]

    @property
    def rest(self) -> tuple[Link, ...]:
        """The rooms behind the fifth place of that bar."""
        return self.rooms[len(self.bar) :]


THEMES = ("auto", "light", "dark")
THEME_COOKIE = "theme"


def theme_of(request: HttpRequest) -> str:
    """Light, dark, or what the system says ("auto"): as chosen on this device, otherwise as the person likes it."""
    liked = request.user.appearance if request.user.is_authenticated else "auto"
    chosen = request.COOKIES.get(THEME_COOKIE, liked)
    return chosen if chosen in THEMES else "auto"

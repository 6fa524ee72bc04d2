"""A port that is really served, for journeys: server and worker in processes of their own, people signed in."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browsing import complaints_of
from tests.installation import cookie_of, kring, own_database, serving
from tests.journeys.world import World, fill_world, make_world

if TYPE_CHECKING:
    from pytest_django.plugin import DjangoDbBlocker

    from tests.conftest import DatabaseCopies

PICTURES = Path(__file__).parents[2] / "build/screenshots"

# Counts what a person does, on every page of a journey: buttons and links pressed, fields filled in.
COUNTING = """
const seen = JSON.parse(sessionStorage.getItem("counted") ?? '{"clicks": 0, "fields": []}');
const keep = () => sessionStorage.setItem("counted", JSON.stringify(seen));
addEventListener("click", (event) => { if (event.isTrusted && event.detail) { seen.clicks += 1; keep(); } }, true);
addEventListener("input", (event) => {
  const name = event.target.name;
  if (event.isTrusted && name && !seen.fields.includes(name)) { seen.fields.push(name); keep(); }
}, true);
"""


@dataclass(slots=True)
class Town:
    """The port, and where it is served."""

    world: World
    url: str
    cookies: dict[str, dict[str, str]] = field(default_factory=dict)


@pytest.fixture(scope="module")
def town(
    copy_database: "DatabaseCopies",
    django_db_blocker: "DjangoDbBlocker",
    tmp_path_factory: pytest.TempPathFactory,
    request: pytest.FixtureRequest,
) -> Iterator[Town]:
    """One town for the journeys of a file: what one of them does, the next ones find."""
    name = request.module.__name__.rpartition(".")[2]
    home = tmp_path_factory.mktemp("town")
    with own_database(copy_database, django_db_blocker, f"town_{name}") as database:
        world = make_world()
        fill_world(world)
        cookies = {short: cookie_of(person) for short, person in world.people.items()}
        with serving(database, home) as served:
            settings = {
                "KRING_HOME": str(home),
                "KRING_DATABASE_URL": database.owner,
                "KRING_APP_DATABASE_URL": database.application,
                "KRING_BASE_URL": served.url,
            }
            with kring("worker", settings, home / "worker.log"):
                yield Town(world, served.url, cookies)


@dataclass(slots=True)
class Walk:
    """Opens windows for the people of the town, and looks at what the browser complains about."""

    town: Town
    browser: Browser
    opened: ExitStack
    complaints: list[str] = field(default_factory=list)

    def enter(
        self,
        name: str,
        address: str = "/",
        *,
        width: int = 1280,
        height: int = 900,
        scheme: str = "light",
        language: str = "en",
        **options: Any,
    ) -> Page:
        """A window of this person at this address; of somebody without an account, when nobody here has that name."""
        from kring.people.models import Person

        if name in self.town.world.people:
            Person.objects.filter(pk=self.town.world.people[name].pk).update(language=language)
        context: BrowserContext = self.browser.new_context(
            base_url=self.town.url,
            color_scheme=scheme,  # type: ignore[arg-type]  # light or dark
            viewport={"width": width, "height": height},
            reduced_motion="reduce",
            **options,
        )
        self.opened.callback(context.close)
        for key, value in self.town.cookies.get(name, {}).items():
            context.add_cookies([{"name": key, "value": value, "url": self.town.url}])
        page = context.new_page()
        if options.get("java_script_enabled", True):
            page.add_init_script(COUNTING)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", lambda said: self.complaints.extend(complaints_of(said)))
        answer = page.goto(address)
        assert answer, address
        assert answer.ok, f"{address} answers {answer.status}"
        return page


@pytest.fixture
def walk(town: Town, browser: Browser) -> Iterator[Walk]:
    """The windows of one journey. What a browser complains about, such as the policy, fails it."""
    with ExitStack() as opened:
        walking = Walk(town, browser, opened)
        yield walking
    assert not walking.complaints, walking.complaints


def counted(page: Page) -> tuple[int, list[str]]:
    """How often somebody clicked on this journey, and the fields they filled in by hand."""
    seen = page.evaluate("JSON.parse(sessionStorage.getItem('counted'))")
    return seen["clicks"], seen["fields"]


Picture = Callable[[Page, str], None]


@pytest.fixture
def picture() -> Picture:
    """Keeps how a page looks, so that anyone can see what changed."""

    def keep(page: Page, name: str) -> None:
        PICTURES.mkdir(parents=True, exist_ok=True)
        page.evaluate("scrollTo(0, 0)")
        # The caret stays: to hide it, the browser would be given a style that the page's policy refuses.
        page.screenshot(path=PICTURES / f"{name}.png", full_page=True, caret="initial")

    return keep

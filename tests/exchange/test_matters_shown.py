"""Why something matters is shown to those to whose organisation it does, on every way out, and to nobody else on any."""

from uuid import UUID

import pytest
from django.test import Client
from django.utils import translation

from kring.feeds import commands as feeds
from kring.feeds.live.news import News, letters
from kring.kernel.binding import acting_as
from kring.notices import commands as notices
from kring.notices.rules import RepliesWish, Wish
from kring.profiles.reasons import Because, Reason
from kring.profiles.templatetags.matters import matters, why
from kring.sharing import queries
from kring.sharing.api import shapes
from kring.sharing.queries import Filters
from kring.tlp.labels import Label
from tests.cast import Cast
from tests.exchange.test_matching import Tell, add, indicator, shared, tell
from tests.notices.office import Post, mail, words
from tests.sharing import stage
from tests.sharing.mail.sending import send_item
from tests.sharing.pages.visit import look, visitor

__all__ = ["mail", "tell"]

LINE = "Matters to you: your Siemens SIMATIC CN 4100 2.6 is affected"
SECRET = "CN 4100 2.6"  # what Gamma uses, version and all: nothing in the item says that
READERS = ("ada", "bo", "cem", "chi", "max", "gus", "fay")


@pytest.fixture
def item(cast: Cast, tell: Tell) -> UUID:
    tell("gamma", "Siemens", "SIMATIC CN 4100", "2.6")
    tell("alpha", "Siemens", "SIMATIC CN 4100", "2.5.1")
    return shared(cast, by="chi", label=Label.GREEN)


@pytest.mark.requirement("R83")
def test_home_the_list_and_the_page_say_it_to_those_of_the_organisation(cast: Cast, item: UUID) -> None:
    addresses = ["/", f"/c/{cast.north.slug}/items/", f"/items/{item}/"]
    for name in ("ada", "bo", "cem", "chi", "gus", "fay"):
        said = " ".join(look(visitor(cast, name), address) for address in addresses)
        assert (SECRET in said) == (name == "cem"), name
        assert ("Matters to you" in said) == (name in {"ada", "bo", "cem"}), name
    assert LINE in look(visitor(cast, "cem"), "/")
    assert "Siemens SIMATIC CN 4100 2.5.1" in look(visitor(cast, "bo"), f"/items/{item}/")


def test_a_list_is_narrowed_to_what_matters(cast: Cast, item: UUID) -> None:
    pumps = stage.share(cast, "chi", Label.GREEN)
    for name, expected in {"cem": {item}, "bo": {item}, "fay": set(), "chi": set()}.items():
        with acting_as(cast.actor(name)) as actor:
            rows = {row.id for row in queries.new_items(actor, Filters(matters=True))}
            everything = {row.id for row in queries.new_items(actor)}
        assert rows == expected
        assert everything == {item, pumps}
    assert "Pumps stop" not in look(visitor(cast, "cem"), "/", show="matters")


def test_what_arrives_on_open_pages_says_it_to_nobody(cast: Cast, item: UUID) -> None:
    listeners = {cast.person(name).pk: "en" for name in READERS}
    for kind in ("shared", "changed"):
        for letter in letters([News(kind, item, cast.north.pk, about=item)], listeners).values():
            assert "CN 4100 2." not in letter.decode()
            assert "Matters to you" not in letter.decode()


def test_the_web_feed_says_it_to_whose_feed_it_is_in_the_words_of_the_mail(cast: Cast, item: UUID) -> None:
    for name in ("ada", "bo", "cem", "chi", "gus", "fay"):
        with acting_as(cast.actor(name)) as actor:
            secret = feeds.make_feed(actor=actor, name="Reader", ceiling=Label.AMBER_STRICT).secret
        said = Client().get(f"/feeds/atom/{secret}.xml").content.decode()
        assert item.urn in said
        assert (LINE in said) == (name == "cem"), name
        assert ("Matters to you" in said) == (name in {"ada", "bo", "cem"}), name


def test_the_api_says_it_to_the_organisation_of_the_token(cast: Cast, item: UUID) -> None:
    for name, expected in {"max": "2.6", "cem": "2.6", "bo": "2.5.1", "chi": None}.items():
        with acting_as(cast.actor(name)) as actor:
            said = shapes.whole(queries.detail(actor, item)).model_dump()["matters"]
        assert [one["yours"] for one in said] == ([f"Siemens SIMATIC CN 4100 {expected}"] if expected else [])


def test_mails_say_it_to_each_as_their_label_lets_them(cast: Cast, item: UUID, mail: Post) -> None:
    send_item(cast, item)
    said = {name: words(mail.to(name)) for name in ("ada", "bo", "cem", "fay", "gus")}
    assert LINE in said["cem"]
    assert "2.5.1 is affected" in said["ada"]
    assert "2.5.1 is affected" in said["bo"]
    assert {name for name in said if "Matters to you" in said[name]} == {"ada", "bo", "cem"}
    assert {name for name in said if SECRET in said[name]} == {"cem"}


def test_a_mail_that_carries_a_link_alone_does_not_say_it(cast: Cast, tell: Tell, mail: Post) -> None:
    tell("gamma", "Siemens", "SIMATIC CN 4100", "2.6")
    item = shared(cast, by="chi", label=Label.AMBER)
    send_item(cast, item)
    said = words(mail.to("cem"))
    assert "Matters to you" not in said
    assert "CN 4100" not in said


def test_one_can_hear_at_once_of_what_matters_and_of_the_rest_in_the_weeks_mail(
    cast: Cast, item: UUID, mail: Post
) -> None:
    for name in ("cem", "fay"):
        with acting_as(cast.actor(name)) as actor:
            notices.wish(actor=actor, circle=None, items=Wish.MATTERS, replies=RepliesWish.MINE, urgent=True)
    send_item(cast, item)
    assert "cem" in mail.recipients
    assert "fay" not in mail.recipients


def test_objects_say_it_too(cast: Cast, north: UUID, tell: Tell) -> None:
    tell("alpha", "", "Anything at all", networks=["198.51.100.0/24"])
    inside, beside = indicator("[ipv4-addr:value = '198.51.100.9']"), indicator("[ipv4-addr:value = '192.0.2.9']")
    add(cast, north, inside, beside)
    page = f"/c/{cast.north.slug}/objects/"
    assert "198[.]51[.]100[.]9 is in your network 198.51.100.0/24" in look(visitor(cast, "ada"), page)
    assert "is in your network" in look(visitor(cast, "ada"), f"{page}{inside['id']}/")
    assert "192[.]0[.]2[.]9" not in look(visitor(cast, "ada"), page, matters="on")
    for name in ("cem", "chi"):
        assert "your network" not in look(visitor(cast, name), page)
        assert "your network" not in look(visitor(cast, name), f"{page}{inside['id']}/")


def test_it_is_said_in_the_language_of_the_reader() -> None:
    worst = Reason(because=Because.AFFECTED, part="a", yours="SIMATIC CN 4100 2.6", sure=4, score=9.8, exploited=True)
    mild = Reason(because=Because.NAMED, part="b", yours="Cisco IOS XE", sure=1)
    assert why(worst) == "your SIMATIC CN 4100 2.6 is affected (CVSS 9.8, exploited)"
    assert matters([worst, mild, mild]) == (
        "Matters to you: your SIMATIC CN 4100 2.6 is affected (CVSS 9.8, exploited), and 2 more"
    )
    assert why(mild) == "it speaks of your Cisco IOS XE (by name alone)"
    with translation.override("nl"):
        assert matters([worst, mild]) == (
            "Voor jou van belang: jullie SIMATIC CN 4100 2.6 is kwetsbaar (CVSS 9.8, misbruikt), en nog 1"
        )

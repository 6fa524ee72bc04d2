"""A poll by mail: to organisations that have the item and were not heard, with one tap."""

import re
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from kring.sharing import jobs
from kring.tlp.labels import Label
from tests.cast import Cast
from tests.notices.office import Post, words
from tests.sharing.polls import answer, ask, said
from tests.sharing.stage import share


def send_poll(cast: Cast, asked: UUID, item: UUID, again: str = "") -> None:
    jobs.mail_poll(poll=str(asked), item=str(item), circle=str(cast.north.pk), author=str(cast.ada.pk), again=again)


def test_every_organisation_that_has_it_is_asked_save_who_asks(cast: Cast, mail: Post) -> None:
    item = share(cast, label=Label.GREEN)
    send_poll(cast, ask(cast, item), item)
    assert mail.recipients == {"cem", "chi"}
    assert mail.to("cem")["Subject"] == "Have you patched? Pumps stop after the update"


def test_a_reminder_goes_to_those_who_are_silent(cast: Cast, mail: Post) -> None:
    item = share(cast, label=Label.GREEN)
    asked = ask(cast, item)
    answer(cast, asked, "cem")
    send_poll(cast, asked, item, again="1")
    assert mail.recipients == {"chi"}


def test_who_was_chosen_is_asked_and_nobody_else(cast: Cast, mail: Post) -> None:
    item = share(cast, label=Label.AMBER, chosen=["cem"])
    send_poll(cast, ask(cast, item), item)
    assert mail.recipients == {"cem"}


@pytest.mark.parametrize(("label", "more"), [(Label.AMBER, {}), (Label.RED, {"named": ["cem"]})])
def test_what_does_not_travel_in_the_open_is_a_link(cast: Cast, mail: Post, label: Label, more: dict[str, Any]) -> None:
    item = share(cast, label=label, **more)
    send_poll(cast, ask(cast, item, question="Which pumps do you run?"), item)
    letter = words(mail.to("cem"))
    assert "pumps" not in letter.lower()
    assert "/mail/poll/" not in letter


def tap(mail: Post, which: str) -> str:
    found = re.search(rf"https://kring\.example(/mail/poll/{which}/[^/\s]+/)", words(mail.to("cem")))
    assert found
    return found[1]


def test_one_tap_answers_and_opening_the_link_does_not(cast: Cast, mail: Post) -> None:
    item = share(cast, label=Label.GREEN)
    asked = ask(cast, item)
    send_poll(cast, asked, item)
    browser, link = Client(), tap(mail, "in_progress")
    page = browser.get(link).content.decode()
    assert "In progress" in page
    assert "Pumps" not in page, "who has the mail need not be who reads"
    assert said(cast, asked)["Gamma"] is None
    browser.post(link)
    assert said(cast, asked)["Gamma"] == "in_progress"


def test_a_day_comes_along(cast: Cast, mail: Post) -> None:
    item = share(cast, label=Label.GREEN)
    asked = ask(cast, item)
    send_poll(cast, asked, item)
    Client().post(tap(mail, "planned"), {"planned_for": "2027-03-01"})
    assert said(cast, asked)["Gamma"] == "planned"


def test_an_answer_that_was_not_offered_is_not_there(cast: Cast, mail: Post) -> None:
    item = share(cast, label=Label.GREEN)
    asked = ask(cast, item, kind="affected")
    send_poll(cast, asked, item)
    link = tap(mail, "yes")
    assert Client().post(link.replace("/yes/", "/planned/")).status_code == 404
    assert Client().get(link.replace("/yes/", "/maybe/")).status_code == 404


def test_after_the_end_the_tap_is_not_there(cast: Cast, mail: Post) -> None:
    from kring.kernel.binding import acting_as
    from kring.sharing import commands

    item = share(cast, label=Label.GREEN)
    asked = ask(cast, item)
    send_poll(cast, asked, item)
    with acting_as(cast.actor("ada")) as ada:
        commands.close_poll(actor=ada, poll=asked)
    assert Client().get(tap(mail, "yes")).status_code == 404

"""The page of an item."""

from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kring.kernel.binding import acting_as
from kring.people.models import Person
from kring.sharing import commands
from kring.sharing.models import Reading
from kring.sharing.rules import Text
from kring.tlp.labels import Label
from tests.browsing import Browse, wrong_on
from tests.cast import Cast
from tests.sharing.pages.visit import look, visitor, words_of_any
from tests.sharing.stage import PUMPS, draft, reply, share, trail_seen_by, withdraw
from tests.sharing.test_add_attachment import add
from tests.sharing.test_edit_item import edit
from tests.sharing.test_give_feedback import tap
from tests.sharing.test_pass_on import client_of, pass_on

EVIL = '<img src=x onerror="alert(1)"><script>alert(2)</script>"\'>[x](javascript:alert(3))'
SCRIPTS = ["Çağla Yılmaz", "Юлия Ковалёва", "עדה לב", "ليلى عمر", "陳大文", "Ngọc Ánh", "O'Brien-d'Hondt"]


def page_of(cast: Cast, name: str, item: UUID, language: str = "en") -> str:
    return look(visitor(cast, name, language), f"/items/{item}/")


def test_it_says_what_so_what_and_do_what(cast: Cast) -> None:
    page = page_of(cast, "cem", share(cast))
    assert all(part in page for part in (PUMPS.title, PUMPS.so_what, PUMPS.do_what, "Ada, Alpha", "TLP:AMBER"))
    assert page.index("two pumps stop") < page.index(PUMPS.so_what) < page.index(PUMPS.do_what)


@pytest.mark.requirement("R44")
def test_it_says_what_one_may_do_with_it_and_what_the_circle_permits(cast: Cast) -> None:
    cast.north.permitted_use = "To protect ourselves, never to sell."
    cast.north.save()
    page = page_of(cast, "cem", share(cast))
    assert "For your organisation and the clients who need it" in page
    assert "To protect ourselves, never to sell." in page


@pytest.mark.parametrize("label", Label)
def test_each_label_is_put_in_plain_words_in_both_languages(cast: Cast, label: Label) -> None:
    item = share(cast, label=label, named=["cem"] if label is Label.RED else [])
    english, dutch = page_of(cast, "cem", item), page_of(cast, "cem", item, "nl")
    assert label.marking in english
    assert label.marking in dutch
    from kring.sharing.rules import handling

    assert all(sentence in english and sentence not in dutch for sentence in handling(label))


@pytest.mark.parametrize("name", ["bo", "dee", "eve"])
def test_to_who_may_not_read_it_it_looks_like_one_that_is_not_there(cast: Cast, name: str) -> None:
    item = share(cast)
    client = visitor(cast, name)
    hidden, absent = client.get(f"/items/{item}/"), client.get(f"/items/{uuid4()}/")
    assert (hidden.status_code, absent.status_code) == (404, 404)
    assert words_of_any(hidden) == words_of_any(absent)


def test_a_visitor_is_sent_to_sign_in_whether_it_is_there_or_not(cast: Cast) -> None:
    item, nothing = share(cast), uuid4()
    for pk in (item, nothing):
        answer = visitor(cast, "visitor").get(f"/items/{pk}/")
        assert (answer.status_code, answer["Location"]) == (302, f"/account/login/?next=/items/{pk}/")


def test_a_draft_opens_in_the_share_box(cast: Cast) -> None:
    item = draft(cast)
    answer = visitor(cast, "ada").get(f"/items/{item}/")
    assert (answer.status_code, answer["Location"]) == (302, f"/drafts/{item}/")


@pytest.mark.requirement("R88")
def test_opening_it_is_recorded_for_the_source_under_the_two_narrow_labels(cast: Cast) -> None:
    item = share(cast, label=Label.RED, named=["cem"])
    page_of(cast, "cem", item)
    page_of(cast, "ada", item)
    assert trail_seen_by(cast, "ada", item) == [("ada", "ItemShared"), ("cem", "ItemRead")]
    assert "Cem read it." in look(visitor(cast, "ada"), f"/items/{item}/trail/")


def test_asking_for_its_head_alone_reads_nothing_out(cast: Cast) -> None:
    item = share(cast, label=Label.GREEN)
    answer = visitor(cast, "cem").head(f"/items/{item}/")
    assert (answer.status_code, answer.content) == (200, b"")


def test_indicators_are_harmless_to_read_and_whole_to_copy(cast: Cast) -> None:
    item = share(cast, text=Text(what="They call update.pumps-cdn.top and 203.0.113.7, CVE-2026-1234."))
    answer = visitor(cast, "cem").get(f"/items/{item}/").content.decode()
    assert "update[.]pumps-cdn[.]top" in answer
    assert 'data-copies="update.pumps-cdn.top\n203.0.113.7\nCVE-2026-1234"' in answer
    assert 'href="http' not in answer, "an address that nobody made a link of stays text"


@pytest.mark.requirement("R87")
def test_via_the_secretariat_it_names_nobody(cast: Cast) -> None:
    item = share(cast, via_secretariat=True)
    page = page_of(cast, "cem", item)
    assert "via the secretariat" in page
    assert "Ada, Alpha" not in page
    assert "via the secretariat (you)" in page_of(cast, "ada", item)


@pytest.mark.parametrize(
    ("label", "choice", "words"),
    [
        (Label.RED, {"named": ["cem"]}, "Named: Ada, Cem"),
        (Label.AMBER, {"chosen": ["cem"]}, "Chosen: Alpha, Gamma"),
        (Label.AMBER, {}, "Everyone seated in North"),
        (Label.GREEN, {}, "Everyone in the community of North"),
        (Label.CLEAR, {}, "Everyone"),
    ],
)
def test_it_says_for_whom_it_is(cast: Cast, label: Label, choice: dict[str, list[str]], words: str) -> None:
    item = share(cast, "ada", label, **choice)
    assert words in page_of(cast, "cem", item)


def test_a_reader_has_no_way_to_change_it_and_the_source_has(cast: Cast) -> None:
    item = share(cast)
    ways = ("Change the text", "Change the label", "Withdraw", "Who read it", "Add a file")
    reader, source = page_of(cast, "cem", item), page_of(cast, "ada", item)
    assert not any(way in reader for way in ways)
    assert all(way in source for way in ways)
    assert "What is this to you?" in reader
    assert "What is this to you?" not in source


@pytest.mark.requirement("R78")
def test_urgent_news_asks_to_say_that_one_has_it_until_one_did(cast: Cast) -> None:
    item = share(cast, urgent=True)
    client = visitor(cast, "cem")
    assert "I have this" in look(client, f"/items/{item}/")
    assert client.post(f"/items/{item}/acknowledge/")["Location"] == f"/items/{item}/"
    page = look(client, f"/items/{item}/")
    assert "I have this" not in page
    assert "you have acknowledged this" in page


def test_what_belongs_together_is_named(cast: Cast) -> None:
    warning = share(cast, tags=["ot"])
    share(cast, tags=["ot", "water"], text=Text(what="Another one with pumps."))
    share(cast, tags=["office"], text=Text(what="Nothing to do with it."))
    asked = draft(cast, "cem", about=warning, kind="help", text=Text(what="Who can help us?"), tags=["x"])
    with acting_as(cast.actor("cem")) as actor:
        commands.share_item(actor=actor, item=asked)
    page = page_of(cast, "chi", warning)
    assert "Another one with pumps." in page
    assert "Who can help us?" in page
    assert "Nothing to do with it." not in page
    assert PUMPS.title in page_of(cast, "chi", asked)


def test_what_one_may_not_read_is_not_named_among_what_belongs_together(cast: Cast) -> None:
    item = share(cast, tags=["ot"], label=Label.GREEN)
    share(cast, tags=["ot"], label=Label.RED, named=["cem"], text=Text(what="The hidden pump."))
    assert "The hidden pump" in page_of(cast, "cem", item)
    assert "The hidden pump" not in page_of(cast, "chi", item)


def test_passed_on_to_another_community_it_leads_to_no_page_of_this_one(cast: Cast) -> None:
    from tests.sharing.test_pass_on import _seat_in_south

    item = share(cast, tags=["ot"])
    pass_on(cast, item, circle=_seat_in_south(cast, "ada"))
    answer = visitor(cast, "dee").get(f"/items/{item}/").content.decode()
    assert PUMPS.title in answer
    assert "/c/north/" not in answer


def test_a_topic_can_be_muted_from_here_and_heard_again(cast: Cast) -> None:
    item = share(cast, tags=["ot"])
    client = visitor(cast, "cem")
    assert "Mute ot" in look(client, f"/items/{item}/")
    client.post("/topics/mute/ot")
    assert "Show ot again" in look(client, f"/items/{item}/")


def test_nothing_of_a_withdrawn_item_is_left_on_any_page(cast: Cast) -> None:
    item = share(cast, tags=["ot"], urgent=True)
    attachment, answer = add(cast, item=item).pk, reply(cast, item, "cem", "Our gateway too")
    edit(cast, item)
    tap(cast, item, "cem", "affected", note="Two gateways", named=True)
    onward = pass_on(cast, item, client=client_of(cast)).pk
    withdraw(cast, item)
    pages = ["", "edit/", "label/", "withdraw/", "feedback/", "reply/", "onward/", "wider/", "history/", "trail/"]
    pages += ["readers/", "paper/"]
    addresses = [f"/items/{item}/{page}" for page in pages]
    addresses += [f"/files/{attachment}/", f"/replies/{answer}/history/", f"/replies/{answer}/edit/", "/"]
    addresses += ["/c/north/items/", "/search/?q=pumps", f"/items/{item}/mention/?q=c", "/c/north/trail/"]
    for name in ("ada", "cem", "chi"):
        client = visitor(cast, name)
        for address in addresses:
            answered = client.get(address)
            said = answered.content.decode().lower() if not answered.streaming else ""
            assert answered.status_code in {200, 404, 409}, address
            assert not [w for w in ("pumps stop", "pumps-cdn", "gateway", "version 4.2", "#ot") if w in said], (
                name,
                address,
            )
    assert "This was taken back." in page_of(cast, "cem", item)
    from kring.sharing import queries

    assert queries.guest_actor(onward) is None


def test_what_members_write_is_shown_and_never_run(cast: Cast, browse: Browse) -> None:
    Person.objects.filter(pk=cast.cem.pk).update(name=EVIL[:100])
    cast.alpha.name = EVIL[:100]
    cast.alpha.save()
    text = Text(title=EVIL, what=EVIL, so_what=EVIL, do_what=EVIL)
    item = share(cast, text=text, tags=[EVIL[:30]])
    add(cast, item=item, name=EVIL)
    reply(cast, item, "cem", EVIL)
    tap(cast, item, "cem", "affected", note=EVIL, named=True)
    pass_on(cast, item, "cem", client=client_of(cast, "gamma"))
    for page in ("", "readers/", "trail/", "edit/", "withdraw/", "label/"):
        shown = browse(visitor(cast, "ada"), f"/items/{item}/{page}")
        assert shown.locator("img[src=x]").count() == 0, page
        assert shown.locator("script:not([src])").count() == 0, page
        assert shown.locator("a[href^=javascript]").count() == 0, page


@pytest.mark.parametrize("name", SCRIPTS)
def test_names_in_every_script_stand_as_they_are(cast: Cast, name: str) -> None:
    Person.objects.filter(pk=cast.cem.pk).update(name=name)
    item = share(cast, "cem", text=Text(title=f"{name} 🙂", what=name))
    reply(cast, item, "cem", name)
    assert page_of(cast, "ada", item).count(name) >= 4


@pytest.mark.parametrize("name", ["ada", "cem"])
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (320, "dark")])
def test_nothing_keeps_anybody_out(cast: Cast, browse: Browse, name: str, width: int, scheme: str) -> None:
    item = share(cast, urgent=True, tags=["ot"], reliability="B", credibility=2)
    add(cast, item=item)
    reply(cast, item, "chi", mentions=["cem"])
    reply(cast, item, "cem", only=["ada"])
    pass_on(cast, item, "cem", client=client_of(cast, "gamma"))
    tap(cast, item, "cem", "affected")
    assert wrong_on(browse(visitor(cast, name), f"/items/{item}/", width=width, scheme=scheme)) == []


def test_it_asks_the_database_no_more_for_a_long_thread(cast: Cast) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    item = share(cast)
    reply(cast, item, "ada", "The first.")
    client = visitor(cast, "cem")
    client.get(f"/items/{item}/")
    with CaptureQueriesContext(connection) as short:
        client.get(f"/items/{item}/")
    for number in range(6):
        reply(cast, item, "chi", f"Answer {number}")
    with CaptureQueriesContext(connection) as long:
        client.get(f"/items/{item}/")
    assert len(long) == len(short)
    with acting_as(cast.actor("ada")):
        assert Reading.objects.filter(item=item).count() == 1


def test_whose_it_is_is_asked_once_however_much_stands_around_it(cast: Cast) -> None:
    item = share(cast)
    page_of(cast, "cem", item)
    with CaptureQueriesContext(connection) as caught:
        page_of(cast, "cem", item)
    assert sum(each["sql"].startswith("SELECT kring.is_source_of") for each in caught) == 1


def test_beside_it_stands_what_has_a_tag_in_common_as_far_as_one_may_read_it(cast: Cast) -> None:
    item = share(cast, tags=["ot"])
    share(cast, "cem", text=Text("Valves too", "They stick."), tags=["ot", "water"])
    share(cast, "cem", text=Text(what="Untitled and quiet."), tags=["ot"], via_secretariat=True)
    share(cast, "cem", text=Text("For ada alone", "Really."), tags=["ot"], label=Label.RED, named=["ada"])
    share(cast, "cem", text=Text("Something else", "Again."), tags=["it"])
    withdraw(cast, share(cast, "cem", text=Text("Taken back", "Sorry."), tags=["ot"]), "cem")
    beside = page_of(cast, "chi", item).split("See also")[1]
    assert "Valves too Gamma ·" in beside
    assert "Untitled and quiet. ·" in beside, "via the secretariat no organisation is named"
    assert not any(title in beside for title in ("For ada alone", "Something else", "Taken back"))
    assert "For ada alone" in page_of(cast, "ada", item)


def test_what_stands_beside_it_and_the_files_of_all_answers_take_one_statement_each(cast: Cast) -> None:
    item = share(cast, tags=["ot"])
    answer = reply(cast, item, "ada", "The first.")
    for number in range(3):
        share(cast, "cem", text=Text(f"Valve {number}", "It sticks."), tags=["ot"])
    add(cast, item=item)
    add(cast, reply=answer, name="more.txt")
    page = page_of(cast, "cem", item)
    assert all(words in page for words in ("Valve 0", "Valve 2", "indicators.txt", "more.txt"))
    with CaptureQueriesContext(connection) as asked:
        page_of(cast, "cem", item)
    for word in ("i.title", 'FROM "sharing_attachment"', "kring.feedback_counts"):
        assert sum(word in each["sql"] for each in asked) == 1, word

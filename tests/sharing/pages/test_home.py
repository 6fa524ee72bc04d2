"""Home: what asks something of me, what is new, and what stands beside it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kring.kernel.binding import acting_as
from kring.notices import commands as notices
from kring.people.models import Person
from kring.sharing import commands
from kring.sharing.rules import Text
from kring.tlp.labels import Label
from tests.cast import Cast
from tests.sharing.pages.visit import look, visitor
from tests.sharing.polls import ask
from tests.sharing.stage import draft, reply, share


def test_a_visitor_is_sent_to_sign_in(cast: Cast) -> None:
    answer = visitor(cast, "visitor").get("/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/account/login/?next=/")


@pytest.mark.parametrize(("name", "sees"), [("cem", True), ("bo", False), ("dee", False), ("eve", False)])
def test_it_shows_what_one_may_read_and_not_a_word_of_the_rest(cast: Cast, name: str, sees: bool) -> None:
    share(cast, label=Label.AMBER)
    assert ("Pumps stop after the update" in look(visitor(cast, name), "/")) is sees


def test_a_row_says_where_it_comes_from_how_sure_it_is_and_what_others_found(cast: Cast) -> None:
    item = share(cast, reliability="B", credibility=2, tags=["ot"])
    with acting_as(cast.actor("chi")) as chi:
        commands.give_feedback(actor=chi, item=item, kind="useful")
    page = look(visitor(cast, "cem"), "/")
    assert "TLP:AMBER Pumps stop after the update (new) North Alpha Warning B2 ot 1 useful" in page


def test_shared_via_the_secretariat_it_names_nobody(cast: Cast) -> None:
    share(cast, via_secretariat=True)
    page = look(visitor(cast, "cem"), "/")
    assert "via the secretariat" in page
    assert "Alpha" not in page


def test_urgent_news_asks_to_be_acknowledged_above_what_is_new(cast: Cast) -> None:
    share(cast, urgent=True)
    page = look(visitor(cast, "cem"), "/")
    assert page.index("Alpha asks you to say that you have this.") < page.index("New")


def test_a_request_asks_its_source_to_decide(cast: Cast) -> None:
    item = share(cast, label=Label.AMBER)
    with acting_as(cast.actor("cem")) as cem:
        commands.ask_wider(actor=cem, item=item, label=Label.GREEN, reason="Our suppliers run it too.")
    page = look(visitor(cast, "ada"), "/")
    assert "Cem asks to widen the label to TLP:GREEN. Our suppliers run it too." in page
    assert "Asks something of you" not in look(visitor(cast, "chi"), "/")


def test_a_mention_asks_for_an_answer(cast: Cast) -> None:
    item = share(cast)
    reply(cast, item, "cem", mentions=["chi"])
    assert "Cem mentions you in a reply." in look(visitor(cast, "chi"), "/")


def test_words_narrow_it(cast: Cast) -> None:
    share(cast, text=Text(what="Question about pumps."), kind="question", tags=["pumps"])
    share(cast, text=Text(what="Green news."), kind="news", label=Label.GREEN)
    cem = visitor(cast, "cem")
    assert "Green news" not in look(cem, "/", kind="question")
    assert "Question about" not in look(cem, "/", label="green")
    assert "Green news" not in look(cem, "/", tag="pumps")
    assert "Question about" in look(cem, "/", show="unread", circle="north")
    assert "Nothing here fits all of these words." in look(cem, "/", show="urgent")


def test_words_that_mean_nothing_narrow_nothing(cast: Cast) -> None:
    share(cast)
    odd = {"kind": "rumour", "label": "pink", "circle": "south", "before": "yesterday"}
    assert "Pumps stop" in look(visitor(cast, "cem"), "/", **odd)


@pytest.mark.requirement("R83")
def test_b2_or_better_leaves_out_what_is_less_sure(cast: Cast) -> None:
    share(cast, text=Text(what="Heard it in a bar."), reliability="C", credibility=2)
    share(cast, text=Text(what="Odd, from somebody good."), reliability="A", credibility=3)
    share(cast, text=Text(what="Nobody said how sure."))
    share(cast, text=Text(what="Seen with own eyes."), reliability="B", credibility=1)
    page = look(visitor(cast, "cem"), "/", trusted="on")
    assert "Seen with own eyes" in page
    assert not any(words in page for words in ("in a bar", "somebody good", "how sure."))


@pytest.mark.requirement("R83")
def test_a_muted_topic_is_absent_unless_urgent_or_asked_for_by_its_name(cast: Cast) -> None:
    share(cast, text=Text(what="Pumps again."), tags=["ot"])
    share(cast, text=Text(what="Pumps on fire."), tags=["ot"], urgent=True)
    share(cast, text=Text(what="Mail is slow."), tags=["mail"])
    cem = visitor(cast, "cem")
    answer = cem.post("/topics/mute/ot", follow=True)
    assert "“ot” is muted." in answer.content.decode()
    page = look(cem, "/")
    assert "Pumps again" not in page
    assert "Pumps on fire" in page
    assert "Mail is slow" in page
    assert "Pumps again" in look(cem, "/", tag="ot")
    assert "Pumps again" in look(visitor(cast, "chi"), "/")


def test_a_muted_topic_shows_again(cast: Cast) -> None:
    share(cast, text=Text(what="Pumps again."), tags=["ot"])
    with acting_as(cast.actor("cem")) as cem:
        notices.mute_topic(actor=cem, tag="ot")
    client = visitor(cast, "cem")
    assert "Muted: Show again: ot" in look(client, "/")
    client.post("/topics/unmute/ot")
    assert "Pumps again" in look(client, "/")


def test_older_rows_follow_and_none_is_lost_or_shown_twice(cast: Cast) -> None:
    for number in range(30):
        share(cast, text=Text(what=f"Number {number:02}."))
    cem = visitor(cast, "cem")
    first = look(cem, "/")
    assert first.count("Number") == 20
    answer = cem.get("/", headers={"HX-Request": "true"})
    address = answer.content.decode().split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0].replace("&amp;", "&")
    rest = look(cem, f"/{address}", target="anything")
    assert rest.count("Number") == 10
    assert all(f"Number {number:02}" in first + rest for number in range(30))


def test_its_oldest_can_come_first(cast: Cast) -> None:
    share(cast, text=Text(what="The first."))
    share(cast, text=Text(what="The second."))
    page = look(visitor(cast, "cem"), "/", sort="oldest")
    assert page.index("The first") < page.index("The second")


def test_it_invites_who_has_nothing_yet(cast: Cast) -> None:
    assert "Nothing has been shared with you yet. Share the first warning" in look(visitor(cast, "cem"), "/")
    assert "You are in no circle yet." in look(visitor(cast, "eve"), "/")


def test_the_first_steps_check_themselves(cast: Cast) -> None:
    from allauth.mfa.models import Authenticator

    from kring.circles.models import Expertise

    assert "0/5" in look(visitor(cast, "ada"), "/")
    Authenticator.objects.create(user=cast.ada, type="totp", data={})
    Person.objects.filter(pk=cast.ada.pk).update(phone="+31101234567", openpgp_fingerprint="AB" * 20)
    assert "3/5" in look(visitor(cast, "ada"), "/")
    share(cast, via_secretariat=True)
    assert "4/5" in look(visitor(cast, "ada"), "/")
    Expertise.objects.create(person=cast.ada, topic="OT", level=3)
    assert "Getting started" not in look(visitor(cast, "ada"), "/")


def test_beside_the_list_stand_one_s_circles_with_what_is_unread(cast: Cast) -> None:
    share(cast, label=Label.GREEN)
    assert "North 4 organisations 1 unread" in look(visitor(cast, "cem"), "/")
    assert "1 unread" not in look(visitor(cast, "ada"), "/")


def test_what_arrives_belongs_in_the_whole_list_and_in_no_narrowed_one(cast: Cast) -> None:
    with acting_as(cast.actor("cem")) as cem:
        notices.mute_topic(actor=cem, tag="mail")
    client = visitor(cast, "cem")
    assert 'data-live="items" data-muted="mail"' in client.get("/").content.decode()
    assert 'data-live="items"' not in client.get("/", {"kind": "news"}).content.decode()
    assert 'data-live="items"' not in client.get("/", {"sort": "oldest"}).content.decode()


def test_a_row_says_which_muted_topics_keep_it_away(cast: Cast) -> None:
    quiet = share(cast, tags=["ot", "mail"])
    urgent = share(cast, tags=["ot"], urgent=True)
    page = visitor(cast, "cem").get("/").content.decode()
    assert f'data-item="{quiet}" data-tags="ot,mail"' in page
    assert f'data-item="{urgent}" data-tags=""' in page


def test_of_much_that_waits_it_asks_as_often_as_of_little(cast: Cast) -> None:
    def happens() -> None:
        ask(cast, share(cast, urgent=True))
        item = share(cast, label=Label.GREEN)
        reply(cast, item, "chi", mentions=["cem"])
        draft(cast, "cem")

    def asked() -> int:
        with CaptureQueriesContext(connection) as caught:
            page = look(visitor(cast, "cem"), "/")
        assert "Have you patched?" in page
        assert "mentions you in a reply" in page
        return len(caught)

    happens()
    once = asked()
    happens()
    happens()
    assert asked() == once


def test_what_may_wait_in_any_subject_is_looked_up_in_one_trip(cast: Cast) -> None:
    with CaptureQueriesContext(connection) as caught:
        look(visitor(cast, "ada"), "/")
    for table in (
        "meetings_outcome",
        "conduct_case",
        "health_pair",
        "leadership_talk",
        "sharing_poll ",
        "sharing_onward w",
    ):
        asked = [query["sql"] for query in caught if table in query["sql"]]
        assert len(asked) == 1, table
        assert "admission_ballot" in asked[0]

"""What happens arrives on open pages within a second: on those of its readers, and on no other."""

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from uuid import uuid4

import httpx
import psycopg
import pytest
from django.contrib.sessions.models import Session

from kring.feeds.live import streams
from kring.feeds.live.news import News, alike
from kring.kernel.binding import acting_as
from kring.meetings.commands import room
from kring.people.models import Person
from kring.tlp.labels import Label
from tests.cast import Cast
from tests.feeds.listening import Listening, listening
from tests.installation import OwnDatabase, Served, cookie_of, until
from tests.meetings.going_on import open_meeting
from tests.meetings.typing import Typist
from tests.sharing import stage

A_SECOND = 1.0


@contextmanager
def pages(served: Served, people: Cast, *names: str) -> Iterator[dict[str, Listening]]:
    """Open pages of these people, all of them greeted."""
    with ExitStack() as stack:
        opened = {name: stack.enter_context(listening(served.url, cookie_of(people.person(name)))) for name in names}
        for page in opened.values():
            page.wait("hello")
        yield opened


def who_hears(opened: dict[str, Listening], item: object) -> set[str]:
    """Those on whose pages the item arrived, a second after the first did."""
    until(lambda: any(page.named("news") for page in opened.values()), within=5)
    time.sleep(0.5)
    return {name for name, page in opened.items() if any(e.data["item"] == str(item) for e in page.named("news"))}


def test_what_is_typed_at_one_point_is_told_together_and_all_else_by_itself() -> None:
    here, there, circle = uuid4(), uuid4(), uuid4()
    typed = [News("noted", item, circle, about=uuid4()) for item in (here, there, here)]
    changed = [News("changed", here, circle, about=here) for _ in range(2)]
    told = alike([typed[0], changed[0], typed[1], changed[1], typed[2]])
    assert told == [[typed[0], typed[2]], [changed[0]], [typed[1]], [changed[1]]]


class TestArriving:
    @pytest.mark.parametrize(
        ("label", "hears"),
        [
            (Label.CLEAR, {"bo", "cem", "chi", "fay", "gus"}),
            (Label.GREEN, {"bo", "cem", "chi", "fay", "gus"}),
            (Label.AMBER, {"cem", "chi"}),
            (Label.AMBER_STRICT, {"cem", "chi"}),
        ],
    )
    def test_an_item_reaches_those_for_whom_it_is_news_and_nobody_else(
        self, served: Served, people: Cast, label: Label, hears: set[str]
    ) -> None:
        with pages(served, people, "ada", "bo", "cem", "chi", "dee", "eve", "fay", "gus") as opened:
            item = stage.share(people, "ada", label)
            assert who_hears(opened, item) == hears, "ada shared it: she saw it happen"

    def test_red_reaches_those_named(self, served: Served, people: Cast) -> None:
        with pages(served, people, "cem", "chi", "dee") as opened:
            item = stage.share(people, "ada", Label.RED, named=("cem",))
            assert who_hears(opened, item) == {"cem"}

    def test_it_comes_as_a_row_within_a_second(self, served: Served, people: Cast) -> None:
        with pages(served, people, "cem") as opened:
            started = time.monotonic()
            item = stage.share(people)
            news = opened["cem"].wait("news")
            assert news.at - started < A_SECOND
        assert news.data["fresh"]
        assert news.data["circle"] == str(people.north.pk)
        assert f'data-item="{item}"' in news.data["html"]
        assert stage.PUMPS.title in news.data["html"]

    def test_each_reads_it_in_their_own_language(self, served: Served, people: Cast) -> None:
        Person.objects.filter(pk=people.chi.pk).update(language="nl")
        try:
            with pages(served, people, "cem", "chi") as opened:
                stage.share(people)
                rows = {name: page.wait("news").data["html"] for name, page in opened.items()}
        finally:
            Person.objects.filter(pk=people.chi.pk).update(language="en")
        assert "(new)" in rows["cem"]
        assert "(nieuw)" in rows["chi"]

    def test_what_is_taken_back_loses_its_title_everywhere(self, served: Served, people: Cast) -> None:
        item = stage.share(people)
        with pages(served, people, "cem") as opened:
            stage.withdraw(people, item)
            news = opened["cem"].wait("news")
        assert not news.data["fresh"]
        assert stage.PUMPS.title not in news.data["html"]

    def test_a_reply_says_which_thread_and_nothing_of_what_it_says(self, served: Served, people: Cast) -> None:
        item = stage.share(people)
        with pages(served, people, "ada", "chi", "bo") as opened:
            stage.reply(people, item, "cem")
            assert who_hears(opened, item) == {"ada", "chi"}
        assert "html" not in opened["ada"].named("news")[0].data

    def test_a_reply_among_a_few_is_heard_by_those_few(self, served: Served, people: Cast) -> None:
        item = stage.share(people)
        with pages(served, people, "ada", "chi") as opened:
            stage.reply(people, item, "cem", only=("ada",))
            assert who_hears(opened, item) == {"ada"}

    def test_what_is_undone_was_never_said(self, served: Served, people: Cast) -> None:
        from django.db import transaction

        with pages(served, people, "cem") as opened:
            with transaction.atomic():
                stage.share(people)
                transaction.set_rollback(True)
            later = stage.share(people)
            assert opened["cem"].wait("news").data["item"] == str(later)


class TestCutting:
    def ends(self, page: Listening) -> float:
        started = time.monotonic()
        assert page.ended.wait(5), "the stream stayed open"
        return page.ended_at - started

    def test_a_suspended_person_is_cut_off_within_a_second(self, served: Served, people: Cast) -> None:
        with pages(served, people, "eve", "dee") as opened:
            Person.objects.filter(pk=people.eve.pk).update(suspended_at="2026-01-01T00:00Z")
            try:
                assert self.ends(opened["eve"]) < A_SECOND
                assert not opened["dee"].ended.is_set()
                with listening(served.url, cookie_of(people.eve)) as again:
                    assert again.status == 403
            finally:
                Person.objects.filter(pk=people.eve.pk).update(suspended_at=None)

    @pytest.mark.requirement("R50")
    def test_a_suspended_writer_of_notes_hears_and_types_no_more(self, served: Served, people: Cast) -> None:
        going = open_meeting(people)
        going.write("chi", going.amber, "Ours")
        with acting_as(going.actor("chi")) as actor:
            room.hand_pen(actor=actor, meeting=going.meeting.pk, person=people.cem.pk)
        note = f"{served.url}/notes/{going.amber.pk}/"
        cem, ada = (Typist(note, cookie_of(people.person(name))) for name in ("cem", "ada"))
        with pages(served, people, "cem", "ada") as opened:
            assert cem.read() == "Ours"
            assert cem.type(" and mine") == 200
            opened["ada"].wait("news")
            Person.objects.filter(pk=people.cem.pk).update(suspended_at="2026-01-01T00:00Z")
            try:
                assert cem.type(" and more") != 200
                assert self.ends(opened["cem"]) < A_SECOND
                assert ada.read() == "Ours and mine"
            finally:
                Person.objects.filter(pk=people.cem.pk).update(suspended_at=None)

    def test_a_session_that_ends_ends_its_stream_and_no_other(self, served: Served, people: Cast) -> None:
        cookies = cookie_of(people.eve)
        with listening(served.url, cookies) as one, pages(served, people, "eve") as others:
            one.wait("hello")
            Session.objects.filter(pk=cookies["kring_session"]).delete()
            assert self.ends(one) < A_SECOND
            assert not others["eve"].ended.is_set()

    def test_a_new_password_ends_what_the_old_one_opened(self, served: Served, people: Cast) -> None:
        with pages(served, people, "eve") as opened:
            people.eve.set_password("a new password, long enough")
            people.eve.save()
            assert self.ends(opened["eve"]) < A_SECOND

    def test_who_is_not_signed_in_is_refused(self, served: Served) -> None:
        for cookies in ({}, {"kring_session": "a" * 32}, {"kring_session": 'x"; y'}):
            with listening(served.url, cookies) as page:
                assert page.status == 403

    def test_it_is_read_only(self, served: Served, people: Cast) -> None:
        assert httpx.post(f"{served.url}/live", cookies=cookie_of(people.eve), trust_env=False).status_code == 405

    def test_one_person_cannot_take_all_streams(self, served: Served, people: Cast) -> None:
        with ExitStack() as stack:
            for _ in range(streams.AT_MOST):
                stack.enter_context(listening(served.url, cookie_of(people.gus))).wait("hello")
            assert stack.enter_context(listening(served.url, cookie_of(people.gus))).status == 429
            assert stack.enter_context(listening(served.url, cookie_of(people.fay))).status == 200


class TestComingBack:
    def test_who_missed_nothing_is_told_nothing(self, served: Served, people: Cast) -> None:
        with pages(served, people, "cem") as opened:
            last = opened["cem"].named("hello")[0].number
        stage.share(people, named=(), chosen=("ada",))  # nothing for cem
        time.sleep(0.3)
        with listening(served.url, cookie_of(people.cem), last=last) as page:
            page.wait("hello")
            assert page.named("refresh") == []

    def test_who_missed_something_is_told_to_look(self, served: Served, people: Cast) -> None:
        with pages(served, people, "cem", "chi") as opened:
            last = opened["cem"].named("hello")[0].number
        with pages(served, people, "cem") as meanwhile:
            stage.share(people)
            meanwhile["cem"].wait("news")
        with listening(served.url, cookie_of(people.cem), last=last) as page:
            page.wait("refresh")

    def test_after_a_restart_everybody_looks(self, served: Served, people: Cast) -> None:
        with listening(served.url, cookie_of(people.cem), last="0badcafe-3") as page:
            page.wait("refresh")

    def test_when_the_database_was_away_streams_end_and_open_again(
        self, committed: OwnDatabase, served: Served, people: Cast
    ) -> None:
        with pages(served, people, "cem") as opened:
            with psycopg.connect(committed.application, autocommit=True) as app:
                app.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND application_name = 'kring live'"
                )
            assert opened["cem"].ended.wait(5)
        with pages(served, people, "cem") as opened:
            stage.share(people)
            opened["cem"].wait("news")


def test_a_stop_ends_the_streams_first(
    committed: OwnDatabase, people: Cast, tmp_path_factory: pytest.TempPathFactory
) -> None:
    from tests.installation import serving

    with (
        serving(committed, tmp_path_factory.mktemp("other")) as other,
        listening(other.url, cookie_of(people.dee)) as page,
    ):
        page.wait("hello")
        started = time.monotonic()
        other.process.terminate()
        assert other.process.wait(10) == 0
        assert time.monotonic() - started < 5
        assert page.ended.wait(1)

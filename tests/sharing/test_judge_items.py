"""What organisations say of an item moves its credibility, and the reliability of its source; and tells nobody more."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import DatabaseError, transaction

from kring.circles.models import Affiliation, Membership
from kring.kernel.actor import VISITOR, Actor
from kring.kernel.binding import acting_as
from kring.kernel.clock import now
from kring.sharing import commands, queries
from kring.sharing.models import Item, Judgement, TrackRecord
from kring.sharing.queries import Filters, Letters, Trust
from kring.sharing.rules import Track, Voices
from kring.tlp.labels import Label
from tests.cast import Cast
from tests.feeds.working import work
from tests.rest.machine import machine_of
from tests.sharing.pages.visit import look, visitor
from tests.sharing.polls import answer, ask
from tests.sharing.stage import kinds, relabel, share, trail_seen_by, withdraw
from tests.sharing.test_answer_poll import seat_bo
from tests.sharing.test_give_feedback import tap
from tests.sharing.test_report_sighting import HOST, see


def judge(*items: UUID) -> int:
    return commands.judge_items(items=items)


def trust(cast: Cast, item: UUID, by: str = "chi") -> Trust:
    with acting_as(cast.actor(by)) as actor:
        return queries.detail(actor, item).trust


def pair(cast: Cast, item: UUID, by: str = "chi") -> str:
    """As it stands in a list."""
    with acting_as(cast.actor(by)) as actor:
        row = queries.row(actor, item)
    assert row
    return row.pair


def sure(cast: Cast) -> list[UUID]:
    """What is B2 or better to cem, the newest first."""
    with acting_as(cast.actor("cem")) as actor:
        return [row.id for row in queries.new_items(actor, Filters(reliable="B", credible=2))]


def judged(cast: Cast, *kinds: str, by: tuple[str, ...] = ("cem", "chi"), **writing: object) -> list[UUID]:
    """An item of ada's for each kind, on which others agree: they saw it, or it is wrong."""
    items = []
    for kind in kinds:
        item = share(cast, **writing)  # type: ignore[arg-type]
        for name in by:
            see(cast, item, name) if kind == "saw" else tap(cast, item, name, kind)
        items.append(item)
    judge(*items)
    return items


@pytest.fixture
def proved(cast: Cast) -> list[UUID]:
    """Five items of Alpha, all of them confirmed: it is a B."""
    return judged(cast, *["saw"] * 5)


def test_who_saw_it_makes_it_more_credible_and_the_word_of_the_source_stays(cast: Cast) -> None:
    item = share(cast, reliability="C", credibility=3)
    see(cast, item, "cem")
    assert judge(item) == 1
    assert pair(cast, item) == "C2"
    see(cast, item, "chi")
    tap(cast, item, "cem", "doubted")
    assert [judge(item), judge(item)] == [1, 0], "again it is the same"
    assert trust(cast, item) == Trust(Letters("C", 1), Letters("C", 3), Track(1), Voices(saw=2))
    assert kinds(trail_seen_by(cast, "ada", item))[-2:] == ["CredibilityMoved"] * 2
    for name in ("cem", "chi"):
        with acting_as(cast.actor(name)) as actor:
            commands.take_back_sighting(actor=actor, item=item, **HOST)
    assert judge(item) == 1
    assert pair(cast, item) == "C3"


def test_what_does_not_say_whether_it_is_true_moves_nothing(cast: Cast) -> None:
    """We are affected is the source's alone to know: a letter would tell it to all."""
    item = share(cast, credibility=3)
    for name in ("cem", "chi"):
        for kind in ("useful", "affected", "acted"):
            tap(cast, item, name, kind)
        tap(cast, item, name, "not_relevant")
    poll = ask(cast, item)
    answer(cast, poll, "cem", "yes")
    answer(cast, poll, "chi", "yes")
    assert judge(item) == 0
    assert trust(cast, item).voices == Voices()


def test_each_organisation_has_one_voice_and_the_source_none(cast: Cast) -> None:
    seat_bo(cast)
    item = share(cast)
    for name in ("cem", "max"):
        tap(cast, item, name, "known")
    see(cast, item, "max")
    see(cast, item, "ada")
    tap(cast, item, "bo", "known")
    judge(item)
    assert trust(cast, item).voices == Voices(saw=1)
    Affiliation.objects.create(person=cast.chi, organisation=cast.alpha)
    see(cast, item, "chi")
    judge(item)
    assert trust(cast, item).voices == Voices(saw=1), "who works for the source has no voice for another"


def test_who_reads_it_without_a_seat_in_its_circle_has_none(cast: Cast) -> None:
    item = share(cast, "cem", label=Label.GREEN)
    for name in ("bo", "fay", "gus"):
        tap(cast, item, name, "doubted")
    assert judge(item) == 0
    assert trust(cast, item).voices == Voices()


def test_who_left_has_none_from_that_night_on(cast: Cast) -> None:
    (item,) = judged(cast, "saw")
    Membership.objects.filter(pk=cast.memberships["chi"].pk).update(state="left")
    commands.judge_again()
    assert trust(cast, item, "cem").voices == Voices(saw=1)
    assert trust(cast, item, "cem").track == Track()


def test_via_the_secretariat_nothing_is_judged(cast: Cast) -> None:
    """Whose voice is missing would tell who it is."""
    (item,) = judged(cast, "saw", via_secretariat=True)
    assert trust(cast, item) == Trust(Letters(), Letters(), None, Voices())
    assert not Judgement.objects.exists()


@pytest.mark.requirement("R83")
def test_b2_or_better_is_what_readers_made_of_it(cast: Cast) -> None:
    """From the taps to the list, as workers do it."""
    good, bad = (share(cast, reliability="B", credibility=credibility) for credibility in (3, 2))
    assert sure(cast) == [bad]
    for name in ("cem", "chi"):
        tap(cast, good, name, "known")
        tap(cast, bad, name, "doubted")
    work("default")
    assert sure(cast) == [good]
    for name in ("cem", "chi"):
        tap(cast, bad, name, "useful")  # which takes "this is wrong" back
    work("default")
    assert sure(cast) == [bad, good]


@pytest.mark.requirement("R83")
def test_five_items_on_which_others_agree_make_a_letter(cast: Cast, proved: list[UUID]) -> None:
    fresh = share(cast, reliability="A")
    assert trust(cast, fresh) == Trust(Letters("B", None), Letters("A", None), Track(5), Voices())
    assert set(sure(cast)) == set(proved)
    withdraw(cast, proved[0])
    relabel(cast, proved[1], Label.RED, named=["cem"])
    work("default")
    found = trust(cast, fresh)
    assert (found.track, found.shown.reliability) == (Track(3), "A"), "too few to judge: as the author said"


def test_only_what_the_whole_circle_may_read_counts(cast: Cast) -> None:
    (whole,) = judged(cast, "saw", label=Label.GREEN)
    judged(cast, "saw", label=Label.RED, named=["cem", "chi"])
    judged(cast, "saw", label=Label.AMBER, chosen=["cem", "chi"])
    judged(cast, "saw", label=Label.AMBER_STRICT)
    judged(cast, "doubted", via_secretariat=True)
    assert trust(cast, share(cast)).track == Track(1)
    with acting_as(cast.actor("ada")):
        Item.objects.filter(pk=whole).update(shared_at=now() - timedelta(days=367))
    commands.judge_again()
    assert trust(cast, share(cast)).track == Track(), "nor what is more than a year ago"


def test_one_organisation_alone_moves_no_letter(cast: Cast, proved: list[UUID]) -> None:
    """Whatever it says of all that a rival shares."""
    more = judged(cast, "doubted", "doubted", "doubted", by=("chi",))
    for item in proved:
        tap(cast, item, "max", "doubted")
    judge(*proved, *more)
    assert trust(cast, proved[0]).track == Track(5)
    assert pair(cast, proved[0]) == "B1"


def test_the_letter_is_for_those_who_may_read_what_it_counts(cast: Cast, proved: list[UUID]) -> None:
    item = share(cast, label=Label.GREEN, reliability="D")
    seen = {name: pair(cast, item, name) for name in ("ada", "bo", "cem", "chi", "fay", "gus", "max")}
    assert seen == dict.fromkeys(("ada", "cem", "chi", "max"), "B") | dict.fromkeys(("bo", "fay", "gus"), "D")
    for actor in (
        Actor(person=cast.cem.pk, ceiling=int(Label.GREEN)),
        Actor(person=cast.cem.pk, scope=frozenset({cast.pier.pk})),
        *(cast.actor(name) for name in ("dee", "eve", "visitor")),
    ):
        with acting_as(actor):
            assert not TrackRecord.objects.exists()
    assert trust(cast, item, "fay").track is None


def test_what_is_published_is_published_with_the_word_of_its_source(cast: Cast) -> None:
    (item,) = judged(cast, "saw", label=Label.CLEAR, credibility=4)
    with acting_as(cast.actor("ada")) as ada:
        commands.publish_item(actor=ada, item=item)
    assert pair(cast, item, "fay") == "\N{EN DASH}1", "who has it sees what readers made of it"
    with acting_as(VISITOR):
        assert Item.objects.filter(pk=item).exists()
        assert not Judgement.objects.exists()
        told = queries.told(VISITOR, item)
    assert told
    assert told.credibility == 4


def test_nobody_writes_a_letter(cast: Cast, proved: list[UUID]) -> None:
    def own() -> None:
        Judgement.objects.create(item_id=share(cast), membership=cast.memberships["ada"], credibility=1)

    writes: list[Callable[[], object]] = [
        own,
        lambda: TrackRecord.objects.create(membership=cast.memberships["cem"], circle=cast.north, reliability="A"),
    ]
    for write in writes:
        with acting_as(cast.actor("ada")), pytest.raises(DatabaseError), transaction.atomic():
            write()
    with acting_as(cast.actor("ada")):
        assert Judgement.objects.filter(item__in=proved).update(credibility=1) == 0
        assert TrackRecord.objects.update(reliability="A") == 0


def test_the_page_says_why_in_words(cast: Cast, proved: list[UUID]) -> None:
    item = share(cast, credibility=3)
    see(cast, item, "cem")
    tap(cast, item, "chi", "doubted")
    judge(item)
    page = look(visitor(cast, "cem"), f"/items/{item}/")
    for words in (
        "B2",
        "B: usually reliable",
        "Of 5 items of this organisation that others judged in the last year, 5 were confirmed.",
        "2: probably true",
        "One organisation saw it itself.",
        "One organisation says it is wrong: alone, that changes nothing.",
        "The author said: 3: possibly true.",
    ):
        assert words in page, words
    assert "Chora" not in page.partition("How sure is it?")[2].partition("About")[0]


def test_programs_get_the_letters_and_the_numbers_behind_them(cast: Cast) -> None:
    (item,) = judged(cast, "doubted", reliability="A", credibility=2)
    machine = machine_of(cast, "cem")
    found = machine.get(f"items/{item}").body
    assert (found["reliability"], found["credibility"]) == ("A", 4)
    assert found["trust"] == {
        "said": {"reliability": "A", "credibility": 2},
        "track": {"judged": 1, "confirmed": 0},
        "voices": {"saw": 0, "known": 0, "doubted": 2},
    }
    assert machine.get("items?credible=2").body["results"] == []

"""Answering in the thread."""

from uuid import UUID

import pytest

from kring.kernel.binding import acting_as
from kring.kernel.errors import NotVisible
from kring.sharing import commands, queries, rules
from kring.sharing.models import Reply
from kring.tlp.labels import Label
from tests.cast import Cast
from tests.sharing.stage import draft, refused, relabel, reply, share, trail_seen_by, withdraw


def who_reads(cast: Cast, answer: UUID) -> set[str]:
    """Of the cast, each asked for themselves; the list of readers must say the same."""
    found = set()
    for name in (*cast.NAMES, "visitor"):
        with acting_as(cast.actor(name)):
            if Reply.objects.filter(pk=answer).exists():
                found.add(name)
    assert cast.names(queries.reply_readers(answer)) == found - {"visitor"}
    return found


@pytest.mark.parametrize(
    ("label", "expected"),
    [(Label.AMBER, "ada cem chi max"), (Label.GREEN, "ada bo cem chi fay gus max")],
)
def test_it_inherits_the_item_s_audience(cast: Cast, label: Label, expected: str) -> None:
    answer = reply(cast, share(cast, label=label))
    assert who_reads(cast, answer) == set(expected.split())


def test_to_a_red_item_only_those_named_read_it(cast: Cast) -> None:
    answer = reply(cast, share(cast, label=Label.RED, named=["cem"]))
    assert who_reads(cast, answer) == {"ada", "cem"}


def test_narrowed_only_those_it_is_for_read_it(cast: Cast) -> None:
    item = share(cast)
    answer = reply(cast, item, "cem", only=["ada"])
    assert who_reads(cast, answer) == {"ada", "cem"}
    with acting_as(cast.actor("ada")) as actor:
        (seen,) = queries.detail(actor, item).replies
        assert (seen.narrowed, seen.label) == (True, Label.RED)
    with acting_as(cast.actor("chi")) as actor:
        assert queries.detail(actor, item).row.replies == 0


def test_an_answer_to_what_was_for_some_stays_among_them(cast: Cast) -> None:
    item = share(cast)
    first = reply(cast, item, "cem", only=["ada"])
    second = reply(cast, item, "ada", "Thank you.", answers=first)
    assert who_reads(cast, second) == {"ada", "cem"}


def test_it_cannot_be_narrowed_to_who_does_not_read_the_item(cast: Cast) -> None:
    item = share(cast, chosen=["cem"])
    with refused("wider_than_item"):
        reply(cast, item, "cem", only=["chi"])


@pytest.mark.parametrize(("by", "only"), [("ada", "fay"), ("bo", "ada"), ("gus", "ada")])
def test_narrowing_is_for_people_with_a_seat(cast: Cast, by: str, only: str) -> None:
    item = share(cast, label=Label.GREEN)
    with refused("few_need_seats"):
        reply(cast, item, by, only=[only])


def test_a_colleague_and_an_observer_can_answer_what_is_green(cast: Cast) -> None:
    item = share(cast, label=Label.GREEN)
    for name in ("bo", "gus"):
        assert "ada" in who_reads(cast, reply(cast, item, name))


def test_it_stands_in_the_trail_with_who_wrote_it(cast: Cast) -> None:
    item = share(cast)
    reply(cast, item)
    assert trail_seen_by(cast, "ada", item)[-1] == ("cem", "ReplyAdded")


def test_people_who_read_it_can_be_mentioned_and_are_asked(cast: Cast) -> None:
    item = share(cast)
    answer = reply(cast, item, "cem", "Chi, did yours stop?", mentions=["chi"])
    with acting_as(cast.actor("chi")) as actor:
        assert [(ask.what, ask.request) for ask in queries.asks(actor)] == [("mention", answer)]


@pytest.mark.parametrize("name", ["dee", "eve", "bo", "gus"])
def test_nobody_outside_the_audience_is_mentioned(cast: Cast, name: str) -> None:
    with refused("mention_outside"):
        reply(cast, share(cast), mentions=[name])


def test_of_an_answer_for_some_the_others_are_not_mentioned(cast: Cast) -> None:
    with refused("mention_outside"):
        reply(cast, share(cast), "cem", only=["ada"], mentions=["chi"])


def test_a_community_does_not_learn_who_is_in_another(cast: Cast) -> None:
    item = share(cast, label=Label.CLEAR)
    everybody = {cast.person(name).pk for name in cast.NAMES}
    with acting_as(cast.actor("cem")) as actor:
        assert cast.names(queries.companions(actor, item, everybody)) == {"ada", "bo", "chi", "fay", "gus", "max"}
    with refused("mention_outside"):
        reply(cast, item, mentions=["dee"])
    reply(cast, item, "dee", "We are from South.")
    reply(cast, item, mentions=["dee"])


def test_the_same_mail_lands_once(cast: Cast) -> None:
    item = share(cast)
    first = reply(cast, item, way="mail", message_id="<1@gamma.example>")
    again = reply(cast, item, way="mail", message_id="<1@gamma.example>")
    assert first == again
    with acting_as(cast.actor("ada")) as actor:
        assert len(queries.detail(actor, item).replies) == 1


def test_it_cannot_answer_a_reply_elsewhere(cast: Cast) -> None:
    elsewhere = reply(cast, share(cast))
    with pytest.raises(NotVisible):
        reply(cast, share(cast), answers=elsewhere)


@pytest.mark.parametrize("name", ["bo", "dee", "eve", "visitor"])
def test_for_who_does_not_read_the_item_it_is_not_there(cast: Cast, name: str) -> None:
    item = share(cast)
    with pytest.raises(NotVisible):
        reply(cast, item, name)


@pytest.mark.parametrize(("body", "code"), [("  \n", "empty_reply"), ("x" * (rules.LONGEST_TEXT + 1), "too_long")])
def test_it_is_refused_without_words_or_with_too_many(cast: Cast, body: str, code: str) -> None:
    item = share(cast)
    with refused(code):
        reply(cast, item, body=body)


def test_it_is_refused_to_a_draft_and_after_withdrawal(cast: Cast) -> None:
    with refused("not_shared"):
        reply(cast, draft(cast), "ada")
    item = share(cast)
    withdraw(cast, item)
    with refused("withdrawn"):
        reply(cast, item)


def test_a_reader_cannot_find_out_the_hidden_source_by_answering_alone(cast: Cast) -> None:
    item = share(cast, label=Label.RED, named=["cem"], via_secretariat=True)
    for name in ("ada", "chi"):
        with acting_as(cast.actor("cem")) as actor, refused("wider_than_item"):
            answer = commands.Answer(body="Was it you?", only=[cast.person(name).pk])
            commands.add_reply(actor=actor, item=item, answer=answer)


def test_under_a_red_item_too_it_can_be_for_fewer_and_its_answers_stay_among_them(cast: Cast) -> None:
    item = share(cast, label=Label.RED, named=["cem", "chi"])
    first = reply(cast, item, "cem", only=["ada"])
    assert who_reads(cast, reply(cast, item, "ada", "Thank you.", answers=first)) == {"ada", "cem"}
    with acting_as(cast.actor("ada")) as actor:
        assert [seen.only for seen in queries.detail(actor, item).replies] == [["Ada", "Cem"]] * 2


def test_after_widening_an_answer_to_an_older_reply_keeps_its_audience(cast: Cast) -> None:
    item = share(cast, label=Label.AMBER, chosen=["cem"])
    first = reply(cast, item, "cem", "Only for this table.")
    relabel(cast, item, Label.GREEN)
    second = reply(cast, item, "ada", "I quote you.", answers=first)
    assert who_reads(cast, second) == {"ada", "cem", "max"}
    with refused("mention_outside"):
        reply(cast, item, "ada", answers=first, mentions=["fay"])
    assert "fay" in who_reads(cast, reply(cast, item, "ada", mentions=["fay"]))


def test_narrowed_with_its_item_it_is_handled_as_its_item(cast: Cast) -> None:
    item = share(cast, label=Label.GREEN)
    reply(cast, item)
    relabel(cast, item, Label.AMBER_STRICT)
    with acting_as(cast.actor("ada")) as actor:
        (seen,) = queries.detail(actor, item).replies
    assert (seen.label, seen.narrowed) == (Label.AMBER_STRICT, False)

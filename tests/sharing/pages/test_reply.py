"""Answering, changing an answer, taking it back; and whom one can mention."""

from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kring.kernel.binding import acting_as
from kring.people.models import Person
from kring.sharing import queries
from kring.sharing.models import Reply
from kring.tlp.labels import Label
from tests.browsing import Browse, wrong_on
from tests.cast import Cast
from tests.sharing.pages.visit import look, visitor, words_of
from tests.sharing.stage import reply, share, withdraw


def replies_seen_by(cast: Cast, name: str, item: UUID) -> list[str]:
    with acting_as(cast.actor(name)) as actor:
        return [one.body for one in queries.detail(actor, item).replies]


def test_it_stands_in_the_thread_and_one_lands_on_it(cast: Cast) -> None:
    item = share(cast)
    answer = visitor(cast, "cem").post(f"/items/{item}/reply/", {"body": "We **see** it too."})
    with acting_as(cast.actor("ada")):
        added = Reply.objects.get(item=item)
    assert answer["Location"] == f"/items/{item}/#{added.pk}"
    page = visitor(cast, "ada").get(f"/items/{item}/").content.decode()
    assert "We <strong>see</strong> it too." in page


def test_a_name_behind_an_at_sign_is_a_mention(cast: Cast) -> None:
    item = share(cast)
    visitor(cast, "cem").post(f"/items/{item}/reply/", {"body": "@chi and @Dee and @Nobody, did yours stop?"})
    with acting_as(cast.actor("ada")) as actor:
        (seen,) = queries.detail(actor, item).replies
    assert seen.mentions == ["Chi"]


def test_it_can_be_for_some_alone(cast: Cast) -> None:
    item = share(cast)
    client = visitor(cast, "cem")
    page = look(client, f"/items/{item}/reply/?some=1")
    assert "Ada (Alpha)" in page
    assert "Dee" not in page
    client.post(f"/items/{item}/reply/", {"body": "Between us.", "only": [str(cast.ada.pk)]})
    assert replies_seen_by(cast, "ada", item) == ["Between us."]
    assert replies_seen_by(cast, "chi", item) == []
    assert "only Ada, Cem" in look(visitor(cast, "ada"), f"/items/{item}/")


@pytest.mark.parametrize("name", ["dee", "bo", "gus"])
def test_somebody_who_cannot_read_it_is_no_choice(cast: Cast, name: str) -> None:
    item = share(cast)
    answer = visitor(cast, "cem").post(
        f"/items/{item}/reply/", {"body": "Between us.", "only": [str(cast.person(name).pk)]}
    )
    assert answer.status_code == 422
    assert replies_seen_by(cast, "ada", item) == []


def test_an_answer_names_whom_it_answers_and_stays_under_it(cast: Cast) -> None:
    item = share(cast)
    first = reply(cast, item, "cem", "Which version?")
    reply(cast, item, "chi", "Something else.")
    client = visitor(cast, "ada")
    assert "You answer Cem:" in look(client, f"/items/{item}/reply/", answers=str(first))
    client.post(f"/items/{item}/reply/", {"body": "4.3.", "answers": str(first)})
    assert replies_seen_by(cast, "ada", item) == ["Which version?", "4.3.", "Something else."]
    assert "to Cem" in look(client, f"/items/{item}/")


def test_files_go_with_it(cast: Cast) -> None:
    item = share(cast)
    files = [SimpleUploadedFile("log.txt", b"203.0.113.7"), SimpleUploadedFile("tool.exe", b"MZ" + b"\0" * 200)]
    visitor(cast, "cem").post(f"/items/{item}/reply/", {"body": "Our logs.", "uploads": files})
    with acting_as(cast.actor("ada")) as actor:
        (seen,) = queries.detail(actor, item).replies
    assert [(one.name, one.wrapped) for one in seen.attachments] == [("log.txt", False), ("tool.exe.zip", True)]


def test_what_was_typed_stays_when_something_is_wrong(cast: Cast) -> None:
    item = share(cast)
    answer = visitor(cast, "cem").post(f"/items/{item}/reply/", {"body": "x" * 20_001})
    assert answer.status_code == 422
    assert "x" * 20_001 in answer.content.decode()
    withdraw(cast, item)
    answer = visitor(cast, "cem").post(f"/items/{item}/reply/", {"body": "Too late."})
    assert answer.status_code == 422
    assert "This was withdrawn." in words_of(answer)
    assert "Too late." in answer.content.decode()


@pytest.mark.parametrize("name", ["bo", "dee", "eve"])
def test_it_is_not_there_for_who_does_not_read_the_item(cast: Cast, name: str) -> None:
    item = share(cast)
    client = visitor(cast, name)
    assert client.get(f"/items/{item}/reply/").status_code == 404
    assert client.post(f"/items/{item}/reply/", {"body": "Hello"}).status_code == 404
    assert client.get(f"/items/{item}/mention/?q=a").status_code == 404


def mentionable(cast: Cast, name: str, item: UUID, typed: str) -> str:
    return words_of(visitor(cast, name).get(f"/items/{item}/mention/", {"q": typed}))


def test_only_who_reads_it_is_offered_to_be_mentioned(cast: Cast) -> None:
    item = share(cast)
    assert mentionable(cast, "cem", item, "a") == "Ada Alpha"
    assert mentionable(cast, "cem", item, "ALP") == "Ada Alpha"
    assert mentionable(cast, "cem", item, "chi") == "Chi Chora"
    assert mentionable(cast, "cem", item, "c") == "Chi Chora", "one does not mention oneself"
    for nobody in ("dee", "bo", "gus", "fay", "max", "lpha", "da", "", " "):
        assert mentionable(cast, "cem", item, nobody) == "", nobody
    green = share(cast, label=Label.GREEN)
    assert mentionable(cast, "cem", green, "bo") == "Bo Alpha"


@pytest.mark.parametrize("typed", [".*", "(", "[a", "\\", "%", "'", "a\x00", "x" * 500, "🙂", "a)|(b"])
def test_what_one_types_is_never_more_than_letters(cast: Cast, typed: str) -> None:
    item = share(cast)
    assert mentionable(cast, "cem", item, typed) == ""


@pytest.mark.parametrize("name", ["Юлия Ковалёва", "陳大文", "Çağla Yılmaz-O'Brien", "ليلى عمر"])
def test_names_in_every_script_can_be_mentioned(cast: Cast, name: str) -> None:
    Person.objects.filter(pk=cast.chi.pk).update(name=name)
    item = share(cast)
    assert name in mentionable(cast, "cem", item, name[:2])
    visitor(cast, "cem").post(f"/items/{item}/reply/", {"body": f"@{name} what do you see?"})
    with acting_as(cast.actor("ada")) as actor:
        assert queries.detail(actor, item).replies[0].mentions == [name]


def test_one_changes_one_s_own_and_readers_see_how_it_read(cast: Cast) -> None:
    item = share(cast)
    answer = reply(cast, item, "cem", "Two pumps.")
    client = visitor(cast, "cem")
    changed = client.post(f"/replies/{answer}/edit/", {"body": "Three pumps.", "version": 1})
    assert changed["Location"] == f"/items/{item}/#{answer}"
    history = visitor(cast, "chi").get(f"/replies/{answer}/history/").content.decode()
    assert "<del>Two </del><ins>Three </ins>pumps." in history


def test_the_second_window_says_what_happened_and_keeps_what_was_typed(cast: Cast) -> None:
    answer = reply(cast, share(cast), "cem", "Two pumps.")
    client = visitor(cast, "cem")
    client.post(f"/replies/{answer}/edit/", {"body": "Three pumps.", "version": 1})
    second = client.post(f"/replies/{answer}/edit/", {"body": "Four pumps.", "version": 1})
    assert second.status_code == 422
    assert "changed in another window" in words_of(second)
    assert "Four pumps." in second.content.decode()


def test_taking_back_asks_first(cast: Cast) -> None:
    item = share(cast)
    answer = reply(cast, item, "cem", "Said too much.")
    client = visitor(cast, "cem")
    assert "This cannot be undone." in look(client, f"/replies/{answer}/remove/")
    assert replies_seen_by(cast, "ada", item) == ["Said too much."]
    client.post(f"/replies/{answer}/remove/")
    assert replies_seen_by(cast, "ada", item) == []
    for page in ("edit", "remove", "history"):
        assert client.get(f"/replies/{answer}/{page}/").status_code == 404


@pytest.mark.parametrize(("name", "status"), [("ada", 409), ("chi", 409), ("dee", 404), ("bo", 404)])
def test_nobody_changes_or_takes_back_the_words_of_another(cast: Cast, name: str, status: int) -> None:
    answer = reply(cast, share(cast), "cem")
    client = visitor(cast, name)
    for page in ("edit", "remove"):
        assert client.get(f"/replies/{answer}/{page}/").status_code == status
        assert client.post(f"/replies/{answer}/{page}/", {"body": "Mine", "version": 1}).status_code == status


def test_nothing_keeps_anybody_out(cast: Cast, browse: Browse) -> None:
    item = share(cast)
    answer = reply(cast, item, "cem")
    client = visitor(cast, "cem")
    for address in (
        f"/items/{item}/reply/?some=1&answers={answer}",
        f"/replies/{answer}/edit/",
        f"/replies/{answer}/remove/",
    ):
        assert wrong_on(browse(client, address, width=320, scheme="dark")) == []

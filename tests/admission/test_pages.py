"""Every page of admission, as those meet it who come there; and flow 4 without a browser."""

import re
from typing import Any
from uuid import UUID

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kring.admission import queries
from kring.admission.jobs import mail_candidate
from kring.admission.mails import AdmissionTelling, News
from kring.admission.pages import applications
from kring.admission.rules import Choice
from kring.kernel.binding import acting_as
from kring.web import parts
from tests.admission.stage import WRITTEN, apply, begin, close, link, put, read, seen, vote
from tests.cast import Cast

FORM: dict[str, Any] = {
    **{name: WRITTEN[name] for name in ("organisation", "person", "email", "function", "motive")},
    **WRITTEN["answers"],
    "declared": "on",
}


def browser(cast: Cast, name: str) -> Client:
    client = Client()
    if name != "visitor":
        client.force_login(cast.person(name), backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def shown(cast: Cast, name: str, path: str) -> str:
    answer = browser(cast, name).get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return answer.content.decode()


def test_the_form_has_nine_fields_and_takes_one_click(cast: Cast) -> None:
    client, path = Client(), f"/apply/{link(cast)}/"
    page = client.get(path).content.decode()
    main = page[page.index("<main") : page.index("</main")]
    fields = set(re.findall(r'<(?:input|select|textarea)[^>]* name="(\w+)"', main)) - {"csrfmiddlewaretoken"}
    assert len(fields) == 9
    sent = client.post(path, {**FORM, "then": "send"})
    assert sent.status_code == 302
    own = client.get(sent.headers["Location"])
    assert "It is sent" in own.content.decode()
    assert own.headers["Cache-Control"] == "private, no-store"


def test_what_is_missing_is_said_where_it_is_missing_and_saving_is_always_possible(cast: Cast) -> None:
    client, path = Client(), f"/apply/{link(cast)}/"
    half = {"organisation": "Theta", "person": "Thea", "email": "thea@theta.example"}
    wrong = client.post(path, {**half, "then": "send"})
    assert wrong.status_code == 422
    assert wrong.content.decode().count("k-wrong") == 5
    own = client.post(path, {**half, "then": "save"}).headers["Location"]
    assert "not sent yet" in client.get(own).content.decode()
    assert client.post(own, {**FORM, "email": "", "then": "send"}).status_code == 302
    assert "It is sent" in client.get(own).content.decode()


def test_the_candidate_gets_their_own_link_by_mail_in_their_language(cast: Cast) -> None:
    candidate = begin(cast)
    mail_candidate(str(candidate.guest), "begun")
    (sent,) = mail.outbox
    assert candidate.guest
    assert sent.to == ["thea@theta.example"]
    assert queries.candidate_link(candidate.guest) in sent.body


def test_who_steers_finds_it_at_home_asks_and_puts_it_to_the_vote(cast: Cast) -> None:
    application = apply(cast)
    home = shown(cast, "chi", "/")
    assert "Theta applies to North" in home
    assert "Put to the vote" in home
    assert "Theta" not in shown(cast, "ada", "/")
    client = browser(cast, "chi")
    assert client.post(f"/applications/{application}/ask/", {"text": "Since when?"}).status_code == 302
    own = f"/application/{queries.candidate_link(application).rstrip('/').rpartition('/')[2]}/"
    (question,) = read(cast, application).questions
    assert Client().post(f"{own}questions/{question.id}/", {"answer": "Since May."}).status_code == 302
    assert "1 of 1 questions answered" in shown(cast, "chi", "/")
    assert "Since May." in shown(cast, "chi", f"/applications/{application}/")
    assert client.post(f"/applications/{application}/ballot/").status_code == 302
    assert "Shall Theta come into North?" in shown(cast, "ada", "/")


def test_a_member_votes_from_home_and_nothing_says_that_they_did(cast: Cast) -> None:
    ballot = put(cast)
    client = browser(cast, "ada")
    answer = client.post(f"/ballots/{ballot}/vote/", {"choice": "2", "reason": "No."}, follow=True)
    assert "Objection" in answer.content.decode()
    assert "messages" not in answer.client.cookies
    own = seen(cast, ballot, "ada").own
    assert own
    assert (own.choice, own.reason) == (Choice.AGAINST, "No.")
    assert "Shall Theta" not in shown(cast, "ada", "/")
    assert "Shall Theta" in shown(cast, "cem", "/")
    page = shown(cast, "cem", f"/ballots/{ballot}/")
    assert own.receipt not in page
    assert "No." not in page
    assert browser(cast, "cem").post(f"/ballots/{ballot}/vote/", {"choice": "9"}).status_code == 422


def test_what_came_out_is_for_all_members_to_read(cast: Cast) -> None:
    ballot = put(cast)
    vote(cast, ballot, "cem", Choice.AGAINST, "They sell what we share.")
    receipt = getattr(seen(cast, ballot, "cem").own, "receipt", "")
    close(cast, ballot)
    page = shown(cast, "ada", f"/ballots/{ballot}/")
    assert "There was an objection" in page
    assert "They sell what we share." in page
    assert receipt in page
    assert "There was an objection" in shown(cast, "ada", "/c/north/ballots/")


def test_each_paper_stands_in_the_list_with_what_it_says(cast: Cast) -> None:
    ballot = put(cast)
    vote(cast, ballot, "cem", Choice.AGAINST)
    receipt = getattr(seen(cast, ballot, "cem").own, "receipt", "")
    close(cast, ballot)
    page = shown(cast, "ada", f"/ballots/{ballot}/")
    rows = dict(re.findall(r"<tr><th scope=\"row\"><code>(.*?)</code></th><td>(.*?)</td></tr>", page))
    assert rows[receipt] == "Objection"
    assert sorted(rows.values()) == ["Objection", "Silent", "Silent"]


@pytest.mark.parametrize("path", ["/c/north/applications/", "/c/north/ballots/"])
def test_a_long_list_asks_the_database_as_often_as_a_short_one(cast: Cast, path: str) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as caught:
            shown(cast, "chi", path)
        return len(caught)

    put(cast)
    shown(cast, "chi", path)
    few = asked()
    for name in ("Iota", "Kappa"):
        put(cast, apply(cast, organisation=name))
    assert asked() == few


def test_many_applications_come_in_parts_those_that_wait_for_who_steers_first(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(applications, "ROWS", 1)
    put(cast)
    apply(cast, organisation="Iota")
    first, second = (shown(cast, "chi", f"/c/north/applications/?page={page}") for page in (1, 2))
    assert ("Iota" in first, "Theta" in first) == (True, False)
    assert ("Iota" in second, "Theta" in second) == (False, True)


@pytest.mark.parametrize("news", [News.APPLIED, News.OPENED, News.REMINDER, News.CLOSED])
def test_mail_names_a_candidate_only_where_it_is_sealed(cast: Cast, news: News) -> None:
    about: UUID = apply(cast)
    if news is not News.APPLIED:
        about = put(cast, about)
    if news is News.CLOSED:
        close(cast, about)
    telling = AdmissionTelling(about, cast.north.pk, news)
    everybody = {cast.person(name).pk for name in Cast.NAMES}
    heard = {"chi"} if news is News.APPLIED else {"ada", "cem", "chi"}
    assert cast.names(telling.readers_among(everybody)) == heard
    with acting_as(cast.actor("chi")):
        story = telling.story(cast.chi.pk)
    assert story
    assert story.in_the_open
    assert "Theta" in repr(story.context)
    assert "Theta" not in repr(story.in_the_open)


def test_who_steers_writes_down_what_is_asked(cast: Cast) -> None:
    client = browser(cast, "chi")
    page = client.get("/c/north/admission/change/").content.decode()
    assert "How many of your customers are vital?" in page
    sent = {"form-TOTAL_FORMS": 2, "form-INITIAL_FORMS": 1, "rule": "majority", "days": 7, "quorum": 50, "maximum": 40}
    sent |= {"form-0-code": "vital", "form-0-text": "Vital customers?", "form-0-about": "organisation"}
    sent |= {"form-0-ask": "number", "form-0-threshold": 5, "form-0-required": "on", "excluded": ["sales"]}
    sent |= {"form-1-text": "", "form-1-about": "person", "form-1-ask": "yes_no"}
    assert client.post("/c/north/admission/change/", {**sent, "days": 99}).status_code == 422
    assert client.post("/c/north/admission/change/", sent).status_code == 302
    read_by_ada = shown(cast, "ada", "/c/north/admission/")
    assert "Vital customers?" in read_by_ada
    assert "at most 40" in read_by_ada
    assert browser(cast, "ada").get("/c/north/admission/change/").status_code == 409


def test_pages_of_the_circle_lead_there(cast: Cast) -> None:
    page = shown(cast, "ada", "/c/north/")
    for name in ("admission", "applications", "ballots"):
        assert f"/c/north/{name}/" in page
    assert "/c/north/ballots/" not in shown(cast, "gus", "/c/north/")


def test_of_many_that_wait_home_shows_the_first_and_where_the_others_are(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "AT_HOME", 1)
    for name in ("Theta", "Iota", "Kappa"):
        apply(cast, organisation=name, email=f"{name}@theta.example".lower())
    home = shown(cast, "chi", "/")
    assert "Theta applies to North" in home
    assert "Iota" not in home
    assert "2 more applications" in home

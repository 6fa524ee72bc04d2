"""The frame of the API: who comes in, how it says no, how often one may ask."""

import json

import pytest
from django.db import connection
from pytest_django import Settings

from kring.people.commands import suspend_account
from kring.people.rules import Scope
from kring.tlp.labels import Label
from tests.cast import Cast
from tests.rest.machine import machine_of
from tests.sharing import stage


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer kring_nonsense", "Basic YWRhOmFkYQ==", "Bearer " + "x" * 5000]
)
def test_nobody_comes_in_without_a_token(cast: Cast, header: str) -> None:
    machine = machine_of(cast, "ada")
    said = machine.get("me", **({"Authorization": header} if header else {"Authorization": ""}))
    assert (said.status, said.code) == (401, "no_token")
    assert said.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_session_opens_nothing_here(cast: Cast) -> None:
    machine = machine_of(cast, "ada")
    machine.client.force_login(cast.ada, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert machine.get("me", Authorization="").status == 401


def test_a_token_that_is_revoked_opens_nothing_from_then_on(cast: Cast) -> None:
    ada = machine_of(cast, "ada")
    other = machine_of(cast, "ada")
    assert other.get("me").status == 200
    listed = ada.get("tokens").body["results"]
    assert {row["id"] for row in listed} == {str(ada.id), str(other.id)}
    assert "kring_" not in json.dumps(listed)
    assert ada.delete(f"tokens/{other.id}").status == 204
    assert other.get("me").status == 401


def test_nobody_revokes_a_token_of_somebody_else(cast: Cast) -> None:
    ada, cem = machine_of(cast, "ada"), machine_of(cast, "cem")
    assert cem.delete(f"tokens/{ada.id}").status == 404
    assert ada.get("me").status == 200


def test_an_account_that_is_suspended_opens_nothing(cast: Cast) -> None:
    ada = machine_of(cast, "ada")
    suspend_account(actor=None, person=cast.ada.pk, why="security")
    assert ada.get("me").status == 401


def test_it_says_who_one_is(cast: Cast) -> None:
    said = machine_of(cast, "ada", scopes=[Scope.READ], ceiling=Label.GREEN, circles=[cast.north.pk]).get("me")
    assert said.body["name"] == "Ada"
    assert said.body["scopes"] == ["read"]
    assert said.body["ceiling"] == "TLP:GREEN"
    assert said.body["circles"] == [str(cast.north.pk)]


def test_it_says_no_in_the_language_that_is_asked_for(cast: Cast) -> None:
    item = stage.share(cast)
    said = machine_of(cast, "cem", language="nl").delete(f"items/{item}")
    assert (said.status, said.code) == (409, "not_the_source")
    assert said.headers["Content-Type"] == "application/problem+json"
    assert said.headers["Content-Language"] == "nl"
    assert said.body["detail"] == "Alleen de bron kan dit. Je kunt het de bron vragen."


def test_what_does_not_fit_is_said_with_its_place(cast: Cast) -> None:
    ada = machine_of(cast, "ada")
    said = ada.post("items", {"circle": "here", "what": "x", "label": "TLP:PINK", "colour": "red"})
    assert said.status == 422
    assert {(wrong["where"], wrong["code"]) for wrong in said.body["errors"]} == {
        ("body.circle", "uuid_parsing"),
        ("body.label", "enum"),
        ("body.colour", "extra_forbidden"),
    }
    assert "TLP:AMBER+STRICT" in str(said.body["errors"])


@pytest.mark.parametrize("body", [b"{", b"\xff\xfe", b'{"what": "\\ud800"}', b"[1]", b'"text"'])
def test_what_cannot_be_read_is_refused(cast: Cast, body: bytes) -> None:
    said = machine_of(cast, "ada").post("items", body)
    assert said.status in {400, 422}


def test_a_character_that_cannot_be_kept_is_refused(cast: Cast) -> None:
    said = machine_of(cast, "ada").post("items", {"circle": cast.north.pk, "what": "a\x00b"})
    assert (said.status, said.body["errors"][0]["where"]) == (422, "body.what")


def test_another_type_is_refused(cast: Cast) -> None:
    ada = machine_of(cast, "ada")
    said = ada.post("items", b"what=x", Content_Type="application/x-www-form-urlencoded")
    assert (said.status, said.code) == (415, "other_type")
    item = stage.share(cast)
    assert ada.post(f"items/{item}/attachments", b"{}").status == 415


def test_another_method_is_refused(cast: Cast) -> None:
    said = machine_of(cast, "ada").ask("PATCH", "items", {})
    assert (said.status, said.code) == (405, "other_method")
    assert set(said.headers["Allow"].split(", ")) == {"GET", "POST"}


def test_too_much_is_refused(cast: Cast, settings: Settings) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    said = machine_of(cast, "ada").post("items", {"circle": cast.north.pk, "what": "x" * 2000})
    assert (said.status, said.code) == (413, "too_large")


def test_an_address_that_means_nothing_is_not_there(cast: Cast) -> None:
    ada = machine_of(cast, "ada")
    absent = ada.get("items/00000000-0000-7000-8000-000000000000")
    for path in ("nothing", "items/not-an-id", "", "items/"):
        said = ada.get(path)
        assert (said.status, said.raw) == (404, absent.raw)


def test_who_asks_too_often_waits(cast: Cast, settings: Settings) -> None:
    settings.KRING_API_LIMIT = 10
    ada, cem = machine_of(cast, "ada"), machine_of(cast, "cem")
    statuses = [ada.get("me").status for _ in range(12)]
    assert statuses.count(429) >= 1  # a new window may begin meanwhile
    said = next(said for said in (ada.get("me") for _ in range(20)) if said.status == 429)
    assert said.code == "too_often"
    assert 0 < int(said.headers["Retry-After"]) <= 60
    assert cem.get("me").status == 200


def test_a_refusal_undoes_everything(cast: Cast) -> None:
    ada = machine_of(cast, "ada")
    assert ada.post("items", {"circle": cast.north.pk, "what": " ", "title": "Only a title"}).code == "nothing_to_say"
    with connection.cursor() as cursor:
        cursor.execute("SELECT kring.bind(%s, 4::smallint, NULL, NULL)", [cast.ada.pk])
        cursor.execute("SELECT count(*) FROM sharing_item")
        assert cursor.fetchone() == (0,)


def test_an_answer_is_kept_by_nobody(cast: Cast) -> None:
    said = machine_of(cast, "ada").get("items")
    assert said.headers["Cache-Control"] == "no-store"
    assert {"Authorization", "Accept-Language"} <= set(said.headers["Vary"].split(", "))

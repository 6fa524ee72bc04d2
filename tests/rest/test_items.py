"""Items over the API."""

import pytest

from kring.people.rules import Scope
from kring.tlp.labels import Label
from tests.cast import Cast
from tests.rest.machine import machine_of
from tests.sharing import stage


def words(cast: Cast, **more: object) -> dict[str, object]:
    return {
        "circle": cast.north.pk,
        "title": "Pumps stop",
        "what": "Two pumps stop at night.",
        "label": "TLP:GREEN",
        **more,
    }


def test_it_is_written_up_and_shared_in_one_request(cast: Cast) -> None:
    made = machine_of(cast, "ada").post("items", words(cast, so_what="So.", tags=["OT"], kind="warning"))
    assert made.status == 201
    assert made.body["label"] == "TLP:GREEN"
    assert made.body["tags"] == ["ot"]
    assert made.body["source"] == {"name": "Ada", "organisation": "Alpha", "via_secretariat": False}
    read = machine_of(cast, "cem").get(f"items/{made.body['id']}")
    assert read.status == 200
    assert read.body["what"] == "Two pumps stop at night."
    assert read.body["so_what"] == "So."


def test_it_is_shared_once_when_the_answer_got_lost(cast: Cast) -> None:
    ada = machine_of(cast, "ada")
    first = ada.post("items", words(cast), Idempotency_Key="k1")
    second = ada.post("items", words(cast), Idempotency_Key="k1")
    assert (first.status, second.status) == (201, 201)
    assert first.body["id"] == second.body["id"]
    assert len(ada.get("items").body["results"]) == 1


def test_another_request_with_the_same_key_is_refused(cast: Cast) -> None:
    ada = machine_of(cast, "ada")
    ada.post("items", words(cast), Idempotency_Key="k1")
    other = ada.post("items", words(cast, what="Something else."), Idempotency_Key="k1")
    assert (other.status, other.code) == (422, "key_used")


def test_a_key_is_its_tokens_own(cast: Cast) -> None:
    first = machine_of(cast, "ada").post("items", words(cast), Idempotency_Key="k1")
    second = machine_of(cast, "cem").post("items", words(cast), Idempotency_Key="k1")
    assert first.body["id"] != second.body["id"]


def test_what_was_refused_can_be_tried_again_with_the_same_key(cast: Cast) -> None:
    ada = machine_of(cast, "ada")
    assert ada.post("items", words(cast, what="  "), Idempotency_Key="k1").code == "nothing_to_say"
    assert ada.post("items", words(cast), Idempotency_Key="k1").status == 201


def test_a_repeated_request_brings_out_only_what_may_be_read_now(cast: Cast) -> None:
    ada = machine_of(cast, "ada")
    made = ada.post("items", words(cast, label="TLP:AMBER"), Idempotency_Key="k1").body["id"]
    with_key = machine_of(cast, "ada")
    del with_key
    from kring.circles.models import Membership

    Membership.objects.filter(pk=cast.memberships["ada"].pk).update(state="suspended")
    again = ada.post("items", words(cast, label="TLP:AMBER"), Idempotency_Key="k1")
    assert again.status == 404
    assert made not in again.raw.decode()


def test_a_list_comes_in_pages(cast: Cast) -> None:
    items = [str(stage.share(cast, label=Label.GREEN)) for _ in range(5)]
    cem = machine_of(cast, "cem")
    first = cem.get("items?limit=2")
    assert [row["id"] for row in first.body["results"]] == items[:2:-1]
    second = cem.get(first.headers["Link"].split("<")[1].split(">")[0].removeprefix("http://testserver"))
    third = cem.get(f"items?limit=2&cursor={second.body['next']}")
    assert [row["id"] for row in [*second.body["results"], *third.body["results"]]] == items[2::-1]
    assert third.body["next"] is None
    assert "Link" not in third.headers


def test_a_cursor_of_somebody_elses_making_does_not_fit(cast: Cast) -> None:
    said = machine_of(cast, "ada").get("items?cursor=nonsense")
    assert (said.status, said.body["errors"][0]["where"]) == (422, "query.cursor")


def test_a_list_is_narrowed_by_words(cast: Cast) -> None:
    green = str(stage.share(cast, label=Label.GREEN, tags=["ot"], kind="news"))
    amber = str(stage.share(cast, label=Label.AMBER, urgent=True))
    cem = machine_of(cast, "cem")

    def found(words: str) -> list[str]:
        return [row["id"] for row in cem.get(f"items?{words}").body["results"]]

    assert found("label=TLP:AMBER") == [amber]
    assert found("tag=ot") == [green]
    assert found("kind=news") == [green]
    assert found("urgent=true") == [amber]
    assert found(f"circle={cast.pier.pk}") == []
    cem.get(f"items/{amber}")
    assert found("unread=true") == [green]


def test_red_goes_to_no_machine(cast: Cast) -> None:
    red = stage.share(cast, label=Label.RED, named=["cem"])
    cem = machine_of(cast, "cem")
    assert cem.get("items").body["results"] == []
    assert cem.get(f"items/{red}").status == 404
    assert cem.get("search?q=pumps").body["results"] == []


def test_red_comes_from_no_machine(cast: Cast) -> None:
    ada = machine_of(cast, "ada")
    said = ada.post("items", words(cast, label="TLP:RED", named=[cast.cem.pk]))
    assert (said.status, said.code) == (409, "beyond_ceiling")
    assert ada.get("drafts").body["results"] == []


def test_a_token_sees_no_more_than_its_ceiling_and_its_circles(cast: Cast) -> None:
    amber = stage.share(cast, label=Label.AMBER)
    green = stage.share(cast, label=Label.GREEN)
    low = machine_of(cast, "cem", ceiling=Label.GREEN)
    assert [row["id"] for row in low.get("items").body["results"]] == [str(green)]
    assert low.get(f"items/{amber}").status == 404
    elsewhere = machine_of(cast, "cem", circles=[cast.pier.pk])
    assert elsewhere.get("items").body["results"] == []


def test_a_token_writes_under_no_label_that_it_does_not_read(cast: Cast) -> None:
    low = machine_of(cast, "ada", ceiling=Label.GREEN)
    assert low.post("items", words(cast, label="TLP:AMBER")).code == "beyond_ceiling"
    assert low.post("items", words(cast, label=None)).code == "beyond_ceiling"
    item = low.post("items", words(cast)).body["id"]
    assert low.put(f"items/{item}/label", {"label": "TLP:AMBER"}).code == "beyond_ceiling"
    few = machine_of(cast, "cem").post(f"items/{item}/replies", {"body": "Between us.", "only": [cast.ada.pk]})
    assert few.code == "beyond_ceiling"


def test_words_and_label_change_and_it_is_taken_back(cast: Cast) -> None:
    ada, cem = machine_of(cast, "ada"), machine_of(cast, "cem")
    item = ada.post("items", words(cast)).body["id"]
    changed = ada.put(f"items/{item}/text", {"what": "Three pumps.", "version": 1})
    assert (changed.body["what"], changed.body["version"], changed.body["edited"]) == ("Three pumps.", 2, True)
    assert ada.put(f"items/{item}/text", {"what": "Four.", "version": 1}).code == "changed_elsewhere"
    assert [one["what"] for one in cem.get(f"items/{item}/versions").body["results"]] == [
        "Two pumps stop at night.",
        "Three pumps.",
    ]
    assert ada.put(f"items/{item}/label", {"label": "TLP:AMBER", "chosen": []}).body["label"] == "TLP:AMBER"
    assert cem.put(f"items/{item}/label", {"label": "TLP:CLEAR"}).code == "not_the_source"
    assert ada.delete(f"items/{item}").body["withdrawn"] is True
    left = cem.get(f"items/{item}").body
    assert (left["title"], left["what"], left["withdrawn"]) == ("", "", True)


def test_reading_it_over_the_api_is_reading_it(cast: Cast) -> None:
    item = stage.share(cast, label=Label.AMBER_STRICT)
    machine_of(cast, "cem").get(f"items/{item}")
    readings = machine_of(cast, "ada").get(f"items/{item}/readings").body
    assert [one["name"] for one in readings["people"] if one["at"]] == ["Cem"]


def test_hidden_and_absent_are_one_answer(cast: Cast) -> None:
    item = stage.share(cast, label=Label.AMBER)
    dee = machine_of(cast, "dee")
    absent = "00000000-0000-7000-8000-000000000000"
    for path in (
        "items/{}",
        "items/{}/replies",
        "items/{}/versions",
        "items/{}/trail",
        "items/{}/readings",
        "items/{}/responses",
        "items/{}/passings",
        "items/{}/widenings",
        "items/{}/receivers",
        "items/{}/related",
    ):
        hidden, nothing = dee.get(path.format(item)), dee.get(path.format(absent))
        assert hidden.status == nothing.status == 404
        assert hidden.raw == nothing.raw
        assert {**hidden.headers} == {**nothing.headers}
    for method, path, body in (
        ("PUT", "items/{}/text", {"what": "x", "version": 1}),
        ("PUT", "items/{}/label", {"label": "TLP:CLEAR"}),
        ("DELETE", "items/{}", None),
        ("PUT", "items/{}/feedback/useful", {}),
        ("PUT", "items/{}/acknowledgement", None),
        ("POST", "items/{}/replies", {"body": "Hello."}),
        ("POST", "items/{}/reminders", None),
        ("POST", "items/{}/widenings", {"label": "TLP:CLEAR"}),
        ("POST", "items/{}/passings", {"colleague": str(cast.ada.pk)}),
        ("POST", "drafts/{}/share", None),
    ):
        hidden, nothing = dee.ask(method, path.format(item), body), dee.ask(method, path.format(absent), body)
        assert hidden.status == nothing.status == 404, path
        assert hidden.raw == nothing.raw


@pytest.mark.parametrize(
    ("scope", "method", "path"),
    [
        (Scope.WRITE, "GET", "items"),
        (Scope.READ, "POST", "items"),
        (Scope.READ, "PUT", "items/00000000-0000-7000-8000-000000000000/feedback/useful"),
        (Scope.WRITE, "GET", "tokens"),
    ],
)
def test_a_token_without_the_scope_is_told_which(cast: Cast, scope: Scope, method: str, path: str) -> None:
    said = machine_of(cast, "ada", scopes=[scope]).ask(method, path, None if method == "GET" else {})
    assert (said.status, said.code) == (403, "scope_missing")
    assert "insufficient_scope" in said.headers["WWW-Authenticate"]

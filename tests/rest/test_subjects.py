"""Everything else the pages do, over the API: drafts, threads, files, feedback, passing on, the directory, mail."""

import json

import pytest

from kring.people.models import Person
from kring.tlp.labels import Label
from tests.cast import Cast
from tests.rest.machine import machine_of
from tests.sharing import stage


def test_a_draft_is_written_looked_at_and_shared(cast: Cast) -> None:
    ada, cem = machine_of(cast, "ada"), machine_of(cast, "cem")
    made = ada.post("drafts", {"circle": cast.north.pk, "what": "First words.", "label": "TLP:GREEN"}).body
    assert [row["id"] for row in ada.get("drafts").body["results"]] == [made["id"]]
    assert cem.get(f"drafts/{made['id']}").status == 404
    saved = ada.put(f"drafts/{made['id']}", {"what": "More words.", "version": made["version"], "tags": ["ot"]})
    assert (saved.body["text"]["what"], saved.body["label"], saved.body["tags"]) == ("More words.", "TLP:GREEN", ["ot"])
    assert ada.put(f"drafts/{made['id']}", {"what": "Lost.", "version": made["version"]}).code == "changed_elsewhere"
    shared = ada.post(f"drafts/{made['id']}/share", Idempotency_Key="k")
    again = ada.post(f"drafts/{made['id']}/share", Idempotency_Key="k")
    assert (shared.status, again.status, again.body["id"]) == (201, 201, made["id"])
    assert ada.post(f"drafts/{made['id']}/share").code == "already_shared"
    assert cem.get(f"items/{made['id']}").body["what"] == "More words."


def test_a_draft_is_thrown_away_and_taken_back(cast: Cast) -> None:
    ada = machine_of(cast, "ada")
    draft = ada.post("drafts", {"circle": cast.north.pk, "what": "Words."}).body["id"]
    assert ada.delete(f"drafts/{draft}").status == 204
    assert ada.get(f"drafts/{draft}").status == 404
    assert ada.post(f"drafts/{draft}/restore").body["id"] == draft


def test_it_says_who_would_read_something(cast: Cast) -> None:
    ada = machine_of(cast, "ada")
    said = ada.post("preview", {"circle": cast.north.pk, "label": "TLP:AMBER"}).body
    assert {reader["name"] for reader in said["readers"]} == {"Cem", "Chi"}
    assert (said["people"], said["organisations"], said["machines"]) == (2, 2, 1)
    assert machine_of(cast, "bo").post("preview", {"circle": cast.north.pk, "label": "TLP:GREEN"}).code == "not_seated"
    assert machine_of(cast, "dee").post("preview", {"circle": cast.north.pk, "label": "TLP:GREEN"}).status == 409


def test_it_finds_what_should_not_leave_the_house(cast: Cast) -> None:
    said = machine_of(cast, "ada").post(
        "checks", {"texts": {"what": "Mail jan.de.vries@haven.nl, see hxxp://bad[.]top/x"}}
    )
    assert [(one["kind"], one["field"]) for one in said.body["warnings"]] == [("email", "what")]
    assert "jan.de.vries" not in json.dumps(said.body["warnings"])
    assert ("url", "http://bad.top/x") in {(one["kind"], one["value"]) for one in said.body["indicators"]}


def test_people_answer_each_other(cast: Cast) -> None:
    ada, cem = machine_of(cast, "ada"), machine_of(cast, "cem")
    item = stage.share(cast)
    reply = cem.post(f"items/{item}/replies", {"body": "We see it too."}, Idempotency_Key="r")
    assert cem.post(f"items/{item}/replies", {"body": "We see it too."}, Idempotency_Key="r").body == reply.body
    assert (reply.status, reply.body["author"], reply.body["way"]) == (201, "Cem", "api")
    answer = ada.post(f"items/{item}/replies", {"body": "Since when?", "answers": reply.body["id"]}).body
    changed = ada.put(f"replies/{answer['id']}", {"body": "Since when exactly?", "version": 1})
    assert (changed.body["body"], changed.body["answers"]) == ("Since when exactly?", reply.body["id"])
    assert cem.put(f"replies/{answer['id']}", {"body": "Mine.", "version": 2}).code == "not_your_reply"
    thread = cem.get(f"items/{item}/replies").body["results"]
    assert [one["body"] for one in thread] == ["We see it too.", "Since when exactly?"]
    assert ada.delete(f"replies/{answer['id']}").status == 204
    assert machine_of(cast, "dee").get(f"items/{item}/replies").status == 404


def test_a_file_comes_in_and_goes_out_whole(cast: Cast) -> None:
    ada, cem = machine_of(cast, "ada"), machine_of(cast, "cem")
    item, content = stage.share(cast), bytes(range(256)) * 4000
    made = ada.upload(f"items/{item}/attachments", "capture.bin", content, Idempotency_Key="f")
    assert (made.status, made.body["name"], made.body["size"]) == (201, "capture.bin", len(content))
    again = ada.upload(f"items/{item}/attachments", "capture.bin", content, Idempotency_Key="f")
    assert again.body["id"] == made.body["id"]
    fetched = cem.get(f"attachments/{made.body['id']}")
    assert (fetched.status, fetched.raw) == (200, content)
    assert fetched.headers["Content-Disposition"].startswith("attachment")
    assert machine_of(cast, "dee").get(f"attachments/{made.body['id']}").status == 404
    assert cem.delete(f"attachments/{made.body['id']}").code == "not_the_source"
    assert ada.delete(f"attachments/{made.body['id']}").status == 204
    assert cem.get(f"attachments/{made.body['id']}").status == 404


def test_a_file_that_is_too_large_is_refused(cast: Cast, settings: object) -> None:
    settings.KRING_MAX_UPLOAD = 10_000  # type: ignore[attr-defined]
    said = machine_of(cast, "ada").upload(f"items/{stage.share(cast)}/attachments", "large.bin", b"x" * 20_000)
    assert (said.status, said.code) == (413, "file_too_large")


def test_readers_say_what_it_is_to_them(cast: Cast) -> None:
    ada, cem = machine_of(cast, "ada"), machine_of(cast, "cem")
    item = stage.share(cast, urgent=True)
    assert [ask["what"] for ask in cem.get("asks").body["results"]] == ["acknowledge"]
    cem.put(f"items/{item}/feedback/affected", {"note": "Two sites.", "named": True})
    cem.put(f"items/{item}/feedback/known")
    assert cem.delete(f"items/{item}/feedback/known").status == 200
    assert cem.put(f"items/{item}/acknowledgement").body["acknowledged"] is True
    assert cem.get("asks").body["results"] == []
    assert ada.put(f"items/{item}/feedback/useful").code == "own_item"
    assert ada.get(f"items/{item}").body["counts"] == {"affected": 1}
    said = ada.get(f"items/{item}/responses").body["results"]
    assert [(one["kind"], one["note"], one["name"]) for one in said] == [("affected", "Two sites.", "Cem")]
    assert cem.get(f"items/{item}/responses").body["results"] == []
    assert ada.post(f"items/{item}/reminders").body == {"people": 1}
    assert cem.put(f"items/{item}/feedback/lovely").status == 422


def test_the_trail_is_the_sources(cast: Cast) -> None:
    ada, cem = machine_of(cast, "ada"), machine_of(cast, "cem")
    item = stage.share(cast, label=Label.AMBER_STRICT)
    cem.get(f"items/{item}")
    kinds = [fact["kind"] for fact in ada.get(f"items/{item}/trail").body["results"]]
    assert kinds == ["ItemRead", "ItemShared"]
    first = ada.get(f"items/{item}/trail?limit=1")
    rest = ada.get(f"items/{item}/trail?limit=1&cursor={first.body['next']}")
    assert [fact["kind"] for fact in rest.body["results"]] == ["ItemShared"]
    assert [fact["kind"] for fact in cem.get(f"items/{item}/trail").body["results"]] == ["ItemRead"]


def test_it_goes_on_as_the_label_allows(cast: Cast) -> None:
    ada, cem, bo = machine_of(cast, "ada"), machine_of(cast, "cem"), machine_of(cast, "bo")
    item = stage.share(cast, by="cem", label=Label.AMBER)
    assert [one["name"] for one in ada.get(f"items/{item}/receivers").body["colleagues"]] == ["Bo"]
    passed = ada.post(f"items/{item}/passings", {"colleague": cast.bo.pk}, Idempotency_Key="p")
    assert (passed.status, passed.body["state"], passed.body["to"]) == (201, "done", "Bo")
    assert bo.get(f"items/{item}").status == 200
    assert ada.post(f"items/{item}/passings", {"circle": cast.north.pk}).code == "needs_permission"
    assert ada.post(f"items/{item}/passings", {}).status == 422
    wider = ada.post(f"items/{item}/widenings", {"label": "TLP:GREEN", "reason": "Everybody runs it."}).body
    assert [ask["what"] for ask in cem.get("asks").body["results"]] == ["decide_wider"]
    assert ada.post(f"widenings/{wider['id']}/decision", {"allow": True}).status == 404
    assert cem.post(f"widenings/{wider['id']}/decision", {"allow": True}).body["state"] == "granted"
    assert ada.get(f"items/{item}").body["label"] == "TLP:GREEN"


def test_search_says_why(cast: Cast) -> None:
    item = stage.share(cast, label=Label.AMBER)
    found = machine_of(cast, "cem").get("search?q=firmware").body["results"]
    assert [(hit["item"]["id"], hit["place"]) for hit in found] == [(str(item), "so_what")]
    assert "firmware" in found[0]["excerpt"]
    assert not set(found[0]["excerpt"]) & {"\x02", "\x03"}
    assert machine_of(cast, "dee").get("search?q=firmware").body["results"] == []


def test_circles_and_members_are_those_of_ones_community(cast: Cast) -> None:
    ada = machine_of(cast, "ada")
    mine = ada.get("circles").body["results"]
    assert [(one["name"], one["roles"]) for one in mine] == [("North", ["representative"])]
    around = ada.get(f"circles/{cast.north.pk}/circles").body["results"]
    assert [one["name"] for one in around] == ["North", "Pier"]
    members = ada.get(f"circles/{cast.north.pk}/members").body["results"]
    assert [one["organisation"]["name"] for one in members] == ["Alpha", "Chora", "Gamma", "Gimel"]
    assert ada.get(f"members/{cast.memberships['cem'].pk}").body["organisation"]["name"] == "Gamma"
    assert [one["organisation"]["name"] for one in ada.get("organisations").body["results"]] == ["Alpha"]
    dee = machine_of(cast, "dee")
    for path in ("circles/{0}", "circles/{0}/members", "circles/{0}/people", "circles/{0}/segments"):
        assert dee.get(path.format(cast.north.pk)).status == 404
    assert dee.get(f"members/{cast.memberships['cem'].pk}").status == 404


def test_the_directory_shows_what_people_agreed_to(cast: Cast) -> None:
    Person.objects.filter(pk=cast.cem.pk).update(phone="+31 6 1", introduction="Hi", shown_to={"phone": "circle"})
    near = machine_of(cast, "ada").get(f"circles/{cast.north.pk}/people?words=cem").body["results"]
    assert [(one["name"], one["phone"], one["introduction"]) for one in near] == [("Cem", "+31 6 1", "")]
    far = machine_of(cast, "fay").get(f"circles/{cast.north.pk}/people/{cast.cem.pk}").body
    assert (far["name"], far["phone"], far["near"]) == ("Cem", "", "community")


def test_one_says_what_to_hear_by_mail(cast: Cast) -> None:
    ada = machine_of(cast, "ada")
    said = ada.put(f"mail/circles/{cast.north.pk}", {"items": "digest", "replies": "all", "urgent": False})
    assert said.body == {"circle": str(cast.north.pk), "items": "digest", "replies": "all", "urgent": False}
    assert ada.get("mail").body["results"][1] == said.body
    assert ada.put("mail/muted", {"tags": ["OT", "mail"]}).body == {"tags": ["mail", "ot"]}
    assert ada.put("mail/muted", {"tags": ["mail"]}).body == {"tags": ["mail"]}
    assert ada.get("mail/muted").body == {"tags": ["mail"]}


@pytest.mark.requirement("R81")
def test_a_round_is_asked_answered_and_ended(cast: Cast) -> None:
    chi, cem, ada = machine_of(cast, "chi"), machine_of(cast, "cem"), machine_of(cast, "ada")
    begun = chi.post(f"circles/{cast.north.pk}/rounds", {"question": "Anything new?"}, Idempotency_Key="r")
    asked = begun.body["id"]
    assert (begun.status, begun.body["over"], begun.body["answered"]) == (201, False, 0)
    assert ada.post(f"circles/{cast.north.pk}/rounds", {}).code == "not_steering"
    assert cem.put(f"rounds/{asked}/answer", {"answer": "nothing"}).body["own"] == "nothing"
    assert cem.get(f"rounds/{asked}").body["rows"] == [], "who said what is the chair's"
    assert {row["organisation"]: row["answer"] for row in chi.get(f"rounds/{asked}").body["rows"]}["Gamma"] == "nothing"
    assert chi.post(f"rounds/{asked}/reminders", Idempotency_Key="m").status == 200
    assert chi.post(f"rounds/{asked}/close").body["over"] is True
    assert cem.put(f"rounds/{asked}/answer", {"answer": "shared"}).code == "round_over"
    assert machine_of(cast, "dee").get(f"rounds/{asked}").status == 404

"""The door that machines come by, as it is served: TAXII 2.1 as the standard has it and as real clients use it."""

import base64
import gzip
import json
import time
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
import stix2
import zstandard
from taxii2client.exceptions import AccessError
from taxii2client.v21 import Collection, Server, as_pages

from kring.circles.models import Suspension
from kring.kernel.actor import Actor
from kring.kernel.binding import acting_as
from kring.people import commands as people
from kring.people.rules import Scope
from kring.taxii.rules import MEDIA_TYPE
from kring.tlp.labels import Label
from tests.taxii.conftest import ROOT, House

TLP_GREEN = "marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb"
TLP_AMBER = "marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421"
TLP_RED = "marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1"
TYPED = {"Content-Type": MEDIA_TYPE}


def address(value: str, label: str = TLP_GREEN) -> dict[str, Any]:
    """An observable: it has no version of its own."""
    return {
        "type": "ipv4-addr",
        "spec_version": "2.1",
        "id": f"ipv4-addr--{uuid4()}",
        "value": value,
        "object_marking_refs": [label],
    }


def indicator(
    *, stix_id: str = "", modified: str = "2026-03-01T00:00:00.000Z", label: str = TLP_GREEN
) -> dict[str, Any]:
    return {
        "type": "indicator",
        "spec_version": "2.1",
        "id": stix_id or f"indicator--{uuid4()}",
        "created": "2026-01-01T00:00:00.000Z",
        "modified": modified,
        "pattern": "[ipv4-addr:value = '198.51.100.7']",
        "pattern_type": "stix",
        "valid_from": "2026-01-01T00:00:00Z",
        "object_marking_refs": [label],
    }


def post(house: House, *objects: dict[str, Any], to: str = "read_write", by: str = "max") -> dict[str, Any]:
    with house.client(by) as client:
        answer = client.post(house.path(to, "objects/"), content=json.dumps({"objects": objects}), headers=TYPED)
    assert answer.status_code == 202, answer.text
    said: dict[str, Any] = answer.json()
    return said


def get(house: House, path: str, by: str = "max", **more: Any) -> httpx.Response:
    with house.client(by) as client:
        return client.get(path, **more)


def ids(answer: httpx.Response) -> list[str]:
    assert answer.status_code == 200, answer.text
    return [one["id"] for one in answer.json().get("objects", [])]


class TestComingIn:
    def test_discovery_says_where_to_go(self, house: House) -> None:
        said = get(house, "/taxii2/")
        assert said.headers["content-type"] == MEDIA_TYPE
        assert said.json()["default"] == f"{house.url}{ROOT}"
        root = get(house, ROOT).json()
        assert MEDIA_TYPE in root["versions"]
        assert root["max_content_length"] > 10_000_000

    def test_a_machine_meets_collections_as_its_seats_are(self, house: House) -> None:
        said = {one["id"]: one for one in get(house, f"{ROOT}collections/").json()["collections"]}
        met = {
            name: (said[str(pk)]["can_read"], said[str(pk)]["can_write"])
            for name, pk in house.collections.items()
            if str(pk) in said
        }
        assert met == {
            "read_write": (True, True),
            "read_only": (True, False),
            "write_only": (False, True),
            "no_access": (False, False),
        }

    def test_a_collection_can_be_called_by_its_alias(self, house: House) -> None:
        post(house, one := address("198.51.100.1"))
        alias = get(house, house.path("read_write")).json()["alias"]
        assert get(house, f"{ROOT}collections/{alias}/").json()["id"] == str(house.collections["read_write"])
        assert ids(get(house, f"{ROOT}collections/{alias}/objects/")) == [one["id"]]

    def test_all_ways_lead_to_the_same_objects(self, house: House) -> None:
        post(house, one := address("198.51.100.1"), to="write_only")
        assert ids(get(house, house.path("read_only", "objects/"))) == [one["id"]]
        assert ids(get(house, house.path("read_write", "objects/"))) == [one["id"]]

    def test_the_token_is_shown_as_bearer_or_as_a_password(self, house: House) -> None:
        token = house.token("max")
        for user, password, expected in [
            (house.cast.max.email, token, 200),
            (house.cast.max.email.upper(), token, 200),
            ("somebody@else.example", token, 401),
            (house.cast.max.email, token[:-1] + "x", 401),
            ("", "", 401),
        ]:
            answer = httpx.get(f"{house.url}/taxii2/", auth=(user, password))
            assert answer.status_code == expected, (user, password)

    @pytest.mark.parametrize(
        "authorization", ["", "Bearer", "Bearer nonsense", "Basic", "Basic %%%", "Basic w6k=", "Digest x"]
    )
    def test_without_a_token_nothing_opens(self, house: House, authorization: str) -> None:
        for path in ("/taxii2/", ROOT, f"{ROOT}collections/", house.path("read_write", "objects/"), f"{ROOT}nothing/"):
            answer = httpx.get(f"{house.url}{path}", headers={"Authorization": authorization} if authorization else {})
            assert answer.status_code == 401
            assert answer.json()["http_status"] == "401"
            assert {scheme.split()[0] for scheme in answer.headers.get_list("www-authenticate")} == {"Basic", "Bearer"}

    def test_hidden_and_absent_are_one_answer(self, house: House) -> None:
        paths = [house.path("hidden", rest) for rest in ("", "objects/", "manifest/", "objects/indicator--1/")]
        absent = [path.replace(str(house.collections["hidden"]), str(uuid4())) for path in paths]
        answers = {(a.status_code, a.text) for a in (get(house, path) for path in [*paths, *absent])}
        assert len(answers) == 1
        assert answers.pop()[0] == 404

    def test_what_one_may_not_is_said(self, house: House) -> None:
        with house.client() as client:
            for name, rest in [("write_only", "objects/"), ("no_access", "objects/"), ("no_access", "manifest/")]:
                assert client.get(house.path(name, rest)).status_code == 403
            for name in ("read_only", "no_access"):
                answer = client.post(house.path(name, "objects/"), content=b'{"objects":[]}', headers=TYPED)
                assert answer.status_code == 403
                assert answer.json()["error_code"] == "read_only"

    def test_a_token_does_what_its_scopes_say(self, house: House) -> None:
        post(house, address("198.51.100.1"))
        envelope = json.dumps({"objects": [address("198.51.100.2")]}).encode()
        for scopes, reads, writes in [
            ([Scope.READ], 200, 403),
            ([Scope.WRITE], 403, 202),
            ([Scope.FEEDBACK], 403, 403),
        ]:
            with house.client(token=house.token("max", scopes=scopes)) as client:
                path = house.path("read_write", "objects/")
                assert client.get(path).status_code == reads
                assert client.post(path, content=envelope, headers=TYPED).status_code == writes
                seen = client.get(house.path("read_write")).json()
                assert (seen["can_read"], seen["can_write"]) == (reads == 200, writes == 202)

    def test_a_token_for_other_circles_does_not_find_it(self, house: House) -> None:
        with house.client(token=house.token("max", circles=[house.cast.pier.pk])) as client:
            assert client.get(house.path("read_write", "objects/")).status_code == 404
            assert str(house.collections["read_write"]) not in client.get(f"{ROOT}collections/").text

    @pytest.mark.parametrize("cut", ["token", "account", "circle"])
    def test_who_is_cut_off_reads_nothing_a_second_later(self, house: House, cut: str) -> None:
        post(house, *(address(f"198.51.100.{n}") for n in range(3)))
        token = house.token("cem")
        path = house.path("read_write", "objects/?limit=2")
        with house.client(token=token) as client:
            assert [client.get(path).status_code for _ in range(3)] == [200] * 3
            self.cut_off(house, token, cut)
            time.sleep(0.5)
            answer = client.get(path)
        self.let_in_again(house, cut)
        assert answer.status_code in {401, 404} or answer.json().get("objects", []) == []

    def cut_off(self, house: House, token: str, cut: str) -> None:
        from kring.kernel.clock import now
        from kring.people.models import Person

        cem = house.cast.cem
        if cut == "token":
            with acting_as(Actor(person=cem.pk)) as actor:
                people.revoke_token(actor=actor, token=UUID(hex=token.split("_")[1]))
        elif cut == "account":
            Person.objects.filter(pk=cem.pk).update(suspended_at=now())
        else:
            Suspension.objects.create(circle=house.cast.north, person=cem, why="incident")

    def let_in_again(self, house: House, cut: str) -> None:
        from kring.people.models import Person

        Person.objects.filter(pk=house.cast.cem.pk).update(suspended_at=None)
        Suspension.objects.all().delete()


class TestAdding:
    def test_a_status_says_what_became_of_each(self, house: House) -> None:
        good, bad = indicator(), {**indicator(), "pattern": "[ipv4-addr:value ="}
        said = post(house, good, bad, indicator(label=TLP_RED))
        assert (said["status"], said["total_count"], said["success_count"]) == ("complete", 3, 1)
        assert said["successes"] == [{"id": good["id"], "version": good["modified"]}]
        assert said["failures"][0]["id"] == bad["id"]
        assert "/pattern" in said["failures"][0]["message"]
        assert "RED" in said["failures"][1]["message"]
        assert said["pending_count"] == 0

    def test_a_status_is_its_maker_s_alone(self, house: House) -> None:
        path = f"{ROOT}status/{post(house, indicator())['id']}/"
        assert get(house, path).json()["success_count"] == 1
        assert get(house, path, by="ada").status_code == 404
        assert get(house, f"{ROOT}status/{uuid4()}/").status_code == 404
        assert get(house, f"{ROOT}status/nonsense/").status_code == 404

    def test_what_was_posted_is_there_at_once_and_once(self, house: House) -> None:
        one = indicator()
        for _ in range(3):
            post(house, one)
            assert ids(get(house, house.path("read_write", "objects/"))) == [one["id"]]

    def test_a_bundle_is_taken_for_an_envelope(self, house: House) -> None:
        bundle = {"type": "bundle", "id": f"bundle--{uuid4()}", "objects": [one := indicator()]}
        with house.client() as client:
            answer = client.post(house.path("read_write", "objects/"), content=json.dumps(bundle), headers=TYPED)
        assert answer.status_code == 202
        assert ids(get(house, house.path("read_write", "objects/"))) == [one["id"]]

    @pytest.mark.parametrize(
        ("body", "headers", "status"),
        [
            (b"not json", TYPED, 400),
            (b'{"type":"indicator"}', TYPED, 400),
            (b'{"objects":{}}', TYPED, 400),
            (b'{"objects":[', TYPED, 400),
            (b'{"objects":[]}', {"Content-Type": "application/json"}, 415),
            (b'{"objects":[]}', {}, 415),
            (b'{"objects":[]}', {"Content-Type": "application/taxii+json;version=2.0"}, 415),
            (b"\x1f\x8b", TYPED | {"Content-Encoding": "gzip"}, 415),
            (b" " * 33 * 1024 * 1024, TYPED, 413),
            (b'{"objects":[%s]}' % b",".join([b"1"] * 50_001), TYPED, 413),
            (b'{"objects":[]}', TYPED | {"Accept": "application/json"}, 406),
        ],
    )
    def test_bad_input_gets_an_answer_that_says_why(
        self, house: House, body: bytes, headers: dict[str, str], status: int
    ) -> None:
        with house.client() as client:
            answer = client.post(house.path("read_write", "objects/"), content=body, headers=headers)
        assert answer.status_code == status
        assert answer.json()["description"]
        assert get(house, house.path("read_write", "objects/")).json() == {}

    def test_other_ways_are_named(self, house: House) -> None:
        with house.client() as client:
            for path, allowed in [
                (f"{ROOT}collections/", "GET, HEAD"),
                (house.path("read_write", "objects/"), "GET, POST, HEAD"),
                (house.path("read_write", "objects/x--1/"), "GET, DELETE, HEAD"),
            ]:
                answer = client.put(path)
                assert (answer.status_code, answer.headers["allow"]) == (405, allowed)


class TestReading:
    def test_an_object_comes_out_as_it_went_in(self, house: House) -> None:
        odd = b'{ "id":"ipv4-addr--%s","type":"ipv4-addr", "spec_version":"2.1","value" : "198.51.100.1","x_n":1.50 }'
        odd %= str(uuid4()).encode()
        with house.client() as client:
            client.post(house.path("read_write", "objects/"), content=b'{"objects":[%s]}' % odd, headers=TYPED)
        assert odd in get(house, house.path("read_write", "objects/")).content

    def test_nothing_is_an_empty_envelope(self, house: House) -> None:
        for rest in ("objects/", "manifest/"):
            answer = get(house, house.path("read_write", rest))
            assert answer.json() == {}
            assert "x-taxii-date-added-last" not in answer.headers

    def test_pages_go_on_by_next_and_by_the_date_added_last(self, house: House) -> None:
        sent = [address(f"198.51.100.{n}") for n in range(7)]
        post(house, *sent)
        by_next, by_date = [], []
        query = {"limit": "3"}
        while True:
            answer = get(house, house.path("read_write", "objects/"), params=query)
            by_next += ids(answer)
            if not answer.json()["more"]:
                break
            query = {"limit": "2", "next": answer.json()["next"]}  # some clients change the limit on the way
        query = {"limit": "3"}
        while ids(answer := get(house, house.path("read_write", "objects/"), params=query)):
            by_date += ids(answer)
            query["added_after"] = answer.headers["x-taxii-date-added-last"]
        assert by_next == by_date == [one["id"] for one in sent]

    def test_a_page_says_when_its_first_and_last_were_added(self, house: House) -> None:
        post(house, *(address(f"198.51.100.{n}") for n in range(3)))
        manifest = get(house, house.path("read_write", "manifest/"))
        dates = [one["date_added"] for one in manifest.json()["objects"]]
        for answer in (manifest, get(house, house.path("read_write", "objects/"))):
            assert answer.headers["x-taxii-date-added-first"] == dates[0] < dates[-1]
            assert answer.headers["x-taxii-date-added-last"] == dates[-1]

    def test_filters_choose(self, house: House) -> None:
        one, two, three = indicator(), address("198.51.100.1"), address("198.51.100.2")
        post(house, one, two, three)
        path = house.path("read_write", "objects/")
        assert ids(get(house, path, params={"match[type]": "indicator"})) == [one["id"]]
        assert ids(get(house, path, params={"match[id]": f"{two['id']},{one['id']}"})) == [one["id"], two["id"]]
        assert ids(get(house, path, params={"match[spec_version]": "2.0"})) == []
        assert len(ids(get(house, path, params={"match[type]": "indicator,ipv4-addr", "limit": "2"}))) == 2

    def test_versions_are_kept_and_the_latest_is_given(self, house: House) -> None:
        old, new = indicator(), {}
        new = indicator(stix_id=old["id"], modified="2026-04-01T00:00:00.000Z")
        post(house, old)
        post(house, new)
        path = house.path("read_write", f"objects/{old['id']}/")
        assert get(house, path).json()["objects"] == [new]
        assert get(house, path, params={"match[version]": "all"}).json()["objects"] == [old, new]
        assert get(house, path, params={"match[version]": old["modified"]}).json()["objects"] == [old]
        assert get(house, f"{path}versions/").json()["versions"] == [old["modified"], new["modified"]]
        assert get(house, house.path("read_write", f"objects/indicator--{uuid4()}/")).status_code == 404

    def test_a_version_that_an_object_does_not_say_is_when_it_was_added(self, house: House) -> None:
        post(house, one := address("198.51.100.1"))
        (record,) = get(house, house.path("read_write", "manifest/")).json()["objects"]
        assert record["version"].rstrip("0Z") == record["date_added"].rstrip("0Z")
        found = get(house, house.path("read_write", "objects/"), params={"match[version]": record["version"]})
        assert ids(found) == [one["id"]]

    def test_the_manifest_says_the_same_without_the_objects(self, house: House) -> None:
        post(house, one := indicator())
        (record,) = get(house, house.path("read_write", "manifest/")).json()["objects"]
        assert (record["id"], record["version"]) == (one["id"], one["modified"])
        assert record["media_type"] == "application/stix+json;version=2.1"

    @pytest.mark.parametrize("query", ["limit=0", "limit=x", "added_after=yesterday", "next=x", "match[version]=x"])
    def test_a_question_that_means_nothing_is_said_to(self, house: House, query: str) -> None:
        answer = get(house, house.path("read_write", f"objects/?{query}"))
        assert answer.status_code == 400
        assert query.partition("=")[0] in answer.json()["description"]

    def test_each_reads_what_the_labels_let_them(self, house: House) -> None:
        green, amber = indicator(), indicator(label=TLP_AMBER)
        post(house, green, amber)
        path = house.path("read_write", "objects/")
        assert ids(get(house, path, by="ada")) == [green["id"], amber["id"]]
        assert ids(get(house, path, by="fay")) == [green["id"]]
        with house.client(token=house.token("ada", ceiling=Label.GREEN)) as client:
            assert ids(client.get(path)) == [green["id"]]
        assert get(house, path, by="dee").status_code == 404

    def test_a_page_that_was_ready_changes_when_a_newer_version_comes(self, house: House) -> None:
        sent = [indicator() for _ in range(4)]
        post(house, *sent)
        path = house.path("read_write", "objects/?limit=2")
        assert ids(get(house, path)) == ids(get(house, path)) == [sent[0]["id"], sent[1]["id"]]
        post(house, indicator(stix_id=sent[0]["id"], modified="2026-05-01T00:00:00.000Z"))
        assert ids(get(house, path)) == [sent[1]["id"], sent[2]["id"]]

    def test_a_page_that_did_not_change_is_not_sent_again(self, house: House) -> None:
        post(house, *(indicator() for _ in range(3)))
        path = house.path("read_write", "objects/?limit=2")
        tag = get(house, path).headers["etag"]
        again = get(house, path, headers={"If-None-Match": tag})
        assert (again.status_code, again.content) == (304, b"")
        with house.client() as client:
            whole = client.head(path)
        assert (whole.status_code, whole.content, whole.headers["etag"]) == (200, b"", tag)

    @pytest.mark.parametrize(
        ("accepted", "coding"), [("gzip, deflate", "gzip"), ("gzip, zstd", "zstd"), ("zstd;q=0, gzip;q=0", "")]
    )
    def test_a_page_comes_in_a_coding_that_the_client_takes(self, house: House, accepted: str, coding: str) -> None:
        post(house, *(indicator() for _ in range(5)))
        path = house.path("read_write", "objects/")
        plain = get(house, path, headers={"Accept-Encoding": "identity"}).content
        with house.client() as client, client.stream("GET", path, headers={"Accept-Encoding": accepted}) as answer:
            raw = b"".join(answer.iter_raw())
            assert answer.headers.get("content-encoding", "") == coding
        unpacked = zstandard.decompress(raw) if coding == "zstd" else gzip.decompress(raw) if coding else raw
        assert unpacked == plain


class TestRemoving:
    def test_what_one_added_can_be_removed_and_the_version_before_is_the_latest_again(self, house: House) -> None:
        old = indicator()
        post(house, old)
        post(house, indicator(stix_id=old["id"], modified="2026-04-01T00:00:00.000Z"))
        path = house.path("read_write", f"objects/{old['id']}/")
        with house.client() as client:
            assert client.delete(path).status_code == 200
            assert client.get(path).json()["objects"] == [old]
            assert client.delete(path, params={"match[version]": "all"}).status_code == 200
            assert client.get(path).status_code == client.delete(path).status_code == 404

    def test_what_others_added_stays(self, house: House) -> None:
        post(house, one := indicator(), by="ada")
        path = house.path("read_write", f"objects/{one['id']}/")
        with house.client() as client:
            answer = client.delete(path)
            assert (answer.status_code, answer.json()["error_code"]) == (403, "not_the_source")
            assert client.get(path).status_code == 200
        with house.client("cem") as client:
            assert client.delete(path).status_code == 403


class TestClientsOfOthers:
    """`taxii2-client` and the TAXII store of `stix2`, as anybody would use them."""

    def test_taxii2_client_finds_its_way_and_reads_all_pages(self, house: House) -> None:
        sent = [indicator() for _ in range(9)]
        post(house, *sent)
        server = Server(f"{house.url}/taxii2/", user=house.cast.max.email, password=house.token("max"))
        root = server.default
        (found,) = [one for one in root.collections if one.id == str(house.collections["read_write"])]
        assert (found.can_read, found.can_write) == (True, True)
        pages = list(as_pages(found.get_objects, per_request=4))
        assert [one["id"] for page in pages for one in page["objects"]] == [one["id"] for one in sent]
        assert len(found.get_manifest()["objects"]) == 9
        server.close()

    def test_taxii2_client_adds_and_waits_for_the_status(self, house: House) -> None:
        with self.collection(house, "read_write") as found:
            status = found.add_objects({"objects": [one := indicator()]}, wait_for_completion=True)
            assert (status.status, status.success_count, status.failure_count) == ("complete", 1, 0)
            assert found.get_object(one["id"])["objects"] == [one]
            assert found.object_versions(one["id"])["versions"] == [one["modified"]]
            found.delete_object(one["id"])
        with self.collection(house, "read_only") as other, pytest.raises(AccessError):
            other.add_objects({"objects": [one]})

    def test_the_store_of_stix2_reads_and_writes(self, house: House) -> None:
        with self.collection(house, "read_write") as found:
            store = stix2.TAXIICollectionStore(found)
            old = stix2.Indicator(
                pattern="[domain-name:value = 'bad.example']",
                pattern_type="stix",
                valid_from="2026-01-01T00:00:00Z",
                object_marking_refs=[TLP_GREEN],
                allow_custom=True,
            )
            store.add(old)
            new = old.new_version(name="Worse than thought")
            store.add(new)
            assert store.get(old.id) == new
            assert {one.modified for one in store.all_versions(old.id)} == {old.modified, new.modified}
            assert store.query([stix2.Filter("type", "=", "indicator")]) == [new]

    def collection(self, house: House, name: str) -> Any:
        return Collection(f"{house.url}{house.path(name)}", user=house.cast.max.email, password=house.token("max"))


def test_what_basic_carries_is_in_utf_8(house: House) -> None:
    """A name in another script is no error of ours."""
    given = base64.b64encode("naïef:☃".encode()).decode()
    assert httpx.get(f"{house.url}/taxii2/", headers={"Authorization": f"Basic {given}"}).status_code == 401

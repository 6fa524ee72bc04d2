"""An inventory elsewhere says over the API what its organisation uses."""

import pytest

from kring.people.rules import Scope
from tests.cast import Cast
from tests.rest.machine import machine_of

WHOLE = {
    "sectors": ["water"],
    "countries": ["nl"],
    "domains": ["alpha.nl"],
    "networks": ["192.0.2.0/24"],
    "suppliers": [{"name": "Pumps and Co", "domains": ["pumps.example"]}],
    "technologies": [
        {"vendor": "Siemens", "product": "SIMATIC S7-1500", "version": "V2.9", "supplier": "Pumps and Co"},
        {"purl": "pkg:npm/lodash@4.17.21"},
    ],
}


def place(cast: Cast) -> str:
    return f"organisations/{cast.alpha.pk}/profile"


def test_it_is_said_whole_and_read_again(cast: Cast) -> None:
    ada = machine_of(cast, "ada")
    said = ada.put(place(cast), WHOLE)
    assert said.status == 200
    assert said.body == ada.get(place(cast)).body == machine_of(cast, "bo").get(place(cast)).body
    lodash, simatic = said.body["technologies"]
    assert (lodash["product"], lodash["version"]) == ("lodash", "4.17.21")
    assert (simatic["vendor"], simatic["supplier"]) == ("Siemens", "Pumps and Co")
    assert said.body["countries"] == ["NL"]


def test_what_is_said_again_takes_the_place_of_what_was_said(cast: Cast) -> None:
    ada = machine_of(cast, "ada")
    ada.put(place(cast), WHOLE)
    said = ada.put(place(cast), {"technologies": [{"product": "Another"}]})
    assert [one["product"] for one in said.body["technologies"]] == ["Another"]
    assert said.body["suppliers"] == said.body["domains"] == []


def test_nothing_changes_when_something_in_it_is_wrong(cast: Cast) -> None:
    ada = machine_of(cast, "ada")
    before = ada.put(place(cast), WHOLE).body
    assert ada.put(place(cast), WHOLE | {"networks": ["10.0.0.0/8"]}).code == "not_public"
    assert ada.put(place(cast), WHOLE | {"technologies": [{"version": "1"}]}).code == "no_product"
    assert ada.get(place(cast)).body == before


def test_others_do_not_learn_that_there_is_one(cast: Cast) -> None:
    machine_of(cast, "ada").put(place(cast), WHOLE)
    for name in ("cem", "chi", "dee", "eve", "max"):
        assert machine_of(cast, name).get(place(cast)).status == 404
        assert machine_of(cast, name).put(place(cast), WHOLE).status == 404


def test_a_machine_reads_and_a_colleague_too_and_neither_says(cast: Cast) -> None:
    own = f"organisations/{cast.gamma.pk}/profile"
    machine = machine_of(cast, "max")
    assert machine.get(own).status == 200
    assert machine.put(own, WHOLE).code == "machine_reads"
    assert machine_of(cast, "bo").put(place(cast), WHOLE).code == "not_seated_for_it"


@pytest.mark.parametrize("scope", [scope for scope in Scope if scope is not Scope.PROFILE])
def test_a_token_for_something_else_does_not_reach_it(cast: Cast, scope: Scope) -> None:
    assert machine_of(cast, "ada", scopes=[scope]).get(place(cast)).status == 403

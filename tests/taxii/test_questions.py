"""Whatever a client asks, there is an answer that TAXII has: never an error of ours."""

import os
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from kring.exchange import commands
from kring.kernel.binding import acting_as
from tests.cast import Cast
from tests.exchange.stix.samples import INDICATOR, SIGHTING
from tests.rest.machine import machine_of
from tests.taxii.inside import asked, envelope

EXAMPLES = int(os.environ.get("KRING_EXAMPLES", "15"))
"""`KRING_EXAMPLES=2000 bin/test tests/taxii/test_questions.py` looks harder."""

RESOURCES = ("objects/", "manifest/", "objects/{id}/", "objects/{id}/versions/", "")
NAMES = (
    *("limit", "next", "added_after", "match[id]", "match[type]", "match[version]", "match[spec_version]"),
    *("match[]", "x"),
)
VALUES = st.sampled_from(
    [
        *("", "0", "1", "-1", "9" * 18, "9" * 19, "1e3", "\0", "a\0b", "\ud800", "é", "٣", "%", "'", "last", "first", "all", "first,last,2.1"),
        *("2.1", "2.0,2.1", "indicator", INDICATOR["id"], f"{INDICATOR['id']},{SIGHTING['id']}", "indicator--x"),
        *("0001-01-01T00:00:00Z", "0000-01-01T00:00:00Z", "9999-12-31T23:59:59.999999Z", "2026-11-21T09:30:00Z"),
        ",".join(["a"] * 2_000),
    ]
)  # fmt: skip


@pytest.mark.parametrize("method", ["GET", "DELETE"])
def test_no_question_is_without_an_answer(cast: Cast, method: str) -> None:
    with acting_as(cast.actor("chi")) as chi:
        collection = commands.open_collection(actor=chi, circle=cast.north.pk).pk
    token = machine_of(cast, "ada").token
    base = f"/taxii2/kring/collections/{collection}/"
    assert asked("POST", f"{base}objects/", token, envelope(INDICATOR, SIGHTING))[0] == 202

    @settings(
        max_examples=EXAMPLES, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck)
    )
    @given(
        st.sampled_from(RESOURCES),
        st.sampled_from([INDICATOR["id"], "indicator--x", "a\0b", "é", "a b"]),
        st.lists(st.tuples(st.sampled_from(NAMES), VALUES | st.text(max_size=8)), max_size=4),
    )
    @example("objects/{id}/", "a\0b", [])
    @example("objects/", "", [("match[id]", "a\0b")])
    @example("manifest/", "", [("match[type]", "\0")])
    def ask(resource: str, stix_id: str, given: list[tuple[str, str]]) -> None:
        query = urlencode([(name, value.encode("utf-8", "surrogatepass")) for name, value in given])
        status, _ = asked(method, base + resource.format(id=stix_id) + "?" + query, token)
        assert status in {200, 400, 404, 405}

    ask()

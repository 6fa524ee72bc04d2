"""A token that asks very often waits; the others do not."""

from tests.cast import Cast
from tests.rest.machine import machine_of
from tests.taxii.inside import asked_often

ADDRESS = "/taxii2/kring/collections/"


def test_who_asks_too_often_hears_when_to_come_back(cast: Cast) -> None:
    ada, cem = (machine_of(cast, name).token for name in ("ada", "cem"))
    answers = asked_often(4, "GET", ADDRESS, [ada], limit=3)
    assert [status for status, _ in answers] == [200, 200, 200, 429]
    said = answers[-1][1]
    assert b"retry-after" in said
    assert b'"error_code":"too_often"' in said
    assert [status for status, _ in asked_often(2, "GET", ADDRESS, [ada, cem], limit=2)] == [200] * 4, "each by itself"
    assert [status for status, _ in asked_often(9, "GET", ADDRESS, [ada])] == [200] * 9, "nought is no limit"

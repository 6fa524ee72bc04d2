"""Products that advisories name are offered to who may read the advisory, while they type."""

import json

from kring.exchange import commands, queries
from kring.kernel.binding import acting_as
from kring.profiles.queries import known_products
from kring.tlp.labels import Label
from tests.cast import Cast
from tests.exchange.objects import arrived
from tests.exchange.test_take_in import send

ADVISORY = {
    "document": {"title": "Two products"},
    "product_tree": {
        "branches": [
            {
                "category": "vendor",
                "name": "Siemens",
                "branches": [
                    {"category": "product_name", "name": "SIMATIC CN 4100", "branches": []},
                    {
                        "category": "product_family",
                        "name": "SCALANCE",
                        "branches": [{"category": "product_name", "name": "SCALANCE W1750D"}],
                    },
                ],
            }
        ]
    },
}


def keep(cast: Cast, advisory: object) -> None:
    """An advisory lies in North under AMBER."""
    with acting_as(cast.actor("chi")) as actor:
        place = commands.open_collection(actor=actor, circle=cast.north.pk).pk
    body = {"type": "x-csaf-advisory", "document": json.dumps(advisory)}
    octets = json.dumps(body).encode()
    send(cast, place, arrived(label=Label.AMBER)._replace(type="x-csaf-advisory", body=octets))


def named(cast: Cast, name: str, text: str) -> list[tuple[str, str]]:
    with acting_as(cast.actor(name)) as actor:
        return queries.products_named(actor, text, 20)


def test_each_word_is_looked_for_in_vendor_and_product(cast: Cast) -> None:
    keep(cast, ADVISORY)
    assert named(cast, "ada", "siemens scal") == [("Siemens", "SCALANCE W1750D")]
    assert set(named(cast, "ada", "SIEMENS")) == {("Siemens", "SIMATIC CN 4100"), ("Siemens", "SCALANCE W1750D")}


def test_nobody_learns_of_an_advisory_that_is_not_theirs(cast: Cast) -> None:
    keep(cast, ADVISORY)
    assert [named(cast, name, "siemens") for name in ("bo", "gus", "dee", "eve", "visitor")] == [[]] * 5


def test_who_says_what_they_use_is_offered_them(cast: Cast) -> None:
    keep(cast, ADVISORY)
    with acting_as(cast.actor("ada")) as actor:
        assert known_products(actor, cast.alpha.pk, "Siemens · SIMATIC") == [("Siemens", "SIMATIC CN 4100")]


def test_what_is_no_advisory_after_all_is_passed_over(cast: Cast) -> None:
    keep(cast, ["no tree"])
    assert named(cast, "ada", "") == []

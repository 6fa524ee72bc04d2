from datetime import UTC, datetime

import pytest
from pysequoia import Tsk

from kring.kernel.errors import Refused
from kring.notices.post.headers import NotAnAddress
from kring.notices.post.wkd import addresses, pick_key

NOW = datetime.now(UTC)


def test_it_looks_where_the_draft_says() -> None:
    """The example of section 3.1."""
    advanced, direct = addresses("Joe.Doe@Example.ORG")
    name = "iy9q119eutrkn8s1mk4r39qejnbu3n5q"
    assert advanced == f"https://openpgpkey.example.org/.well-known/openpgpkey/example.org/hu/{name}?l=Joe.Doe"
    assert direct == f"https://example.org/.well-known/openpgpkey/hu/{name}?l=Joe.Doe"


def test_an_address_cannot_lead_elsewhere() -> None:
    for email in ("ada@alpha.example/../x", "ada@alpha.example:8080", "ada@127.0.0.1:80", "ada@[::1]"):
        with pytest.raises(NotAnAddress):
            addresses(email)


def test_it_picks_the_living_key_of_that_address() -> None:
    dead = Tsk.generate("Ada <ada@alpha.example>")
    revocation = dead.extract_certificate().revoke(dead.certifier())
    other = Tsk.generate("Eve <eve@example.net>").extract_certificate()
    alive = Tsk.generate("Ada <Ada@Alpha.example>").extract_certificate()
    answer = bytes(dead.extract_certificate()) + bytes(revocation) + bytes(other) + bytes(alive)

    assert pick_key(answer, "ada@alpha.example", NOW) == str(alive)


def test_a_directory_speaks_for_the_address_it_was_asked_about_alone() -> None:
    other = Tsk.generate("Eve <eve@example.net>").extract_certificate()
    with pytest.raises(Refused):
        pick_key(bytes(other), "ada@alpha.example", NOW)


def test_an_answer_that_is_no_key_is_refused() -> None:
    with pytest.raises(Refused):
        pick_key(b"<html>not found</html>", "ada@alpha.example", NOW)

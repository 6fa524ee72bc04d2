"""The urn keeps its papers to itself."""

import stat
from dataclasses import replace
from pathlib import Path

import pytest

from kring.admission.urn import REASON_BYTES, Keys, Lost, blank, seal, unseal
from kring.kernel.ids import new_id

VOTERS = [new_id() for _ in range(7)]
BALLOT = new_id()


@pytest.mark.requirement("R45")
def test_its_length_says_nothing_of_what_is_in_it_and_its_octets_neither(tmp_path: Path) -> None:
    key = Keys(tmp_path).make(BALLOT).octets
    papers = blank(VOTERS)
    said = [replace(paper, choice=2, reason="é" * (REASON_BYTES // 2)) for paper in papers]
    urns = [seal(key, BALLOT, each) for each in (papers, papers, said)]
    assert len({len(each) for each in urns}) == 1
    assert len({each[12:40] for each in urns}) == 3
    assert list(unseal(key, BALLOT, urns[2])) == said


def test_papers_lie_in_an_order_that_is_not_that_of_voting() -> None:
    assert [paper.voter for paper in blank(reversed(VOTERS))] == sorted(VOTERS)
    assert len({paper.receipt for paper in blank(VOTERS)}) == len(VOTERS)


def test_another_key_another_ballot_and_a_changed_octet_are_never_a_wrong_count(tmp_path: Path) -> None:
    keys = Keys(tmp_path)
    key, other = keys.make(BALLOT).octets, keys.make(new_id()).octets
    urn = seal(key, BALLOT, blank(VOTERS))
    changed = urn[:-1] + bytes([urn[-1] ^ 1])
    for tried, ballot, octets in [
        (other, BALLOT, urn),
        (key, new_id(), urn),
        (key, BALLOT, changed),
        (key, BALLOT, b""),
    ]:
        with pytest.raises(Lost):
            unseal(tried, ballot, octets)


def test_a_key_is_for_this_account_alone_and_destroyed_for_good(tmp_path: Path) -> None:
    keys = Keys(tmp_path / "urns")
    made = [keys.make(BALLOT), keys.make(BALLOT)]
    assert made[0].octets != made[1].octets
    assert stat.S_IMODE(made[0].place.stat().st_mode) == 0o600
    assert stat.S_IMODE(made[0].place.parent.stat().st_mode) == 0o700
    assert keys.kept() == {BALLOT}
    assert keys.kept(older_than=60) == set()
    urn = seal(made[1].octets, BALLOT, blank(VOTERS))
    assert keys.open(BALLOT, urn)[0] == made[1]
    for _ in range(2):
        keys.destroy(BALLOT)
        assert keys.kept() == set()
    with pytest.raises(Lost):
        keys.open(BALLOT, urn)


def test_a_key_that_is_destroyed_while_one_looks_is_in_nobodys_way(tmp_path: Path) -> None:
    keys = Keys(tmp_path)
    key = keys.make(BALLOT)
    (tmp_path / f"{BALLOT}.00.key").symlink_to("gone")  # listed, and not there any more when one looks
    assert keys.of(BALLOT) == [key]
    assert keys.open(BALLOT, seal(key.octets, BALLOT, blank(VOTERS)))[0] == key

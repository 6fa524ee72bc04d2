"""The trail can be added to and not changed, and whoever changes it all the same is found out."""

import threading
from collections.abc import Iterator
from uuid import UUID

import psycopg
import pytest
from django.db import transaction

from kring.kernel import trail
from kring.kernel.actor import Actor
from kring.kernel.binding import acting_as
from kring.kernel.facts import Fact
from kring.kernel.ids import new_id
from kring.kernel.record import record
from tests.cast import Cast
from tests.installation import OwnDatabase


class SomethingHappened(Fact):
    """A fact of these tests alone."""


ADD = "INSERT INTO kernel_fact (kind, source, kept_from_chair, details{0}) VALUES ('Raw', '{{}}', false, '{{}}'{1})"
"""What `record` does, on a connection of one's own; and what it does not do: naming further columns."""


def happen(times: int = 1, *, by: UUID | None = None, **where: UUID) -> None:
    for _ in range(times):
        record(SomethingHappened(**where), by=Actor(person=by))  # type: ignore[arg-type]


@pytest.fixture(scope="class")
def sealed(shared_committed: OwnDatabase) -> OwnDatabase:
    for _ in range(3):
        happen(2)
        trail.seal()
    assert trail.verify() == []
    return shared_committed


class TestSealing:
    def test_a_batch_is_sealed_once(self, committed: OwnDatabase) -> None:
        happen(3)
        assert trail.seal() == 1
        assert trail.seal() == 0
        assert (trail.chain().seals, trail.chain().facts) == (1, 3)

    def test_each_seal_follows_the_one_before(self, committed: OwnDatabase) -> None:
        for _ in range(3):
            happen(2)
            trail.seal()
        assert trail.chain().facts == 6
        assert trail.verify() == []

    def test_it_waits_for_who_still_writes(self, committed: OwnDatabase) -> None:
        with psycopg.connect(committed.application) as slow:
            slow.execute(ADD.format("", ""))
            happen()
            assert trail.seal() == 0, "a fact of the slow transaction would come before this one"
            slow.commit()
        assert trail.seal() == 1
        assert trail.chain().facts == 2
        assert trail.verify() == []

    def test_what_was_undone_leaves_no_trace(self, committed: OwnDatabase) -> None:
        with transaction.atomic():
            happen()
            transaction.set_rollback(True)
        happen()
        trail.seal()
        assert trail.chain().facts == 1
        assert trail.verify() == []

    def test_many_at_once_make_one_chain(self, committed: OwnDatabase) -> None:
        def write_and_seal() -> None:
            with psycopg.connect(committed.application, autocommit=True) as mine:
                for _ in range(20):
                    mine.execute(ADD.format("", ""))
                    mine.execute("SELECT kring.seal_facts()")

        threads = [threading.Thread(target=write_and_seal) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        trail.seal()
        assert trail.chain().facts == 120
        assert trail.verify() == []

    def test_a_restored_database_goes_on_where_the_former_stopped(self, committed: OwnDatabase) -> None:
        happen(2)
        trail.seal()
        happen(3)  # in the backup, and not sealed yet
        with psycopg.connect(committed.owner) as owner:
            owner.execute("INSERT INTO kernel_epoch (number) VALUES (2)")
        happen(4)
        assert trail.seal() == 2
        assert trail.chain().facts == 9
        assert trail.verify() == []


class TestFindingOut:
    """The owner can take the triggers off and change anything. It is found out, not prevented."""

    @pytest.fixture
    def owner(self, sealed: OwnDatabase) -> Iterator[psycopg.Connection]:
        with psycopg.connect(sealed.owner) as owner:
            for table in ("kernel_fact", "kernel_seal"):
                owner.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
                owner.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
            yield owner
            owner.rollback()

    def found(self, owner: psycopg.Connection) -> list[str]:
        return [str(trail.Problem(*row)) for row in owner.execute("SELECT * FROM kring.verify_seals()")]

    @pytest.mark.parametrize(
        ("statement", "found"),
        [
            ("UPDATE kernel_fact SET kind = 'Nothing' WHERE id = 3", "Fact 3 under seal 2 was changed."),
            (
                "UPDATE kernel_fact SET at = at + interval '1 microsecond' WHERE id = 3",
                "Fact 3 under seal 2 was changed.",
            ),
            ("UPDATE kernel_fact SET by = gen_random_uuid() WHERE id = 3", "Fact 3 under seal 2 was changed."),
            ("""UPDATE kernel_fact SET details = '{"a": 1}' WHERE id = 3""", "Fact 3 under seal 2 was changed."),
            ("DELETE FROM kernel_fact WHERE id = 4", "Fact 4 under seal 2 was removed."),
            (
                ADD.format(", id, tx", ", 1000, (SELECT from_tx FROM kernel_seal WHERE id = 2)"),
                "Fact 1000 under seal 2 was added.",
            ),
            ("UPDATE kernel_seal SET at = now() WHERE id = 2", "Seal 2 was changed itself."),
            ("UPDATE kernel_seal SET digest = sha256('x') WHERE id = 3", "Seal 3 was changed itself."),
            ("DELETE FROM kernel_seal WHERE id = 2", "Seal 3 does not follow the seal before it."),
        ],
    )
    def test_a_change_is_named(self, owner: psycopg.Connection, statement: str, found: str) -> None:
        assert owner.execute(statement).rowcount == 1
        assert self.found(owner) == [found]

    def test_a_chain_made_anew_has_another_head(self, owner: psycopg.Connection) -> None:
        head = self.head(owner)
        owner.execute("UPDATE kernel_fact SET kind = 'Nothing' WHERE id = 1")
        owner.execute("DELETE FROM kernel_seal")
        owner.execute("SELECT kring.seal_facts()")
        assert self.found(owner) == []
        assert self.head(owner) != head

    def head(self, owner: psycopg.Connection) -> object:
        return owner.execute("SELECT digest FROM kernel_seal ORDER BY id DESC LIMIT 1").fetchone()


class TestNobodyChangesIt:
    CHANGES = (
        "UPDATE kernel_fact SET kind = 'Nothing'",
        "DELETE FROM kernel_fact",
        "TRUNCATE kernel_fact",
        "UPDATE kernel_seal SET facts = 0",
        "DELETE FROM kernel_seal",
        "TRUNCATE kernel_seal",
        "UPDATE kernel_epoch SET number = 5",
        "DELETE FROM kernel_epoch",
    )

    @pytest.mark.parametrize("change", CHANGES)
    def test_not_the_application(self, sealed: OwnDatabase, change: str) -> None:
        with psycopg.connect(sealed.application) as app, pytest.raises(psycopg.errors.InsufficientPrivilege):
            app.execute(change)

    @pytest.mark.parametrize("change", CHANGES)
    def test_not_the_owner(self, sealed: OwnDatabase, change: str) -> None:
        with psycopg.connect(sealed.owner) as owner:
            owner.execute("ALTER TABLE kernel_fact NO FORCE ROW LEVEL SECURITY")  # or it would find no row to refuse
            with pytest.raises(psycopg.errors.RaiseException, match="append-only"):
                owner.execute(change)
            owner.rollback()

    @pytest.mark.parametrize(
        "forged",
        [
            ADD.format(", tx", ", 1"),
            ADD.format(", at", ", '2001-01-01'"),
            ADD.format(", epoch", ", 0"),
            ADD.format(", id", ", -1"),
            "INSERT INTO kernel_epoch (number) VALUES (7)",
            "INSERT INTO kernel_seal SELECT 9, epoch, 9, 10, facts, marks, previous, digest, at FROM kernel_seal LIMIT 1",
        ],
    )
    def test_the_application_cannot_date_facts_or_seal(self, sealed: OwnDatabase, forged: str) -> None:
        with psycopg.connect(sealed.application) as app, pytest.raises(psycopg.errors.InsufficientPrivilege):
            app.execute(forged)


class TestReading:
    def lines(self, cast: Cast, name: str, item: UUID) -> int:
        with acting_as(cast.actor(name)):
            return len(trail.of_item(item))

    def test_the_source_sees_all_of_an_item_and_others_their_own_part(self, cast: Cast) -> None:
        item = new_id()
        source = (cast.ada.pk, cast.memberships["ada"].pk)
        for reader in ("ada", "cem", "cem"):
            record(SomethingHappened(item=item, circle=cast.north.pk, source=source), by=cast.actor(reader))
        assert {name: self.lines(cast, name, item) for name in (*Cast.NAMES, "visitor")} == {
            "ada": 3, "cem": 2, "bo": 0, "chi": 0, "dee": 0, "eve": 0, "fay": 0, "gus": 0, "max": 0, "visitor": 0,
        }  # fmt: skip

    def test_the_chair_sees_a_circle(self, cast: Cast) -> None:
        record(SomethingHappened(circle=cast.north.pk), by=cast.actor("ada"))
        record(SomethingHappened(circle=cast.south.pk), by=cast.actor("dee"))
        record(SomethingHappened(circle=cast.north.pk, kept_from_chair=True), by=cast.actor("ada"))
        with acting_as(cast.actor("chi")):
            assert len(trail.of_circle(cast.north.pk)) == 1
            assert trail.of_circle(cast.south.pk) == []
        with acting_as(cast.actor("cem")):
            assert trail.of_circle(cast.north.pk) == []

    def test_nobody_bound_sees_nothing(self, cast: Cast) -> None:
        record(SomethingHappened(circle=cast.north.pk), by=cast.actor("ada"))
        assert trail.of_circle(cast.north.pk) == []

    def test_the_latest_comes_first_page_by_page(self, cast: Cast) -> None:
        happen(5, by=cast.ada.pk)
        with acting_as(cast.actor("ada")):
            first = trail.of_person(cast.ada.pk, most=3)
            rest = trail.of_person(cast.ada.pk, before=first[-1].number, most=3)
        numbers = [line.number for line in first + rest]
        assert numbers == sorted(numbers, reverse=True)
        assert len(numbers) == 5

"""What is asked for several parts of one page is asked once, and never answered from before a change."""

from kring.kernel.actor import Actor
from kring.kernel.binding import acting_as, asked_once, rebind
from kring.kernel.record import record
from kring.sharing.facts import ItemAcknowledged
from tests.cast import Cast


class Counted:
    """A query that tells how often it was really asked."""

    def __init__(self) -> None:
        self.times = 0
        self.ask = asked_once(self._answer)

    def _answer(self, actor: Actor) -> list[int]:
        self.times += 1
        return [self.times]


def test_within_a_transaction_it_is_asked_once(cast: Cast) -> None:
    query = Counted()
    with acting_as(cast.actor("ada")) as ada:
        query.ask(ada).append(99)
        assert query.ask(ada) == [1], "what one part did with its answer is not the next one's"


def test_it_is_asked_again_after_something_happened(cast: Cast) -> None:
    query = Counted()
    with acting_as(cast.actor("ada")) as ada:
        query.ask(ada)
        record(ItemAcknowledged(), by=ada)
        assert query.ask(ada) == [2]
        rebind()
        assert query.ask(ada) == [3]


def test_nobody_gets_the_answer_of_another_moment_or_of_somebody_else(cast: Cast) -> None:
    query = Counted()
    with acting_as(cast.actor("ada")) as ada:
        query.ask(ada)
        with acting_as(cast.actor("cem")) as cem:
            assert query.ask(cem) == [2]
            assert query.ask(ada) == [3], "and is not kept for who is not bound"
            assert query.ask(cem) == [2]
        assert query.ask(ada) == [1]
    with acting_as(cast.actor("ada")) as ada:
        assert query.ask(ada) == [4]
    assert query.ask(ada) == [5]

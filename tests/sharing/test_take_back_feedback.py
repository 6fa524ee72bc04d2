"""The tap undone."""

from kring.kernel.binding import acting_as
from kring.sharing import commands, queries
from tests.cast import Cast
from tests.sharing.stage import kinds, refused, share, trail_seen_by, withdraw
from tests.sharing.test_give_feedback import counts_seen_by, tap


def take_back(cast: Cast, item: object, by: str, kind: str = "useful") -> None:
    with acting_as(cast.actor(by)) as actor:
        commands.take_back_feedback(actor=actor, item=item, kind=kind)  # type: ignore[arg-type]


def test_it_no_longer_counts_and_its_note_is_gone(cast: Cast) -> None:
    item = share(cast)
    tap(cast, item, "cem", note="Thanks")
    take_back(cast, item, "cem")
    assert counts_seen_by(cast, "ada", item) == {}
    with acting_as(cast.actor("ada")) as actor:
        assert queries.responses(actor, item) == []
    assert kinds(trail_seen_by(cast, "cem", item)) == ["FeedbackGiven", "FeedbackTakenBack"]


def test_nothing_happens_to_the_tap_of_another(cast: Cast) -> None:
    item = share(cast)
    tap(cast, item, "cem")
    take_back(cast, item, "chi")
    assert counts_seen_by(cast, "ada", item) == {"useful": 1}
    assert kinds(trail_seen_by(cast, "chi", item)) == ["ItemShared"]


def test_it_is_refused_after_withdrawal(cast: Cast) -> None:
    item = share(cast)
    tap(cast, item, "cem")
    withdraw(cast, item)
    with refused("withdrawn"):
        take_back(cast, item, "cem")

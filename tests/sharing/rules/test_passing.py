"""What a reader may pass on: the last column of the design's table, typed by hand."""

import pytest

from kring.sharing.rules import passing, why_not_ask_wider, why_not_pass_on
from kring.tlp.audience import State
from kring.tlp.labels import Label

TABLE = {
    #                     colleague  client  circle  circle of the same community
    Label.RED:          "   never     never   never   never ",
    Label.AMBER_STRICT: "   free      ask     ask     ask   ",
    Label.AMBER:        "   free      free    ask     ask   ",
    Label.GREEN:        "   free      ask     ask     free  ",
    Label.CLEAR:        "   free      free    free    free  ",
}  # fmt: skip


@pytest.mark.requirement("R86")
@pytest.mark.parametrize("label", Label)
def test_it_agrees_with_the_table(label: Label) -> None:
    found = [passing(label, to) for to in ("colleague", "client", "circle")]
    assert [*found, passing(label, "circle", same_community=True)] == TABLE[label].split()


@pytest.mark.parametrize("asking", [False, True])
def test_asking_helps_where_the_label_leaves_it_to_the_source(asking: bool) -> None:  # two cases
    refusal = why_not_pass_on(State.SHARED, Label.AMBER, "circle", same_community=False, asking=asking)
    assert (refusal.code if refusal else None) == (None if asking else "needs_permission")
    red = why_not_pass_on(State.SHARED, Label.RED, "colleague", same_community=True, asking=asking)
    assert red is not None
    assert red.code == "red_goes_no_further"


@pytest.mark.parametrize(("state", "code"), [(State.DRAFT, "not_shared"), (State.WITHDRAWN, "withdrawn")])
def test_what_is_not_shared_stays_where_it_is(state: State, code: str) -> None:
    refusals = (
        why_not_pass_on(state, Label.CLEAR, "colleague", same_community=True, asking=True),
        why_not_ask_wider(state, Label.RED, Label.AMBER),
    )
    assert [refusal.code for refusal in refusals if refusal] == [code, code]


@pytest.mark.parametrize("now", Label)
@pytest.mark.parametrize("wanted", Label)
def test_only_something_wider_is_asked_for(now: Label, wanted: Label) -> None:
    assert (why_not_ask_wider(State.SHARED, now, wanted) is None) == (wanted < now)

"""What a label asks of who reads something."""

import pytest

from kring.sharing.rules import handling, handling_by_client
from kring.tlp.labels import Label


@pytest.mark.parametrize("label", Label)
def test_every_label_says_what_a_reader_may_do(label: Label) -> None:
    assert handling(label)


def test_no_two_labels_say_the_same() -> None:
    assert len({tuple(handling(label)) for label in Label}) == len(Label)


def test_a_client_is_told_too_under_every_label_a_client_can_get() -> None:
    assert all(handling_by_client(label) for label in Label if label is not Label.RED)

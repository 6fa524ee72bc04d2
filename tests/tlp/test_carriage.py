"""The mail column of the table "Who may read what", typed by hand. Change the table first, then the code."""

import pytest

from kring.tlp.carriage import carriage_of
from kring.tlp.labels import Label

TABLE = """
    label          key   form       content   circle   replies
    CLEAR          no    full       yes       yes      yes
    CLEAR          yes   full       yes       yes      yes
    GREEN          no    full       yes       yes      yes
    GREEN          yes   full       yes       yes      yes
    AMBER          no    link       no        yes      no
    AMBER          yes   encrypted  yes       yes      yes
    AMBER+STRICT   no    link       no        yes      no
    AMBER+STRICT   yes   encrypted  yes       yes      yes
    RED            no    link       no        no       no
    RED            yes   link       no        no       no
"""
LINES = [line.split() for line in TABLE.strip().splitlines()[1:]]


@pytest.mark.parametrize(("label", "key", "form", "content", "circle", "replies"), LINES)
def test_a_mail_carries_what_the_label_allows(
    label: str, key: str, form: str, content: str, circle: str, replies: str
) -> None:
    carriage = carriage_of(Label.parse(label), can_encrypt=key == "yes")

    assert carriage.form == form
    assert carriage.has_content is (content == "yes")
    assert carriage.names_circle is (circle == "yes")
    assert carriage.takes_replies is (replies == "yes")


def test_the_table_has_a_line_for_every_label_with_and_without_a_key() -> None:
    assert {(line[0], line[1]) for line in LINES} == {(label.short, key) for label in Label for key in ("no", "yes")}


@pytest.mark.requirement("R88")
def test_red_never_goes_by_mail() -> None:
    assert not carriage_of(Label.RED, can_encrypt=True).has_content
    assert not carriage_of(Label.RED, can_encrypt=False).has_content

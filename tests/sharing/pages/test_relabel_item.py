"""Changing label and audience, seeing first whom that reaches."""

import pytest

from kring.tlp.labels import Label
from tests.cast import Cast
from tests.sharing.pages.visit import look, visitor, words_of
from tests.sharing.stage import readers, share


def test_it_says_how_many_may_read_it_now_and_would(cast: Cast) -> None:
    item = share(cast)
    client = visitor(cast, "ada")
    assert "2 people besides the source may read it now." in look(client, f"/items/{item}/label/")
    data = {"circle": str(cast.north.pk), "written_in": str(cast.north.pk), "label": "1", "reach": "circle"}
    answer = client.post("/share/check/", data, headers={"HX-Request": "true", "HX-Target": "readers"})
    assert "5 people in 5 organisations" in words_of(answer)


@pytest.mark.requirement("R79")
def test_the_source_widens_and_narrows(cast: Cast) -> None:
    item = share(cast)
    client = visitor(cast, "ada")
    client.post(f"/items/{item}/label/", {"label": "1"})
    assert "fay" in readers(cast, item)
    client.post(f"/items/{item}/label/", {"label": "4", "named": [str(cast.cem.pk)]})
    assert readers(cast, item) == {"ada", "cem"}
    client.post(f"/items/{item}/label/", {"label": "2", "reach": "chosen", "chosen": [str(cast.memberships["chi"].pk)]})
    assert readers(cast, item) == {"ada", "chi"}


def test_the_form_begins_with_who_reads_it_now(cast: Cast) -> None:
    red = share(cast, label=Label.RED, named=["cem"])
    chosen = share(cast, chosen=["chi"])
    client = visitor(cast, "ada")
    page = client.get(f"/items/{red}/label/").content.decode()
    assert f'name="named" value="{cast.cem.pk}" checked' in page
    page = client.get(f"/items/{chosen}/label/").content.decode()
    assert f'name="chosen" value="{cast.memberships["chi"].pk}" checked' in page


@pytest.mark.parametrize("given", [{}, {"label": "4"}, {"label": "9"}, {"label": "4", "named": ["nobody"]}])
def test_what_makes_no_sense_changes_nothing(cast: Cast, given: dict[str, object]) -> None:
    item = share(cast)
    answer = visitor(cast, "ada").post(f"/items/{item}/label/", given)
    assert answer.status_code == 422
    assert readers(cast, item) == {"ada", "cem", "chi", "max"}


def test_it_goes_no_wider_than_the_circle(cast: Cast) -> None:
    cast.north.widest_label = Label.AMBER
    cast.north.save()
    item = share(cast)
    answer = visitor(cast, "ada").post(f"/items/{item}/label/", {"label": "1"})
    assert answer.status_code == 422
    assert "This circle shares up to TLP:AMBER, not wider." in words_of(answer)

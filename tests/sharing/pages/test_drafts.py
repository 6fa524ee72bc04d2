"""What one is writing."""

from tests.cast import Cast
from tests.sharing.pages.visit import look, visitor
from tests.sharing.stage import draft, share


def test_it_lists_one_s_own_drafts_and_nothing_that_went_out(cast: Cast) -> None:
    from kring.sharing.rules import Text

    draft(cast, text=Text(what="Half a thought. And more."))
    share(cast, text=Text(what="Out already."))
    page = look(visitor(cast, "ada"), "/drafts/")
    assert "Half a thought." in page
    assert "Out already" not in page
    assert "You are not writing anything." in look(visitor(cast, "cem"), "/drafts/")


def test_a_draft_is_thrown_away_and_taken_back(cast: Cast) -> None:
    item = draft(cast)
    ada = visitor(cast, "ada")
    page = ada.post("/share/discard/", {"draft": str(item)}, follow=True).content.decode()
    assert "The draft is thrown away." in page
    assert f'action="/drafts/{item}/restore/"' in page
    assert "Pumps stop" not in look(ada, "/drafts/")
    assert ada.get(f"/drafts/{item}/").status_code == 404
    assert ada.post(f"/drafts/{item}/restore/").headers["Location"] == f"/drafts/{item}/"
    assert "Pumps stop" in look(ada, "/drafts/")


def test_nobody_throws_away_another_s(cast: Cast) -> None:
    item = draft(cast)
    assert visitor(cast, "cem").post("/share/discard/", {"draft": str(item)}).status_code == 404
    assert visitor(cast, "cem").post("/share/discard/", {"draft": "no id"}).status_code == 404
    assert "Pumps stop" in look(visitor(cast, "ada"), "/drafts/")

"""Asked for a few people at a time, the database says the same as asked for all."""

import pytest

from kring.sharing import queries
from kring.tlp.labels import Label
from tests.cast import Cast
from tests.sharing import stage


@pytest.mark.parametrize("label", list(Label))
@pytest.mark.parametrize("state", ["draft", "shared", "withdrawn"])
def test_readers_among_people_are_the_readers_that_are_among_them(cast: Cast, label: Label, state: str) -> None:
    named = ["cem", "chi"] if label is Label.RED else []
    item = stage.draft(cast, label=label) if state == "draft" else stage.share(cast, label=label, named=named)
    if state == "withdrawn":
        stage.withdraw(cast, item)
    everybody = {cast.person(name).pk for name in cast.NAMES}

    assert queries.readers_among(item, everybody) == queries.readers(item)
    few = {cast.ada.pk, cast.cem.pk, cast.dee.pk, cast.eve.pk}
    assert queries.readers_among(item, few) == queries.readers(item) & few
    assert queries.readers_among(item, []) == set()


@pytest.mark.parametrize("label", list(Label))
@pytest.mark.parametrize("only", [(), ("chi",)])
def test_reply_readers_among_people_are_the_readers_that_are_among_them(
    cast: Cast, label: Label, only: tuple[str, ...]
) -> None:
    item = stage.share(cast, label=label, named=["cem", "chi"] if label is Label.RED else [])
    reply = stage.reply(cast, item, only=only)
    everybody = {cast.person(name).pk for name in cast.NAMES}

    assert queries.reply_readers_among(reply, everybody) == queries.reply_readers(reply)
    few = {cast.ada.pk, cast.chi.pk, cast.dee.pk}
    assert queries.reply_readers_among(reply, few) == queries.reply_readers(reply) & few

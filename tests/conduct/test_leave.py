"""An organisation leaves: what is cut, what remains, and who is told."""

import pytest
from django.db import connection

from kring.circles import queries as circles
from kring.conduct import commands, mails, queries
from kring.kernel.binding import acting_as
from kring.kernel.errors import NotVisible
from tests.cast import Cast
from tests.sharing import stage
from tests.sharing.stage import refused
from tests.trail import facts_of


def test_it_is_said_beforehand_what_is_cut_and_what_remains(cast: Cast) -> None:
    stage.share(cast, "cem")
    with acting_as(cast.actor("cem")) as actor:
        place = circles.circle_for(actor, cast.north.pk)
        said = queries.leaving(actor, place, circles.member(actor, cast.memberships["cem"].pk))
    assert (said.people, said.machines, said.inside, said.items) == (["Cem"], ["Max"], [], 1)


def test_those_who_sat_there_are_told_what_remains(cast: Cast) -> None:
    item = stage.share(cast, "cem")
    with acting_as(cast.actor("cem")) as actor:
        commands.leave(actor=actor, membership=cast.memberships["cem"].pk, why="time")
        with pytest.raises(NotVisible):
            circles.circle_for(actor, cast.north.pk)
    with connection.cursor() as cursor:
        cursor.execute("SELECT args ->> 'person' FROM procrastinate_jobs WHERE task_name LIKE '%%mail_leaving'")
        assert cursor.fetchall() == [(str(cast.cem.pk),)]
    mail = mails.leaving_mail(cast.cem.pk, cast.north.pk, cast.memberships["cem"].pk)
    assert mail
    assert (mail.to, mail.subject) == (["cem@cem.example"], "Gamma left North")
    assert "Pumps" not in mail.body
    assert [fact.details["why"] for fact in facts_of(cast.chi, "OrganisationLeft")] == ["time"]
    assert stage.readers(cast, item) >= {"ada", "chi"}, "what was shared stays with its readers"


def test_nobody_leaves_for_another_organisation(cast: Cast) -> None:
    for name in ("ada", "chi"):
        with refused("not_yours"), acting_as(cast.actor(name)) as actor:
            commands.leave(actor=actor, membership=cast.memberships["cem"].pk)

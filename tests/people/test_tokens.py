"""Tokens: shown once, kept as a hash, limited, revoked at once."""

from datetime import timedelta

import pytest
from django.db import connection

from kring.kernel.actor import Actor
from kring.kernel.clock import now
from kring.kernel.errors import NotVisible, Refused
from kring.kernel.models import FactRow
from kring.people import commands, queries
from kring.people.commands import IssuedToken
from kring.people.models import Token
from kring.people.rules import Scope, written_token
from kring.tlp.labels import Label
from tests.cast import Cast
from tests.trail import facts_of


def issue(cast: Cast, name: str = "ada", *, ceiling: Label = Label.AMBER, **limits: object) -> IssuedToken:
    return commands.issue_token(
        actor=cast.actor(name),
        name="SIEM",
        scopes={Scope.READ, Scope.FEEDBACK},
        ceiling=ceiling,
        expires=now() + timedelta(days=30),
        **limits,  # type: ignore[arg-type]
    )


def test_it_acts_for_its_person_within_its_limits(cast: Cast) -> None:
    issued = issue(cast, circles=[cast.north.pk])
    bearer = queries.bearer_of(issued.text)
    assert bearer is not None
    assert bearer.actor == Actor(person=cast.ada.pk, ceiling=Label.AMBER, scope=frozenset({cast.north.pk}))
    assert bearer.scopes == {Scope.READ, Scope.FEEDBACK}
    assert queries.actor_of_token(issued.text) == bearer.actor


def test_its_secret_is_not_kept(cast: Cast) -> None:
    issued = issue(cast)
    secret = issued.text.rsplit("_", 1)[1]
    with connection.cursor() as cursor:
        cursor.execute("SELECT t::text FROM people_token t WHERE id = %s", [issued.id])
        (kept,) = cursor.fetchone()
    assert secret not in kept
    assert secret not in str([fact.details for fact in facts_of(cast.ada, "TokenIssued")])


def test_another_secret_opens_nothing(cast: Cast) -> None:
    issued = issue(cast)
    swapped = issued.text[:-1] + ("a" if issued.text[-1] != "a" else "b")
    assert queries.bearer_of(swapped) is None
    assert queries.bearer_of(written_token(cast.ada.pk, issued.text.rsplit("_", 1)[1])) is None
    assert queries.bearer_of("") is None


def test_it_opens_nothing_once_expired(cast: Cast) -> None:
    issued = issue(cast)
    Token.objects.update(expires_at=now() - timedelta(seconds=1))
    assert queries.bearer_of(issued.text) is None


@pytest.mark.requirement("R50")
def test_it_opens_nothing_once_revoked(cast: Cast) -> None:
    issued = issue(cast)
    commands.revoke_token(actor=cast.actor("ada"), token=issued.id)
    commands.revoke_token(actor=cast.actor("ada"), token=issued.id)
    assert queries.bearer_of(issued.text) is None
    assert len(facts_of(cast.ada, "TokenRevoked")) == 1
    assert queries.tokens_of(cast.actor("ada")) == []


@pytest.mark.requirement("R50")
def test_it_opens_nothing_once_its_person_is_suspended(cast: Cast) -> None:
    issued = issue(cast)
    commands.suspend_account(actor=cast.actor("chi"), person=cast.ada.pk, why="security")
    assert queries.bearer_of(issued.text) is None


@pytest.mark.parametrize("name", ["cem", "bo", "eve", "visitor"])
def test_nobody_else_can_revoke_it(cast: Cast, name: str) -> None:
    issued = issue(cast)
    with pytest.raises(NotVisible):
        commands.revoke_token(actor=cast.actor(name), token=issued.id)
    assert queries.bearer_of(issued.text) is not None


def test_a_visitor_gets_none(cast: Cast) -> None:
    with pytest.raises(NotVisible):
        issue(cast, "visitor")


def test_red_is_refused(cast: Cast) -> None:
    with pytest.raises(Refused) as refused:
        issue(cast, ceiling=Label.RED)
    assert refused.value.code == "no_red"
    assert not Token.objects.exists()


def test_its_use_is_noted_once_a_minute(cast: Cast) -> None:
    issued = issue(cast)
    commands.show_token(text=issued.text)
    first = Token.objects.get().last_used_at
    commands.show_token(text=issued.text)
    assert first is not None
    assert Token.objects.get().last_used_at == first
    Token.objects.update(last_used_at=first - timedelta(minutes=2))
    commands.show_token(text=issued.text)
    assert Token.objects.get().last_used_at != first - timedelta(minutes=2)


def test_issuing_is_a_fact_about_the_person_alone(cast: Cast) -> None:
    issue(cast)
    (fact,) = facts_of(cast.ada, "TokenIssued")
    assert isinstance(fact, FactRow)
    assert (fact.circle, fact.kept_from_chair) == (None, True)
    assert fact.details["scopes"] == ["feedback", "read"]


def test_a_machine_reads_at_most_amber_strict_whatever_the_row_says(cast: Cast) -> None:
    issued = issue(cast, "max", ceiling=Label.AMBER_STRICT)
    bearer = queries.bearer_of(issued.text)
    assert bearer is not None
    assert bearer.actor.ceiling == Label.AMBER_STRICT
    assert bearer.actor.person == cast.max.pk

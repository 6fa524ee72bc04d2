"""Accounts: suspended, opened again, erased; sessions ended from afar; another address."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.test import Client

from kring.kernel.clock import now
from kring.kernel.errors import NotVisible
from kring.people import commands, queries
from kring.people.models import AddressChange, Person, Token
from tests.cast import Cast
from tests.circles.stage import PASSWORD, token
from tests.sharing.stage import refused
from tests.trail import facts_of

ALIVE = "/you/settings/"


def signed_in(person: Person) -> Client:
    client = Client(HTTP_USER_AGENT="Firefox")
    client.force_login(person)
    client.get(ALIVE)  # allauth writes a session down when it is used
    return client


def test_an_address_has_one_account_whatever_its_capitals(cast: Cast) -> None:
    with refused("address_taken"):
        commands.make_account(email="ADA@ada.example", name="Ada", language="nl", password=PASSWORD)


def test_a_machine_has_no_password_and_no_address_to_sign_in_with(cast: Cast) -> None:
    machine = Person.objects.get(
        pk=commands.make_account(email="m@machines.invalid", name="SIEM", language="nl", machine=True)
    )
    assert not machine.has_usable_password()
    assert not EmailAddress.objects.filter(user=machine).exists()


@pytest.mark.requirement("R50")
def test_a_suspended_account_opens_nothing_and_its_devices_are_signed_out(cast: Cast) -> None:
    client, text = signed_in(cast.ada), token(cast, "ada")
    commands.suspend_account(actor=None, person=cast.ada.pk, why="security")
    assert client.get(ALIVE).status_code == 302
    assert not UserSession.objects.filter(user=cast.ada).exists()
    assert queries.actor_of_token(text) is None
    commands.readmit_account(actor=None, person=cast.ada.pk)
    assert client.get(ALIVE).status_code == 302, "a session that ended stays ended"
    assert queries.actor_of_token(text) is not None


def test_a_suspended_account_cannot_sign_in(cast: Cast) -> None:
    cast.ada.set_password(PASSWORD)
    cast.ada.save()
    given = {"login": cast.ada.email, "password": PASSWORD}
    commands.suspend_account(actor=None, person=cast.ada.pk, why="security")
    client = Client()
    client.post("/account/login/", given)
    assert "_auth_user_id" not in client.session
    commands.readmit_account(actor=None, person=cast.ada.pk)
    client.post("/account/login/", given)
    assert "_auth_user_id" in client.session


def test_nobody_suspends_themselves_or_twice(cast: Cast) -> None:
    with refused("own_account"):
        commands.suspend_account(actor=cast.actor("ada"), person=cast.ada.pk, why="other")
    with refused("not_suspended"):
        commands.readmit_account(actor=None, person=cast.ada.pk)
    commands.suspend_account(actor=None, person=cast.ada.pk, why="other")
    with refused("already_suspended"):
        commands.suspend_account(actor=None, person=cast.ada.pk, why="other")


@pytest.mark.requirement("R84")
def test_an_erased_account_has_nothing_left_of_who_it_was(cast: Cast) -> None:
    signed_in(cast.ada)
    token(cast, "ada")
    EmailAddress.objects.create(user=cast.ada, email=cast.ada.email, verified=True, primary=True)
    Authenticator.objects.create(user=cast.ada, type="totp", data={"secret": "x"})
    Person.objects.filter(pk=cast.ada.pk).update(phone="+31 10 1", introduction="Ada", shown_to={"phone": "circle"})
    with refused("other_address"):
        commands.erase_account(actor=cast.actor("ada"), typed="cem@cem.example")
    commands.erase_account(actor=cast.actor("ada"), typed="ada@ada.example")
    gone = Person.objects.get(pk=cast.ada.pk)
    assert "ada" not in f"{gone.email}{gone.name}{gone.function}{gone.phone}{gone.introduction}".lower()
    assert not gone.is_active
    for kept in (EmailAddress, Authenticator, UserSession):
        assert not kept.objects.filter(user=gone).exists()
    assert not Token.objects.filter(person=gone).exists()
    assert queries.people_by_id([gone.pk])[gone.pk].name == "Former member"
    with refused("is_erased"):
        commands.readmit_account(actor=None, person=gone.pk)


def test_one_device_is_signed_out_from_another(cast: Cast) -> None:
    here, there = signed_in(cast.ada), signed_in(cast.ada)
    session = UserSession.objects.get(session_key=there.session.session_key)
    assert signed_in(cast.cem).post(f"/account/sessions/{session.pk}/end/").status_code == 404
    assert here.post(f"/account/sessions/{session.pk}/end/").status_code == 302
    assert there.get(ALIVE).status_code == 302
    assert here.get(ALIVE).status_code == 200
    assert len(facts_of(cast.ada, "SessionEnded")) == 1


def ask(cast: Cast, email: str = "new@ada.example") -> AddressChange:
    return AddressChange.objects.get(pk=commands.ask_for_address(actor=cast.actor("ada"), email=email))


def test_another_address_counts_once_it_is_shown_to_be_read(cast: Cast) -> None:
    change = ask(cast)
    assert Person.objects.get(pk=cast.ada.pk).email == "ada@ada.example"
    with pytest.raises(NotVisible):
        commands.take_address(actor=cast.actor("cem"), change=change.pk)
    commands.take_address(actor=cast.actor("ada"), change=change.pk)
    assert Person.objects.get(pk=cast.ada.pk).email == "new@ada.example"
    assert EmailAddress.objects.get(user=cast.ada).email == "new@ada.example"
    with pytest.raises(NotVisible):
        commands.take_address(actor=cast.actor("ada"), change=change.pk)


def test_an_address_that_somebody_has_is_not_told_when_it_is_asked_for(cast: Cast) -> None:
    change = ask(cast, "cem@cem.example")
    with refused("address_taken"):
        commands.take_address(actor=cast.actor("ada"), change=change.pk)


def test_the_link_to_a_new_address_ends(cast: Cast) -> None:
    change = ask(cast)
    AddressChange.objects.update(expires_at=now() - timedelta(seconds=1))
    with pytest.raises(NotVisible):
        commands.take_address(actor=cast.actor("ada"), change=change.pk)


def test_own_data_is_all_of_ones_own_and_nothing_of_others(cast: Cast) -> None:
    token(cast, "ada")
    copy = str(queries.own_data(cast.actor("ada")))
    assert "ada@ada.example" in copy
    assert "SIEM" in copy
    assert "cem" not in copy
    with pytest.raises(NotVisible):
        queries.own_data(cast.actor("visitor"))

"""Invitations: signed, for one address, once, in time; and the only way to an account."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress

from kring.circles import commands, queries
from kring.circles.commands.invitations import HOURLY
from kring.circles.models import Affiliation, Invitation, Seat
from kring.kernel.clock import now
from kring.kernel.errors import NotVisible
from kring.people.models import Person
from tests.cast import Cast
from tests.circles.stage import PASSWORD, invite, join, keys
from tests.sharing.stage import refused
from tests.trail import facts_of


def test_who_takes_it_has_an_account_a_seat_and_a_house(cast: Cast) -> None:
    nia = join(invite(cast))
    assert (nia.email, nia.name, nia.language) == ("new@alpha.example", "Nia", "en")
    assert nia.check_password(PASSWORD)
    assert EmailAddress.objects.get(user=nia).verified
    assert Seat.objects.get(person=nia).membership == cast.memberships["ada"]
    assert Affiliation.objects.get(person=nia).organisation == cast.alpha
    assert [fact.kind for fact in facts_of(nia)] == ["AccountMade", "SeatGiven", "InvitationTaken"]
    (sent,) = facts_of(cast.chi, "PersonInvited")
    assert "new@alpha.example" not in str(sent.details)


def test_it_works_once(cast: Cast) -> None:
    link = invite(cast)
    join(link)
    with refused("link_used"):
        commands.join(link=link, name="Other", password=PASSWORD, language="en", shown_to={})
    assert not Person.objects.filter(name="Other").exists()


def test_it_expires(cast: Cast) -> None:
    link = invite(cast)
    Invitation.objects.update(expires_at=now() - timedelta(seconds=1))
    with refused("link_expired"):
        join(link)


def test_it_can_be_taken_back(cast: Cast) -> None:
    link = invite(cast)
    (sent,) = queries.open_invitations(membership=cast.memberships["ada"].pk)
    with pytest.raises(NotVisible):
        commands.revoke_invitation(actor=cast.actor("cem"), invitation=sent.id)
    commands.revoke_invitation(actor=cast.actor("ada"), invitation=sent.id)
    commands.revoke_invitation(actor=cast.actor("chi"), invitation=sent.id)
    with refused("link_revoked"):
        join(link)


def test_a_newer_one_takes_its_place(cast: Cast) -> None:
    first, second = invite(cast), invite(cast, role="representative")
    with refused("link_revoked"):
        join(first)
    assert Seat.objects.get(person=join(second)).role == "representative"


@pytest.mark.parametrize(
    "change", [lambda link: link[:-1] + ("a" if link[-1] != "a" else "b"), lambda link: "0" * 32 + link[32:]]
)
def test_a_changed_link_is_no_link(cast: Cast, change: "object") -> None:
    link = invite(cast)
    with pytest.raises(NotVisible):
        join(change(link))  # type: ignore[operator]
    with pytest.raises(NotVisible):
        join("")


def test_who_has_an_account_takes_it_signed_in(cast: Cast) -> None:
    link = invite(cast, to="Eve@eve.example")
    with refused("sign_in_first"):
        join(link)
    commands.take_invitation(actor=cast.actor("eve"), link=link)
    assert cast.north.pk in keys(cast, "eve")
    with refused("link_used"):
        commands.take_invitation(actor=cast.actor("eve"), link=link)


def test_it_is_for_nobody_else(cast: Cast) -> None:
    link = invite(cast, to="eve@eve.example")
    with refused("wrong_address"):
        commands.take_invitation(actor=cast.actor("dee"), link=link)
    with pytest.raises(NotVisible):
        commands.take_invitation(actor=cast.actor("visitor"), link=link)


def test_a_suspended_account_is_not_made_anew(cast: Cast) -> None:
    Person.objects.filter(pk=cast.eve.pk).update(suspended_at=now())
    with refused("sign_in_first"):
        join(invite(cast, to="eve@eve.example"))


def test_an_organisation_invites_its_own_people(cast: Cast) -> None:
    invite(cast, by="ada", role="deputy")
    invite(cast, by="ada", role="")
    with refused("not_steering"):
        invite(cast, by="ada", role="representative")
    for stranger in ("cem", "gus", "bo", "fay"):
        with refused("not_yours"):
            invite(cast, by=stranger)
    with pytest.raises(NotVisible):
        invite(cast, by="dee")


def test_a_colleague_comes_without_a_seat(cast: Cast) -> None:
    sent = commands.invite_colleague(actor=cast.actor("ada"), organisation=cast.alpha.pk, email="new@alpha.example")
    nia = join(queries.invitation_link(sent).rsplit("/", 2)[1])
    assert not Seat.objects.filter(person=nia).exists()
    assert Affiliation.objects.get(person=nia).organisation == cast.alpha
    with pytest.raises(NotVisible):
        commands.invite_colleague(actor=cast.actor("cem"), organisation=cast.alpha.pk, email="new@alpha.example")


def test_only_a_member_invites_to_seats(cast: Cast) -> None:
    cast.memberships["ada"].state = "candidate"
    cast.memberships["ada"].save()
    with refused("not_a_member"):
        invite(cast)


def test_the_operator_invites_who_starts_a_circle(cast: Cast) -> None:
    link = commands.invite_founder(email="zoe@omega.example", organisation="Omega")
    assert link.startswith("http://testserver/invitation/")
    zoe = join(link.rsplit("/", 2)[1])
    assert queries.main_organisation(cast.actor("visitor")) == ""
    from kring.kernel.actor import Actor

    assert queries.main_organisation(Actor(person=zoe.pk)) == "Omega"


def test_nobody_invites_without_end(cast: Cast) -> None:
    from django.core.cache import cache

    cache.clear()
    for number in range(HOURLY):
        invite(cast, to=f"new{number}@alpha.example")
    with refused("too_often"):
        invite(cast, to="one-more@alpha.example")
    invite(cast, by="ada", to="another@alpha.example")
    cache.clear()

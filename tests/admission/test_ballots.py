"""A ballot: one organisation, one vote; secret, counted once, and never changed."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError

from kring.admission import access, commands, queries
from kring.admission.models import Urn
from kring.admission.rules import Choice, Result, Rule, Stage
from kring.circles.models import Invitation, Membership
from kring.kernel import clock, trail
from kring.kernel.binding import acting_as
from kring.kernel.errors import NotVisible
from tests.admission.stage import apply, close, put, read, seen, vote
from tests.cast import Cast
from tests.sharing.stage import refused
from tests.trail import facts_of

FOR, AGAINST, ABSTAIN, SILENT = Choice.FOR, Choice.AGAINST, Choice.ABSTAIN, Choice.SILENT


@pytest.fixture
def commits_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What waits for the end of the transaction is done: a test is one that never ends."""
    monkeypatch.setattr(transaction, "on_commit", lambda then: then())


@pytest.mark.requirement("R45")
def test_silence_is_consent_and_the_candidate_is_in(cast: Cast) -> None:
    application = apply(cast)
    ballot = put(cast, application)
    assert Membership.objects.get(organisation__name="Theta").state == "candidate"
    vote(cast, ballot, "ada", FOR)
    assert close(cast, ballot, conditions="A year on trial.") is Result.PASSED
    assert Membership.objects.get(organisation__name="Theta").state == "member"
    assert Invitation.objects.get(email="thea@theta.example").role == "representative"
    view = seen(cast, ballot, "cem")
    assert (view.tally.votes_for, view.tally.silent, view.tally.against) == (1, 2, 0)
    mine = read(cast, application, "thea")
    assert (mine.stage, mine.conditions) == (Stage.ADMITTED, "A year on trial.")


@pytest.mark.requirement("R45")
def test_one_objection_stops_it_and_the_objector_is_not_revealed(cast: Cast) -> None:
    application = apply(cast)
    ballot = put(cast, application)
    vote(cast, ballot, "cem", AGAINST, "They sell what we share.")
    assert close(cast, ballot) is Result.OBJECTED
    view = seen(cast, ballot)
    assert list(view.reasons) == ["They sell what we share."]
    assert read(cast, application).stage is Stage.SENT
    for shown in (view, seen(cast, ballot, "ada")):
        assert "Gamma" not in repr(shown)
    assert "They sell" not in repr(read(cast, application, "thea"))


def test_what_one_said_can_be_changed_until_the_deadline_and_is_shown_to_ones_own_alone(cast: Cast) -> None:
    ballot = put(cast)
    vote(cast, ballot, "ada", AGAINST, "No.")
    vote(cast, ballot, "ada", FOR, "a reason goes with an objection alone")
    own, other = seen(cast, ballot, "ada").own, seen(cast, ballot, "cem").own
    assert own
    assert other
    assert (own.organisation, own.choice, own.reason) == ("Alpha", FOR, "")
    assert (other.organisation, other.choice) == ("Gamma", SILENT)
    assert own.receipt != other.receipt


@pytest.mark.requirement("R45")
def test_every_voter_finds_the_own_receipt_among_those_that_are_published(cast: Cast) -> None:
    ballot = put(cast, rule=Rule.MAJORITY, quorum=0)
    said = {"ada": FOR, "cem": ABSTAIN, "chi": FOR}
    for name, choice in said.items():
        vote(cast, ballot, name, choice)
    receipts = {name: own.receipt for name in said if (own := seen(cast, ballot, name).own)}
    assert close(cast, ballot) is Result.PASSED
    published = dict(seen(cast, ballot).papers)
    assert {name: published[receipt] for name, receipt in receipts.items()} == said
    assert [receipt for receipt, _ in seen(cast, ballot).papers] == sorted(published)
    assert all(seen(cast, ballot, name).own is None for name in said)


@pytest.mark.requirement("R45")
@pytest.mark.parametrize("sentence", ["UPDATE admission_ballot SET result = 'passed'", "DELETE FROM admission_ballot"])
def test_the_database_refuses_to_change_what_is_closed(cast: Cast, sentence: str) -> None:
    ballot = put(cast)
    vote(cast, ballot, "cem", AGAINST)
    close(cast, ballot)
    with refused("ballot_closed"):
        vote(cast, ballot, "cem", FOR)
    with refused("ballot_closed"):
        close(cast, ballot)
    denied_by_the_database(cast, sentence, "a closed ballot does not change")


@pytest.mark.parametrize("change", ["until = now()", "rule = 'majority'", "quorum = 0, opened_at = now()"])
def test_the_database_refuses_to_change_what_is_voted_on(cast: Cast, change: str) -> None:
    put(cast, quorum=50)
    denied_by_the_database(cast, f"UPDATE admission_ballot SET {change}", "what is voted on does not change")


def test_the_database_refuses_a_count_before_the_deadline(cast: Cast) -> None:
    put(cast)
    sentence = "UPDATE admission_ballot SET closed_at = now(), result = 'passed'"
    denied_by_the_database(cast, sentence, "counted after its deadline")


def denied_by_the_database(cast: Cast, sentence: str, why: str) -> None:
    denied = pytest.raises(IntegrityError, match=why)
    with acting_as(cast.actor("chi")), connection.cursor() as cursor, denied, transaction.atomic():
        cursor.execute(sentence)


def test_nobody_chooses_the_moment_of_the_count(cast: Cast) -> None:
    ballot = put(cast, days=5)
    with refused("too_soon"):
        close(cast, ballot, days=4)
    with clock.at(clock.now() + timedelta(days=6)), refused("ballot_over"):
        vote(cast, ballot, "ada", FOR)
    assert close(cast, ballot, days=6) is Result.PASSED


def test_only_who_steers_closes_and_stops(cast: Cast) -> None:
    ballot = put(cast)
    with refused("not_steering"):
        close(cast, ballot, "ada")
    with acting_as(cast.actor("cem")) as cem, refused("not_steering"):
        commands.stop_ballot(actor=cem, ballot=ballot)


@pytest.mark.parametrize("name", ["bo", "dee", "eve", "fay", "gus", "visitor"])
def test_for_who_does_not_sit_there_it_is_not_there(cast: Cast, name: str) -> None:
    ballot = put(cast)
    with pytest.raises(NotVisible):
        vote(cast, ballot, name, FOR)
    with acting_as(cast.actor(name)) as actor:
        assert queries.ballots_of(actor, cast.north.pk) == []


def test_a_lost_key_is_said_and_the_ballot_is_held_anew(cast: Cast) -> None:
    application = apply(cast)
    ballot = put(cast, application)
    access.keys().destroy(ballot)
    assert seen(cast, ballot).is_lost
    with refused("urn_lost"):
        vote(cast, ballot, "ada", FOR)
    with refused("urn_lost"):
        close(cast, ballot)
    with acting_as(cast.actor("chi")) as chi:
        commands.stop_ballot(actor=chi, ballot=ballot)
    assert seen(cast, ballot).result is Result.STOPPED
    assert len(facts_of(cast.chi, "BallotStopped")) == 1
    again = put(cast, application)
    assert close(cast, again) is Result.PASSED


def test_of_two_votes_each_knows_the_others(cast: Cast) -> None:
    Membership.objects.filter(pk=cast.memberships["cem"].pk).update(kind="liaison")
    with refused("few_voters"):
        put(cast)


def test_somebody_who_votes_must_vouch(cast: Cast) -> None:
    application = apply(cast)
    with refused("no_sponsor"):
        put(cast, application, sponsor=cast.memberships["gus"].pk)
    assert seen(cast, put(cast, application, sponsor=cast.memberships["ada"].pk)).sponsor == "Alpha"


def test_once_in_an_organisation_reads_no_ballot_about_itself(cast: Cast) -> None:
    from kring.circles.models import Seat

    ballot = put(cast)
    close(cast, ballot)
    Seat.objects.create(membership=Membership.objects.get(organisation__name="Theta"), person=cast.eve)
    with pytest.raises(NotVisible):
        seen(cast, ballot, "eve")


def test_a_member_that_came_later_has_no_vote_and_one_that_left_is_not_counted(cast: Cast) -> None:
    observer = Membership.objects.filter(pk=cast.memberships["gus"].pk)
    observer.update(kind="member")
    ballot = put(cast)
    vote(cast, ballot, "cem", AGAINST)
    Membership.objects.filter(pk=cast.memberships["cem"].pk).update(state="left")
    assert close(cast, ballot) is Result.PASSED
    assert len(seen(cast, ballot).papers) == 3


def test_who_shuts_out_one_member_after_the_other_does_not_read_the_last_votes(cast: Cast) -> None:
    ballot = put(cast)
    vote(cast, ballot, "ada", AGAINST)
    Membership.objects.filter(pk=cast.memberships["cem"].pk).update(state="suspended")
    with refused("few_left"):
        close(cast, ballot)
    Membership.objects.filter(pk=cast.memberships["cem"].pk).update(state="member")
    assert close(cast, ballot) is Result.OBJECTED


def test_an_urn_of_before_that_is_put_back_is_never_a_wrong_count(cast: Cast, commits_at_once: None) -> None:
    """By a backup, or by who can write to the database: an objection would be gone, and nobody would know."""
    ballot = put(cast)
    before = Urn.objects.get(pk=ballot).sealed
    vote(cast, ballot, "cem", AGAINST)
    assert len(access.keys().of(ballot)) == 1
    with acting_as(cast.actor("ada")):
        Urn.objects.filter(pk=ballot).update(sealed=before)
    assert seen(cast, ballot).is_lost
    with refused("urn_lost"):
        close(cast, ballot)


def test_a_vote_that_is_undone_costs_no_key(cast: Cast) -> None:
    ballot = put(cast)
    vote(cast, ballot, "cem", AGAINST)
    with transaction.atomic():
        vote(cast, ballot, "cem", FOR)
        transaction.set_rollback(True)
    assert close(cast, ballot) is Result.OBJECTED


def test_the_trail_names_who_opened_and_closed_and_nobody_who_voted(cast: Cast) -> None:
    ballot = put(cast)
    vote(cast, ballot, "ada", FOR)
    close(cast, ballot)
    with acting_as(cast.actor("chi")):
        lines = {(line.kind, line.by) for line in trail.of_circle(cast.north.pk)}
    assert {kind for kind, _ in lines} >= {"BallotOpened", "BallotClosed", "ApplicationDecided"}
    assert {by for _, by in lines} <= {cast.chi.pk, None}


def test_a_key_that_opens_nothing_is_swept_away(cast: Cast) -> None:
    import os

    ballot, keys = put(cast), access.keys()
    (needed,) = keys.of(ballot)
    useless = [keys.make(ballot), keys.make(UUID(int=5))]
    assert commands.sweep_keys() == 0
    for each in (needed, *useless):
        os.utime(each.place, (0, 0))
    assert commands.sweep_keys() == 2
    assert keys.of(ballot) == [needed]
    assert UUID(int=5) not in keys.kept()

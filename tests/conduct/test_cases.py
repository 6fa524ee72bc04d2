"""A suspicion: reported, looked into, heard, found, concluded; and who learns of it."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection

from kring.circles import commands as circles
from kring.circles.models import Affiliation, Membership, Seat
from kring.circles.rules import MembershipState
from kring.conduct import commands, queries
from kring.conduct.rules import CaseState
from kring.kernel import clock, trail
from kring.kernel.binding import acting_as
from kring.kernel.errors import NotVisible
from kring.sharing import queries as sharing
from kring.tlp.labels import Label
from kring.web import parts
from tests.cast import Cast
from tests.conduct.stage import case_of, heard, looked_into, report, signed_in
from tests.sharing import stage
from tests.sharing.stage import refused

OUT = ("ada", "bo", "chi", "dee", "gus", "max")
"""Who cannot be chosen about chi's organisation: the reporter, who does not sit there, who belongs to it, a machine."""


def answer(cast: Cast, hearing: UUID, by: str = "cem") -> None:
    with acting_as(cast.actor(by)) as actor:
        commands.give_side(actor=actor, hearing=hearing, answer="It was our supplier.")


def secretary(cast: Cast, name: str = "cem") -> None:
    """Somebody of the cast steers North as well."""
    Seat.objects.create(membership=cast.memberships[name], person=cast.person(name), role="secretary")


@pytest.mark.requirement("R50")
def test_a_case_goes_from_report_to_what_the_circle_is_told(cast: Cast) -> None:
    case = looked_into(cast)
    answer(cast, heard(cast, case))
    with acting_as(cast.actor("chi")) as actor:
        commands.find_case(actor=actor, case=case, finding="A supplier passed it on.")
        tells = commands.Tells("What we learnt", "Suppliers get nothing under AMBER+STRICT.", Label.GREEN)
        commands.conclude_case(actor=actor, case=case, outcome="mistake", tells=tells)
        view = queries.view_of_case(actor, case)
    assert (view.row.state, view.row.outcome, view.closed_on is not None) == (CaseState.CONCLUDED, "mistake", True)
    with acting_as(cast.actor("bo")) as actor:
        told = sharing.row(actor, view.told) if view.told else None
    assert told
    assert (told.title, told.label) == ("What we learnt", Label.GREEN)


@pytest.mark.requirement("R50")
def test_nobody_but_who_handles_it_sees_a_case(cast: Cast) -> None:
    case = looked_into(cast, by="chi", about="cem")
    heard(cast, case)
    for name in ("ada", "bo", "cem", "gus", "fay", "dee", "eve", "max", "visitor"):
        with acting_as(cast.actor(name)) as actor, connection.cursor() as cursor:
            cursor.execute("SELECT (SELECT count(*) FROM conduct_case) + (SELECT count(*) FROM conduct_note)")
            assert cursor.fetchone() == (0,), name
            with pytest.raises(NotVisible):
                queries.view_of_case(actor, case)


@pytest.mark.requirement("R50")
@pytest.mark.parametrize("tie", ["seat", "work", "seat elsewhere"])
def test_who_steers_and_belongs_to_the_organisation_learns_nothing(cast: Cast, tie: str) -> None:
    if tie == "seat":
        secretary(cast)
    else:
        Seat.objects.filter(person=cast.cem).update(until=clock.now())
        Seat.objects.create(membership=cast.memberships["ada"], person=cast.cem, role="secretary")
        if tie == "seat elsewhere":
            Affiliation.objects.filter(person=cast.cem).delete()
            pier = Membership.objects.create(circle=cast.pier, organisation=cast.gamma, state="member")
            Seat.objects.create(membership=pier, person=cast.cem)
    case = looked_into(cast)
    with acting_as(cast.actor("cem")) as actor:
        assert queries.cases_handled(actor, cast.north.pk) == []
        assert queries.cases_waiting(actor) == []
        with pytest.raises(NotVisible):
            commands.add_note(actor=actor, case=case, text="Let us forget this.")
        kinds = {line.kind for line in trail.of_circle(cast.north.pk)}
    assert kinds & {"SuspicionReported", "CaseMoved", "SideAsked", "SideGiven"} == set()
    assert queries.handlers_of(case) == {cast.chi.pk}


@pytest.mark.parametrize(("handler", "why"), [("", "nobody_handles"), *((who, "not_to_choose") for who in OUT)])
def test_where_all_who_steer_belong_to_it_the_reporter_chooses_a_member_that_does_not(
    cast: Cast, handler: str, why: str
) -> None:
    with refused(why):
        report(cast, about="chi", handler=handler)


def test_who_was_chosen_looks_into_it_and_the_chair_learns_nothing(cast: Cast) -> None:
    report(cast, about="chi", unknown=True, handler="cem")
    case = case_of(cast, "cem")
    assert queries.handlers_of(case) == {cast.cem.pk}
    with acting_as(cast.actor("cem")) as cem:
        assert [row.id for row in queries.cases_waiting(cem)] == [case]
        commands.look_into(actor=cem, case=case)
        hearing = commands.ask_side(actor=cem, case=case, accused=None, asked="Was it you?")
    assert "Suspend the organisation" not in signed_in(cast.cem).get(f"/cases/{case}/").content.decode()
    with acting_as(cast.actor("chi")) as chi:
        assert queries.cases_handled(chi, cast.north.pk) == []
        commands.give_side(actor=chi, hearing=hearing, answer="It was our supplier.")
    with acting_as(cast.actor("cem")) as cem:
        commands.find_case(actor=cem, case=case, finding="A supplier passed it on.")
        commands.conclude_case(actor=cem, case=case, outcome="mistake", tells=commands.Tells("What we learnt", "Ask."))
        assert queries.view_of_case(cem, case).row.state is CaseState.CONCLUDED


def test_nobody_is_chosen_while_somebody_who_steers_can_look_into_it(cast: Cast) -> None:
    with refused("not_to_choose"):
        report(cast, about="gus", handler="cem")


def test_the_circle_around_looks_into_it_where_nobody_here_can(cast: Cast) -> None:
    cem = Membership.objects.create(circle=cast.pier, organisation=cast.gamma, state="member")
    Seat.objects.create(membership=cem, person=cast.cem, role="chair")
    cast.memberships["cem"] = cem
    report(cast, "fay", about="cem", circle="pier")
    with acting_as(cast.actor("chi")) as chi:
        (case,) = queries.cases_handled(chi, cast.pier.pk)
        commands.look_into(actor=chi, case=case.id)
    assert queries.handlers_of(case.id) == {cast.chi.pk}
    with acting_as(cast.actor("cem")) as actor:
        assert queries.cases_handled(actor, cast.pier.pk) == []


def test_who_does_not_sit_there_reports_nothing(cast: Cast) -> None:
    for name in ("bo", "gus"):
        with refused("not_seated"):
            report(cast, name)


# --- Who reported it ---


@pytest.mark.requirement("R50")
def test_nothing_that_is_kept_says_who_reported_it_when_they_wish_so(cast: Cast) -> None:
    def traces() -> set[tuple[str, str]]:
        """Where in the whole database, a view of the librarian's included, something of ada stands."""
        found = set()
        with connection.cursor() as cursor:
            cursor.execute("SELECT kind, details::text || coalesce(by::text, '') || source::text FROM kernel_fact")
            found |= {("fact", f"{kind} {said}") for kind, said in cursor.fetchall()}
            cursor.execute("SELECT task_name, args::text FROM procrastinate_jobs")
            found |= {("job", f"{name} {args}") for name, args in cursor.fetchall()}
        return found

    code = report(cast, unknown=True)
    case = case_of(cast)
    with acting_as(cast.actor("ada")) as actor:
        assert queries.reported_with(actor) == []
        assert not [line for line in traces() if "Suspicion" in line[1]]
    with acting_as(cast.actor("chi")) as actor:
        view = queries.view_of_case(actor, case)
        with connection.cursor() as cursor:
            cursor.execute("SELECT c::text FROM conduct_case c")
            row = cursor.fetchone()[0]
    assert view.reporter == ""
    assert str(cast.ada.pk) not in row
    assert code not in row
    ours = [said for _, said in traces() if str(case) in said]
    assert ours
    assert not [said for said in ours if str(cast.ada.pk) in said]
    assert case.version == 4, "an id that says when it was made says when somebody sat down to report"


@pytest.mark.requirement("R50")
def test_with_the_code_one_comes_back_and_answers(cast: Cast) -> None:
    code = report(cast, unknown=True)
    case = case_of(cast)
    with acting_as(cast.actor("chi")) as actor:
        commands.look_into(actor=actor, case=case)
        commands.add_note(actor=actor, case=case, text="Between us.")
        with refused("nothing_said"):
            commands.add_note(actor=actor, case=case, text=" ")
        commands.add_note(actor=actor, case=case, text="Where did you see it?", to_reporter=True)
    with acting_as(queries.guest_with(code.upper().replace("-", " "))) as guest:
        assert queries.case_of_guest(guest) == case
        with refused("nothing_said"):
            commands.answer_as_reporter(case=case, text=" ")
        commands.answer_as_reporter(case=case, text="On page three.")
        seen = queries.reported_case(case)
        assert [note.text for note in seen.said] == ["Where did you see it?", "On page three."]
        with pytest.raises(NotVisible):
            queries.view_of_case(guest, case)
    with acting_as(cast.actor("chi")) as actor:
        assert [note.kind for note in queries.view_of_case(actor, case).notes] == ["note", "question", "answer"]
    with acting_as(queries.guest_with("aaaa-bbbb-cccc-dddd")) as stranger, pytest.raises(NotVisible):
        queries.case_of_guest(stranger)


def test_who_reported_it_by_name_sees_how_far_it_is_and_not_what_was_noted(cast: Cast) -> None:
    case = looked_into(cast)
    with acting_as(cast.actor("chi")) as actor:
        commands.add_note(actor=actor, case=case, text="Between us.")
    with acting_as(cast.actor("ada")) as actor:
        seen = queries.reported_case(case)
        assert (seen.row.state, list(seen.said)) == (CaseState.LOOKED_INTO, [])
        with pytest.raises(NotVisible):
            queries.view_of_case(actor, case)


def test_home_shows_the_first_that_are_looked_into_and_the_way_to_the_others(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "AT_HOME", 1)
    for _ in range(3):
        report(cast, by="ada")
    report(cast, by="chi")
    home = signed_in(cast.chi).get("/").content.decode()
    assert home.count("A suspicion in North") == 1
    assert "3 more suspicions" in home, "also of what one reported oneself, and looks into"
    assert "suspicion in North" not in signed_in(cast.ada).get("/").content.decode()


# --- Being heard ---


@pytest.mark.requirement("R50")
def test_the_organisation_is_heard_and_learns_nothing_of_who_reported_it(cast: Cast) -> None:
    hearing = heard(cast, looked_into(cast))
    with acting_as(cast.actor("cem")) as actor:
        (asked,) = queries.hearings_asked(actor)
        assert (asked.id, asked.asked, asked.is_own) == (hearing, "Was it you?", True)
        assert "Ada" not in repr(asked)
    with acting_as(cast.actor("cem")) as actor, refused("nothing_said"):
        commands.give_side(actor=actor, hearing=hearing, answer=" \n")
    answer(cast, hearing)
    with refused("not_open"):
        answer(cast, hearing)
    for name in ("ada", "gus", "dee"):
        with pytest.raises(NotVisible):
            answer(cast, hearing, by=name)


@pytest.mark.requirement("R50")
def test_nothing_is_found_before_the_organisation_was_heard(cast: Cast) -> None:
    case = looked_into(cast)
    with acting_as(cast.actor("chi")) as actor:
        with refused("not_heard"):
            commands.find_case(actor=actor, case=case, finding="It was them.")
        heard(cast, case)
        with refused("not_heard"):
            commands.find_case(actor=actor, case=case, finding="It was them.")
    with clock.at(clock.now() + timedelta(days=15)), acting_as(cast.actor("chi")) as actor:
        commands.find_case(actor=actor, case=case, finding="They did not answer.")


def test_what_was_said_at_a_table_is_written_down(cast: Cast) -> None:
    case = looked_into(cast)
    hearing = heard(cast, case)
    with acting_as(cast.actor("chi")) as actor:
        commands.note_side(actor=actor, hearing=hearing, answer="They regret it.")
        commands.find_case(actor=actor, case=case, finding="A mistake.")


@pytest.mark.requirement("R50")
def test_who_is_suspended_meanwhile_is_out_at_once(cast: Cast) -> None:
    hearing = heard(cast, looked_into(cast))
    circles.move_membership(
        actor=cast.actor("chi"), membership=cast.memberships["cem"].pk, then=MembershipState.SUSPENDED, why="breach"
    )
    with pytest.raises(NotVisible):
        answer(cast, hearing)
    with acting_as(cast.actor("chi")) as actor:
        commands.note_side(actor=actor, hearing=hearing, answer="By telephone: they regret it.")
        kinds = [line.kind for line in trail.of_circle(cast.north.pk)]
    assert "MembershipMoved" in kinds, "that somebody was suspended stands in the trail"


# --- The item ---


@pytest.mark.requirement("R50")
def test_a_frozen_item_stays_where_it_is(cast: Cast) -> None:
    from kring.sharing import commands as shared

    item = stage.share(cast)
    case = looked_into(cast, item=item)
    with acting_as(cast.actor("chi")) as actor:
        commands.freeze_item_of(actor=actor, case=case)
    with acting_as(cast.actor("cem")) as actor:
        assert sharing.detail(actor, item).is_frozen
        with refused("frozen"):
            shared.pass_on(actor=actor, item=item, receiver=shared.Receiver(circle=cast.north.pk), asking=True)
        with refused("frozen"):
            shared.ask_wider(actor=actor, item=item, label=Label.GREEN)
    with refused("frozen"):
        stage.reply(cast, item)
    with refused("frozen"):
        stage.relabel(cast, item, Label.GREEN)
    stage.relabel(cast, item, Label.RED, named=["cem"])
    with refused("not_steering"), acting_as(cast.actor("ada")) as actor:
        shared.thaw_item(actor=actor, item=item)


def test_it_goes_its_way_again_when_the_case_is_over(cast: Cast) -> None:
    item = stage.share(cast)
    case = looked_into(cast, item=item)
    with acting_as(cast.actor("chi")) as actor:
        commands.freeze_item_of(actor=actor, case=case)
        commands.dismiss_case(actor=actor, case=case, why="It was CLEAR elsewhere.")
    stage.reply(cast, item)


def test_a_case_about_no_item_freezes_none(cast: Cast) -> None:
    case = looked_into(cast)
    with refused("not_the_item"), acting_as(cast.actor("chi")) as actor:
        commands.freeze_item_of(actor=actor, case=case)


def test_an_item_that_one_does_not_read_is_not_there_to_report(cast: Cast) -> None:
    item = stage.share(cast, label=Label.RED, named=["cem"])
    with pytest.raises(NotVisible):
        report(cast, by="chi", item=item)

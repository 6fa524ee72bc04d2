"""The handover pack: what somebody carries, for who gives it and who gets it, each as far as they may know."""

import io
from contextlib import suppress

import pytest
from pypdf import PdfReader

from kring.circles import commands as circles
from kring.circles.queries import circle_for
from kring.kernel.binding import acting_as
from kring.kernel.clock import now
from kring.kernel.errors import NotVisible
from kring.leadership import commands, queries
from kring.leadership.commands import Wording
from kring.leadership.rules import Duty, Term
from kring.meetings.models import Outcome
from kring.tlp.labels import Label
from tests.admission.stage import apply
from tests.cast import Cast
from tests.leadership.test_cycle_page import meeting_in
from tests.leadership.test_talks import make_deputy, note
from tests.meetings.stage import make_item
from tests.sharing.pages.visit import look, visitor


def pack(cast: Cast, of: str) -> str:
    return f"/c/north/handover/{cast.person(of).pk}/"


def opened(cast: Cast, of: str) -> set[str]:
    """Who opens somebody's pack."""
    found = set()
    for name in Cast.NAMES:
        with acting_as(cast.actor(name)) as actor, suppress(NotVisible):
            queries.pack_of(actor, circle_for(actor, "north"), cast.person(of).pk)
            found.add(name)
    return found


def give(cast: Cast, duty: Duty, holder: str, deputy: str | None = None) -> None:
    term = Term(duty, cast.person(holder).pk, cast.person(deputy).pk if deputy else None, now().date(), None)
    with acting_as(cast.actor("chi")) as actor:
        commands.keep_duty(actor=actor, circle=cast.north.pk, term=term, wording=Wording(remit="Speaks for us."))


def owe(cast: Cast, owner: str, text: str, kind: str = "action", label: Label = Label.AMBER) -> None:
    """Somebody took something on, at a point of a meeting that was."""
    item = make_item(meeting_in(cast, -9, stage="held"), cast, label=label)
    standing = "open" if kind == "action" else "in_force"
    with acting_as(cast.actor("chi")):
        Outcome.objects.create(
            item=item,
            circle=cast.north,
            kind=kind,
            text=text,
            owner=cast.person(owner),
            since=now().date(),
            due=now().date(),
            standing=standing,
        )


@pytest.mark.requirement("R64")
def test_what_the_chair_carries_is_on_a_page_and_on_paper_under_its_narrowest_label(cast: Cast) -> None:
    make_deputy(cast, "cem")
    note(cast, again_on=now().date())
    owe(cast, "chi", "Call the harbour master.")
    owe(cast, "chi", "We call before we publish.", "agreement")
    owe(cast, "ada", "Not the chair's.")
    meeting_in(cast, 6, topic="Pumps")
    apply(cast)
    chi = visitor(cast, "chi")
    page = look(chi, pack(cast, "chi"))
    carried = (
        *("Duties", "Call the harbour master.", "We call before we publish.", "The agenda is out", "Theta"),
        *("Speak with again", "Alpha", "Next meetings", "no host yet", "TLP:RED"),
    )
    for words in carried:
        assert words in page, words
    assert "Not the chair's." not in page
    answer = chi.get(pack(cast, "chi") + "paper/")
    assert answer["Content-Disposition"].startswith('attachment; filename="red-handover')
    paper = " ".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(answer.content)).pages)
    assert "Call the harbour master." in paper
    assert "TLP:RED" in paper


@pytest.mark.requirement("R64")
def test_who_gets_it_reads_what_they_may_know_and_no_more(cast: Cast) -> None:
    make_deputy(cast, "cem")
    note(cast, by="chi", again_on=now().date())
    owe(cast, "chi", "For all of us.")
    owe(cast, "chi", "For two of us.", label=Label.RED)
    apply(cast)
    theirs, own = (look(visitor(cast, name), pack(cast, "chi")) for name in ("cem", "chi"))
    for words in ("For two of us.", "Theta"):
        assert words in own
        assert words not in theirs
    assert "For all of us." in theirs
    assert "Speak with again" in theirs
    make_deputy(cast, "ada")
    assert "Speak with again" not in look(visitor(cast, "ada"), pack(cast, "chi"))


def test_oneself_who_steers_and_a_deputy_open_it(cast: Cast) -> None:
    assert opened(cast, "cem") == {"cem", "chi"}
    give(cast, Duty.SPOKESPERSON, "cem", "ada")
    assert opened(cast, "cem") == {"ada", "cem", "chi"}
    assert opened(cast, "dee") == opened(cast, "fay") == set()
    for page in ("/c/north/who-for-what/", f"/c/north/people/{cast.cem.pk}/"):
        for name, there in (("ada", True), ("chi", True), ("bo", False)):
            assert ("andover pack" in look(visitor(cast, name), page)) is there, (name, page)


@pytest.mark.requirement("R64")
def test_a_successor_opens_what_the_predecessor_left(cast: Cast) -> None:
    give(cast, Duty.SPOKESPERSON, "ada")
    owe(cast, "ada", "Ask around for pumps.")
    with acting_as(cast.actor("ada")) as actor:
        circles.succeed_seat(actor=actor, seat=cast.seats["ada"].pk, successor=cast.bo.pk)
    assert opened(cast, "ada") == {"bo", "chi"}
    page = look(visitor(cast, "bo"), pack(cast, "ada"))
    assert "Spokesperson" in page
    assert "Ask around for pumps." in page


def test_who_carries_nothing_has_a_page_that_says_so(cast: Cast) -> None:
    assert "There is nothing to hand over." in look(visitor(cast, "cem"), pack(cast, "cem"))


def test_it_is_made_from_where_one_sees_on_whom_the_circle_hangs(cast: Cast) -> None:
    give(cast, Duty.SPOKESPERSON, "ada")
    assert pack(cast, "ada") in visitor(cast, "chi").get("/c/north/continuity/").content.decode()


def test_a_step_of_a_meeting_has_the_label_of_the_meeting(cast: Cast) -> None:
    meeting_in(cast, 6, label=Label.AMBER_STRICT)
    answer = visitor(cast, "chi").get(pack(cast, "chi") + "paper/")
    assert answer["Content-Disposition"].startswith('attachment; filename="amber-strict-handover')

"""Where a circle asks for a file, the candidate gives one by their link; who sees the application sees it, nobody else does."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from kring.admission import commands, queries
from kring.admission.commands import Writing
from kring.admission.forms import ApplicationForm
from kring.admission.rules import About, Ask, Criterion, Said, Verdict, check, why_not_take
from kring.admission.rules.answers import verdict
from kring.files.models import StoredFile
from kring.kernel import clock
from kring.kernel.actor import Actor
from kring.kernel.binding import acting_as
from kring.sharing.commands import Upload
from tests.admission.stage import WRITTEN, ask_for_a_file, begin, put
from tests.cast import Cast
from tests.sharing.pages.visit import look, visitor
from tests.sharing.stage import refused

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)
PROOF = Criterion("proof", About.ORGANISATION, "Your certificate", Ask.FILE)


def given(content: bytes = PDF, name: str = "iso.pdf") -> dict[str, Upload]:
    return {"proof": Upload(content=[content], name=name)}


def rows(actor: Actor) -> int:
    """How many files the database lets out, whatever the query."""
    with acting_as(actor), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM admission_evidence")
        return int(cursor.fetchone()[0])


@pytest.mark.requirement("R42")
def test_a_file_is_missing_until_it_is_there_and_people_judge_what_is_in_it() -> None:
    assert verdict(PROOF, "") is Verdict.MISSING
    assert verdict(PROOF, "iso.pdf") is Verdict.MET


@pytest.mark.parametrize(
    ("media_type", "size", "is_dangerous", "code"),
    [
        ("application/pdf", 10 * 1024**2, False, None),
        ("application/pdf", 10 * 1024**2 + 1, False, "file_too_large"),
        ("application/pdf", 9, True, "file_kind"),
        ("application/zip", 9, False, "file_kind"),
        ("text/html", 9, False, "file_kind"),
        ("image/svg+xml", 9, False, "file_kind"),
    ],
)
def test_only_papers_and_pictures_of_some_size_are_taken(
    media_type: str, size: int, is_dangerous: bool, code: str | None
) -> None:
    why = why_not_take(media_type, size, is_dangerous=is_dangerous)
    assert (why.code if why else None) == code


@pytest.mark.requirement("R42")
def test_the_candidate_gives_it_by_the_link_and_who_sees_the_application_opens_it(cast: Cast) -> None:
    from tests.admission.stage import link

    ask_for_a_file(cast, PROOF)
    door, stranger = link(cast), Client()
    fields = {name: value for name, value in WRITTEN.items() if name != "answers"} | WRITTEN["answers"]
    fields |= {"declared": "on", "senior": "on", "then": "send"}
    without = stranger.post(f"/apply/{door}/", fields)
    assert without.status_code == 422
    bad = stranger.post(f"/apply/{door}/", fields | {"proof": SimpleUploadedFile("iso.pdf", b"MZ" + bytes(80))})
    assert bad.status_code == 422
    assert "Send a PDF, a picture" in bad.content.decode()
    assert rows(cast.actor("chi")) == 0
    sent = stranger.post(f"/apply/{door}/", fields | {"proof": SimpleUploadedFile("../iso.pdf", PDF)})
    assert sent.status_code == 302
    own = sent["Location"]
    assert "iso.pdf" in look(stranger, own)
    with acting_as(cast.actor("chi")) as chi:
        (application,) = queries.applications_of(chi, cast.north.pk)
        (file,) = application.evidence
    assert (file.name, application.answers["proof"]) == ("iso.pdf", "iso.pdf")
    theirs, ours = f"{own}files/{file.id}/", f"/applications/{application.id}/files/{file.id}/"
    for answer in (stranger.get(theirs), visitor(cast, "chi").get(ours)):
        assert b"".join(answer.streaming_content) == PDF  # type: ignore[attr-defined]  # a file
        assert answer["Content-Disposition"] == 'attachment; filename="iso.pdf"'
    assert visitor(cast, "ada").get(ours).status_code == 404
    put(cast, application.id)
    assert {name for name in Cast.NAMES if rows(cast.actor(name))} == {"ada", "cem", "chi", "max"}
    assert "iso.pdf" in look(visitor(cast, "ada"), f"/applications/{application.id}/")


def test_another_file_takes_its_place_and_what_is_sent_does_not_change(cast: Cast) -> None:
    ask_for_a_file(cast, PROOF)
    candidate = begin(cast, files=given())
    assert candidate.guest
    with acting_as(candidate):
        for name in ("logo.png", ""):
            more = given(PNG, name) if name else {}
            commands.save_application(candidate=candidate, writing=Writing(**WRITTEN, files=more))
            found = queries.application_view(candidate, candidate.guest)
            assert [one.name for one in found.evidence] == ["logo.png"]
            assert found.answers["proof"] == "logo.png"
        commands.send_application(candidate=candidate)
        with refused("already_sent"):
            commands.save_application(candidate=candidate, writing=Writing(**WRITTEN, files=given()))
    with acting_as(begin(cast)) as other:
        assert rows(other) == 0


def test_an_answer_does_not_say_that_there_is_a_file_where_there_is_none(cast: Cast) -> None:
    ask_for_a_file(cast, PROOF)
    forged: dict[str, Any] = {"answers": WRITTEN["answers"] | {"proof": "iso.pdf"}}
    with acting_as(begin(cast, **forged)) as candidate, refused("incomplete"):
        commands.send_application(candidate=candidate)


def test_a_file_of_an_answer_that_is_not_asked_is_not_kept(cast: Cast) -> None:
    assert rows(begin(cast, files=given())) == 0


def test_it_is_erased_with_what_the_candidate_wrote(cast: Cast) -> None:
    ask_for_a_file(cast, PROOF)
    sent, left = begin(cast, files=given()), begin(cast, files=given(PNG, "logo.png"))
    with acting_as(sent):
        commands.send_application(candidate=sent)
        commands.withdraw_application(candidate=sent)
    StoredFile.objects.update(checked_at=clock.now())
    with clock.at(clock.now() + timedelta(days=91)):
        assert commands.erase_applications() == 2
    assert rows(sent) == rows(left) == rows(cast.actor("chi")) == 0
    assert set(StoredFile.objects.values_list("checked_at", flat=True)) == {None}


def test_the_form_says_what_is_kept_and_asks_for_it_once() -> None:
    from kring.admission.rules import Terms

    terms = Terms((PROOF,), declaration=False, motive=False)
    data = {
        "organisation": "Theta",
        "person": "Thea",
        "email": "t@theta.example",
        "function": "security",
        "then": "send",
    }
    assert "proof" in ApplicationForm(data, terms=terms).errors
    again = ApplicationForm(data, terms=terms, initial={"proof": "iso.pdf"})
    assert not again.errors
    assert "iso.pdf" in again.fields["proof"].help_text
    assert again.written()["files"] == {}
    assert check(terms, Said("security", "", declared=False, answers=again.written()["answers"])).is_complete

"""The share box, as a form: without a script, and in the parts that a script asks for."""

import re
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kring.circles.models import Mandate, Segment
from kring.kernel.binding import acting_as
from kring.people.models import Person
from kring.sharing import commands
from kring.sharing.models import Attachment, Item
from kring.tlp.labels import Label
from tests.cast import Cast
from tests.sharing.pages.visit import look, send, visitor, words_of
from tests.sharing.stage import draft, readers, share

SECRETIVE = "Call Jan on 06-12345678.\r\nThe pumps call evil-pumps[.]top every hour."


def typed(cast: Cast, **more: Any) -> dict[str, Any]:
    """What a browser sends after the three fields of the box were filled in."""
    return {
        "circle": str(cast.north.pk),
        "written_in": str(cast.north.pk),
        "what": "Two pumps stop.",
        "so_what": "The water rises.",
        "do_what": "Stay on 4.2.",
        "label": str(Label.AMBER.value),
        "reach": "circle",
        "kind": "warning",
        **more,
    }


def item_of(cast: Cast, name: str = "ada") -> Item:
    """The one thing this person wrote."""
    with acting_as(cast.actor(name)):
        return Item.objects.select_related(None).get(author=cast.person(name))


def shown_draft(page: str) -> dict[str, str]:
    """The draft and its version as the page carries them."""
    import re

    return dict(re.findall(r'name="(draft|version)"[^>]*value="([^"]*)"', page))


# --- An empty box ---


def test_it_opens_in_the_circle_of_its_address_with_that_circle_s_label(cast: Cast) -> None:
    page = visitor(cast, "ada").get("/c/north/share/").content.decode()
    assert f'value="{Label.AMBER.value}" checked' in page
    assert "Share with 2 people in 2 organisations" in words_of(visitor(cast, "ada").get("/c/north/share/"))


def test_without_an_address_it_opens_where_one_wrote_last(cast: Cast) -> None:
    from kring.circles.models import Seat

    Seat.objects.create(membership=cast.memberships["fay"], person=cast.ada, role="representative")
    draft(cast, circle=cast.pier.pk)
    assert f'<option value="{cast.pier.pk}" selected>' in visitor(cast, "ada").get("/share/").content.decode()


@pytest.mark.parametrize(("name", "status"), [("gus", 409), ("bo", 409), ("dee", 404), ("eve", 404)])
def test_it_opens_for_nobody_who_cannot_share_there(cast: Cast, name: str, status: int) -> None:
    assert visitor(cast, name).get("/c/north/share/").status_code == status


def test_a_label_wider_than_the_circle_allows_cannot_be_chosen(cast: Cast) -> None:
    cast.north.widest_label = Label.AMBER
    cast.north.save()
    page = visitor(cast, "ada").get("/c/north/share/").content.decode()
    assert f'value="{Label.GREEN.value}" disabled' in page
    assert "This circle shares up to TLP:AMBER." in page


def test_a_page_can_begin_it_as_a_request_for_help_about_an_item(cast: Cast) -> None:
    item = share(cast)
    page = look(visitor(cast, "cem"), "/share/", kind="help", about=str(item))
    assert "Follows from Pumps stop after the update" in page


# --- Sharing ---


def test_three_fields_are_enough(cast: Cast) -> None:
    answer = visitor(cast, "ada").post("/share/send/", typed(cast))
    item = item_of(cast)
    assert answer.headers["Location"] == f"/items/{item.pk}/"
    assert (item.state, item.label, item.title) == (1, Label.AMBER, "Two pumps stop.")
    assert readers(cast, item.pk) == {"ada", "cem", "chi", "max"}


def test_all_it_says_is_kept(cast: Cast) -> None:
    said = {"title": "Pumps", "urgent": "on", "reliability": "B", "credibility": "2", "tags": "OT, water ,ot"}
    visitor(cast, "ada").post("/share/send/", typed(cast, kind="news", **said))
    item = item_of(cast)
    assert (item.title, item.kind, item.urgency) == ("Pumps", "news", 1)
    assert (item.reliability, item.credibility, item.tags) == ("B", 2, ["ot", "water"])


def test_red_goes_to_those_who_are_named_and_to_nobody_else(cast: Cast) -> None:
    box = typed(cast, label=str(Label.RED.value), named=[str(cast.cem.pk)])
    visitor(cast, "ada").post("/share/send/", box)
    assert readers(cast, item_of(cast).pk) == {"ada", "cem"}


def test_those_who_are_named_stand_first(cast: Cast) -> None:
    ada = visitor(cast, "ada")
    box = typed(cast, label=str(Label.RED.value), named=[str(cast.cem.pk)])
    send(ada, "/share/save/", box)
    with acting_as(cast.actor("ada")):
        draft = Item.objects.get(state=0).pk
    page = ada.get(f"/drafts/{draft}/").content.decode()
    people = re.findall(r'name="named" value="([^"]+)"', page)
    assert people[0] == str(cast.cem.pk)
    assert str(cast.chi.pk) in people[1:]


def test_dutch_words_are_found_by_another_form_whatever_language_the_circle_writes(cast: Cast) -> None:
    visitor(cast, "ada").post("/share/send/", typed(cast, what="Twee gemalen stopten na de bijwerking."))
    for words in ("gemaal", "bijwerkingen", "stopte"):
        assert "Twee gemalen" in words_of(visitor(cast, "cem").get("/search/", {"q": words})), words


def test_red_without_a_name_is_not_shared_and_kept_as_a_draft(cast: Cast) -> None:
    answer = visitor(cast, "ada").post("/share/send/", typed(cast, label=str(Label.RED.value)))
    assert answer.status_code == 422
    assert "TLP:RED goes to people you name. Name at least one." in words_of(answer)
    kept = item_of(cast)
    assert kept.state == 0
    assert shown_draft(answer.content.decode()) == {"draft": str(kept.pk), "version": str(kept.version)}


@pytest.mark.requirement("R15")
def test_a_segment_alone_gets_it(cast: Cast) -> None:
    segment = Segment.objects.create(circle=cast.north, name="SME suppliers")
    segment.memberships.add(cast.memberships["cem"])
    box = typed(cast, reach="chosen", segments=[str(segment.pk)])
    page = words_of(visitor(cast, "ada").post("/share/check/", box))
    assert "Share with 1 person" in page
    visitor(cast, "ada").post("/share/send/", box)
    assert readers(cast, item_of(cast).pk) == {"ada", "cem", "max"}


def test_a_segment_says_how_many_are_in_it_now_and_an_empty_one_is_not_offered(cast: Cast) -> None:
    for name, members in (("Both", ["cem", "chi"]), ("Small", ["cem", "gus"]), ("Nobody", [])):
        segment = Segment.objects.create(circle=cast.north, name=name)
        segment.memberships.add(*(cast.memberships[who] for who in members))
    cast.memberships["gus"].state = "left"
    cast.memberships["gus"].save()
    page = words_of(visitor(cast, "ada").get("/c/north/share/"))
    assert "Both 2 organisations Small 1 organisation" in page
    assert "Nobody" not in page
    box = typed(cast, reach="chosen", segments=[str(Segment.objects.get(name="Small").pk)])
    assert "Share with 1 person" in words_of(visitor(cast, "ada").post("/share/check/", box))


def test_who_chooses_nobody_chooses_their_own_house_and_not_everybody(cast: Cast) -> None:
    visitor(cast, "ada").post("/share/send/", typed(cast, reach="chosen"))
    assert readers(cast, item_of(cast).pk) == {"ada"}


def test_somebody_who_lost_the_seat_cannot_be_named(cast: Cast) -> None:
    box = typed(cast, label=str(Label.RED.value), named=[str(cast.dee.pk)])
    answer = visitor(cast, "ada").post("/share/send/", box)
    assert answer.status_code == 422
    assert "Somebody you chose has no seat in this circle any more." in words_of(answer)


@pytest.mark.requirement("R87")
def test_via_the_secretariat_readers_see_no_source_and_the_source_knows_its_own(cast: Cast) -> None:
    ada = visitor(cast, "ada")
    ada.post("/share/send/", typed(cast, via_secretariat="on"))
    page = look(visitor(cast, "chi"), "/")
    assert "Two pumps stop." in page
    assert "via the secretariat" in page
    assert not any(name in page for name in ("Ada", "Alpha"))
    assert "Two pumps stop." in look(ada, "/", show="own")


def test_the_person_is_told_what_was_done(cast: Cast) -> None:
    ada = visitor(cast, "ada")
    ada.post("/share/send/", typed(cast))
    assert "Shared with 2 people in 2 organisations." in look(ada, "/")


def test_nothing_is_shared_without_a_word(cast: Cast) -> None:
    answer = visitor(cast, "ada").post("/share/send/", typed(cast, what=" "))
    assert "Say what you saw before you share it." in words_of(answer)


# --- What to know before ---


def test_it_says_who_will_read_it_and_by_which_way(cast: Cast) -> None:
    Person.objects.filter(pk=cast.cem.pk).update(openpgp_fingerprint="AB" * 20)
    page = words_of(send(visitor(cast, "ada"), "/share/check/", typed(cast), target="readers"))
    assert "2 people in 2 organisations 1 gets it in full by mail 1 gets a mail with a link" in page
    assert "1 machine takes it over" in page
    assert "Chora Chi Gamma Cem" in page
    assert page.endswith("Share with 2 people in 2 organisations")


def test_under_red_no_mail_carries_it(cast: Cast) -> None:
    Person.objects.filter(pk=cast.cem.pk).update(openpgp_fingerprint="AB" * 20)
    box = typed(cast, label=str(Label.RED.value), named=[str(cast.cem.pk)])
    page = words_of(send(visitor(cast, "ada"), "/share/check/", box, target="readers"))
    assert "1 person in 1 organisation 1 gets a mail with a link" in page
    assert "in full" not in page


def test_clear_says_nothing_of_how_large_another_community_is(cast: Cast) -> None:
    box = typed(cast, label=str(Label.CLEAR.value))
    page = words_of(send(visitor(cast, "ada"), "/share/check/", box, target="readers"))
    assert "Anybody, once it is published" in page
    assert not any(name in page for name in ("Dee", "Delta", "Eve"))
    assert "5 people in 5 organisations" in page  # bo, cem, chi, fay, gus


@pytest.mark.requirement("R57")
def test_above_one_s_mandate_it_warns_shares_and_leaves_a_line_in_the_trail(cast: Cast) -> None:
    from kring.kernel import trail

    Mandate.objects.create(
        seat=cast.seats["ada"], widest_label=Label.AMBER, signed_by="Director", signed_on=date(2026, 1, 1)
    )
    ada, box = visitor(cast, "ada"), typed(cast, label=str(Label.GREEN.value))
    page = words_of(send(ada, "/share/check/", box, target="readers"))
    assert "Your mandate goes up to TLP:AMBER." in page
    assert "Your mandate" not in words_of(send(ada, "/share/check/", typed(cast), target="readers"))
    Mandate.objects.update(until=date(2026, 1, 31))
    page = words_of(send(ada, "/share/check/", typed(cast), target="readers"))
    assert "Your mandate has run out." in page
    assert "Your mandate goes up to" not in page
    ada.post("/share/send/", box)
    item = item_of(cast)
    assert item.state == 1
    with acting_as(cast.actor("ada")):
        assert "SharedAboveMandate" in [line.kind for line in trail.of_item(item.pk)]


@pytest.mark.requirement("R54")
def test_an_organisation_that_cannot_keep_to_the_label_is_named(cast: Cast) -> None:
    cast.gamma.sharing_limit, cast.gamma.sharing_limit_reason = Label.AMBER, "Head office abroad."
    cast.gamma.save()
    box = typed(cast, label=str(Label.AMBER_STRICT.value))
    page = words_of(send(visitor(cast, "ada"), "/share/check/", box, target="readers"))
    assert "Gamma can keep information only up to TLP:AMBER. Head office abroad." in page


def test_an_audience_one_has_not_used_before_is_pointed_out(cast: Cast) -> None:
    share(cast, label=Label.AMBER)
    box = typed(cast, label=str(Label.GREEN.value))
    page = words_of(send(visitor(cast, "ada"), "/share/check/", box, target="readers"))
    assert "You have not shared this widely here before: TLP:GREEN reaches 5 people." in page


@pytest.mark.requirement("R84")
def test_personal_data_is_pointed_out_by_kind_and_place_and_never_repeated(cast: Cast) -> None:
    box = typed(cast, what=SECRETIVE, so_what="He lives at Kerkstraat 12, 3011 AB Rotterdam.")
    answer = send(visitor(cast, "ada"), "/share/check/", box, target="findings")
    page = words_of(answer)
    assert "phone number" in page
    assert "What, line 1" in page
    assert "home or postal address" in page
    assert "So what, line 1" in page
    assert "12345678" not in answer.content.decode()


def test_indicators_are_shown_harmless_and_are_no_warning(cast: Cast) -> None:
    page = words_of(send(visitor(cast, "ada"), "/share/check/", typed(cast, what=SECRETIVE), target="findings"))
    assert "1 indicator domain evil-pumps[.]top" in page


def test_a_place_is_counted_as_browsers_count(cast: Cast) -> None:
    text = "🚢 Ring 06-12345678."
    page = send(visitor(cast, "ada"), "/share/check/", typed(cast, what=text), target="findings").content.decode()
    assert all(place in page for place in ('data-start="8"', 'data-end="19"', 'data-length="20"'))


def test_one_button_takes_a_finding_out_and_leaves_the_rest_as_it_was(cast: Cast) -> None:
    box = typed(cast, what=SECRETIVE + "\r\nMail jan@gamma.nl.", finding="what:12:23")
    page = visitor(cast, "ada").post("/share/redact/", box).content.decode()
    assert (
        "Call Jan on [phone number removed].\nThe pumps call evil-pumps[.]top every hour.\nMail jan@gamma.nl." in page
    )


def test_one_button_takes_out_all_of_them(cast: Cast) -> None:
    box = typed(cast, what=SECRETIVE, so_what="Mail jan@gamma.nl.", finding="all")
    page = visitor(cast, "ada").post("/share/redact/", box).content.decode()
    assert "[phone number removed]" in page
    assert "Mail [mail address removed]." in page


def test_what_was_taken_out_is_gone_from_the_draft_too(cast: Cast) -> None:
    item = draft(cast)
    box = typed(cast, what=SECRETIVE, finding="all", draft=str(item), version="1")
    visitor(cast, "ada").post("/share/redact/", box)
    assert "06-12345678" not in item_of(cast).what


def test_checking_keeps_nothing(cast: Cast) -> None:
    visitor(cast, "ada").post("/share/check/", typed(cast))
    with acting_as(cast.actor("ada")):
        assert not Item.objects.exists()


def test_it_speaks_dutch_to_who_reads_dutch(cast: Cast) -> None:
    page = words_of(visitor(cast, "ada", "nl").post("/share/check/", typed(cast, what=SECRETIVE)))
    assert "Deel met 2 mensen bij 2 organisaties" in page
    assert "telefoonnummer" in page
    assert "TLP:AMBER+STRICT" in page


# --- Drafts ---


def test_what_is_typed_is_kept_and_goes_on_under_its_own_address(cast: Cast) -> None:
    ada = visitor(cast, "ada")
    answer = send(ada, "/share/save/", typed(cast), target="saved")
    item = item_of(cast)
    assert answer.headers["HX-Replace-Url"] == f"/drafts/{item.pk}/"
    box = typed(cast, what="Three pumps stop.", **shown_draft(answer.content.decode()))
    again = send(ada, "/share/save/", box, target="saved")
    assert shown_draft(again.content.decode())["version"] == "2"
    page = ada.get(f"/drafts/{item.pk}/").content.decode()
    assert "Three pumps stop." in page
    assert item_of(cast).what == "Three pumps stop."


def test_all_that_was_chosen_is_there_again(cast: Cast) -> None:
    said = {"tags": "ot, water", "reliability": "B", "credibility": "2", "urgent": "on", "via_secretariat": "on"}
    ada = visitor(cast, "ada")
    ada.post("/share/save/", typed(cast, reach="chosen", chosen=[str(cast.memberships["cem"].pk)], **said))
    page = ada.get(f"/drafts/{item_of(cast).pk}/").content.decode()
    assert 'name="reach" value="chosen" checked' in page
    assert f'name="chosen" value="{cast.memberships["cem"].pk}" checked' in page
    assert 'value="ot, water"' in page
    assert all(f'<option value="{value}" selected>' in page for value in ("B", "2"))


def test_two_windows_never_overwrite_each_other(cast: Cast) -> None:
    ada = visitor(cast, "ada")
    first = shown_draft(send(ada, "/share/save/", typed(cast), target="saved").content.decode())
    send(ada, "/share/save/", typed(cast, what="From the other window.", **first), target="saved")
    answer = send(ada, "/share/save/", typed(cast, what="From this window.", **first), target="saved")
    page = words_of(answer)
    assert "Not kept." in page
    assert "Another window has kept this draft meanwhile" in page
    assert "From the other window." in page
    assert item_of(cast).what == "From the other window."
    assert ada.post("/share/send/", typed(cast, **first)).status_code == 422
    ada.post("/share/save/", typed(cast, what="From this window.", instead_of="2", **first))
    assert item_of(cast).what == "From this window."


def test_who_was_signed_out_meanwhile_is_told_and_sees_no_other_page_in_the_box(cast: Cast) -> None:
    answer = send(visitor(cast, "visitor"), "/share/save/", typed(cast), target="saved")
    assert answer.status_code == 401
    assert "You are signed out. Sign in in another window; what you typed is still here." in answer.content.decode()


def test_nobody_else_opens_or_saves_it(cast: Cast) -> None:
    item = draft(cast)
    cem = visitor(cast, "cem")
    assert cem.get(f"/drafts/{item}/").status_code == 404
    assert cem.post("/share/save/", typed(cast, draft=str(item), version="1")).status_code == 404
    assert cem.post("/share/send/", typed(cast, draft=str(item), version="1")).status_code == 404


def test_what_went_out_since_leads_to_its_own_page(cast: Cast) -> None:
    item = share(cast)
    assert visitor(cast, "ada").get(f"/drafts/{item}/").headers["Location"] == f"/items/{item}/"
    assert visitor(cast, "cem").get(f"/drafts/{item}/").status_code == 404


def test_in_another_circle_that_circle_s_own_label_counts(cast: Cast) -> None:
    from kring.circles.models import Seat

    Seat.objects.create(membership=cast.memberships["fay"], person=cast.ada, role="representative")
    cast.pier.default_label = Label.AMBER_STRICT
    cast.pier.save()
    ada, item = visitor(cast, "ada"), draft(cast)
    box = typed(cast, circle=str(cast.pier.pk), label=str(Label.CLEAR.value), draft=str(item), version="1")
    page = ada.post("/share/check/", box).content.decode()
    assert f'value="{Label.AMBER_STRICT.value}" checked' in page
    ada.post("/share/save/", box)
    assert (item_of(cast).circle_id, item_of(cast).label) == (cast.pier.pk, Label.AMBER_STRICT)


# --- Files ---


def attached(cast: Cast, name: str, content: bytes) -> tuple[UUID, str]:
    """A draft with a file that was read, and how the box shows it."""
    ada = visitor(cast, "ada")
    file = SimpleUploadedFile(name, content)
    answer = send(ada, "/share/attach/", typed(cast, uploads=file), target="files")
    item = item_of(cast).pk
    with acting_as(cast.actor("ada")) as actor:
        for attachment in Attachment.objects.filter(item_id=item):
            commands.read_attachment(actor=actor, attachment=attachment.pk)
    return item, answer.content.decode()


def test_a_file_is_kept_with_what_was_typed(cast: Cast) -> None:
    item, page = attached(cast, "log.txt", b"Nothing to see.")
    assert "log.txt" in page
    assert "Being checked…" in page
    assert shown_draft(page)["draft"] == str(item)
    assert item_of(cast).what == "Two pumps stop."


@pytest.mark.requirement("R84")
def test_the_text_of_a_file_is_looked_through_too(cast: Cast) -> None:
    item, _ = attached(cast, "people.txt", b"Jan, 06-12345678, jan@gamma.nl\nPiet, 06-87654321")
    page = look(visitor(cast, "ada"), f"/drafts/{item}/files/", target="files")
    assert "people.txt" in page
    assert "Found in it: 2 \u00d7 phone number, 1 \u00d7 mail address" in page
    assert "Being checked" not in page


def test_a_file_is_taken_away_again(cast: Cast) -> None:
    item, page = attached(cast, "log.txt", b"Nothing to see.")
    with acting_as(cast.actor("ada")):
        file = Attachment.objects.get(item_id=item).pk
    box = typed(cast, attachment=str(file), **shown_draft(page))
    assert "log.txt" not in send(visitor(cast, "ada"), "/share/detach/", box, target="files").content.decode()
    with acting_as(cast.actor("ada")):
        assert not Attachment.objects.exists()


def test_a_file_that_is_too_large_says_so_and_the_words_are_kept(cast: Cast, settings: Any) -> None:
    settings.KRING_MAX_UPLOAD = 1024 * 1024
    file = SimpleUploadedFile("dump.bin", b"x" * (1024 * 1024 + 1))
    answer = send(visitor(cast, "ada"), "/share/attach/", typed(cast, uploads=file), target="files")
    assert "This file is larger than 1 MB." in words_of(answer)
    assert item_of(cast).what == "Two pumps stop."


def test_a_file_that_was_chosen_and_not_sent_up_yet_goes_with_the_item(cast: Cast) -> None:
    file = SimpleUploadedFile("log.txt", b"Nothing to see.")
    visitor(cast, "ada").post("/share/send/", typed(cast, uploads=file))
    item = item_of(cast)
    with acting_as(cast.actor("cem")):
        assert [one.name for one in Attachment.objects.filter(item=item)] == ["log.txt"]

"""The directory: found in two actions, and what is hidden stays hidden, at every door (R54, R56)."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kring.circles import queries
from kring.circles.models import Circle, Expertise, Membership, Organisation
from kring.circles.pages import directory
from kring.circles.queries import Search
from kring.kernel.errors import NotVisible
from kring.people.models import Person
from tests.cast import Cast
from tests.circles.stage import seat

NIGHT = "+31 6 1234 5678"


def show(cast: Cast, name: str = "cem", **shown_to: str) -> None:
    """Somebody fills in everything, and shows this much of it."""
    Person.objects.filter(pk=cast.person(name).pk).update(
        function="Engineer",
        phone="+31 10 111 1111",
        phone_out_of_hours=NIGHT,
        speaks=["nl"],
        introduction="Ask me about pumps.",
        openpgp_certificate="-----BEGIN PGP PUBLIC KEY BLOCK-----\nx\n-----END PGP PUBLIC KEY BLOCK-----",
        openpgp_fingerprint="abcd" * 10,
        shown_to=shown_to,
    )


def found(cast: Cast, by: str = "ada", circle: Circle | None = None, **search: object) -> list[str]:
    entries = queries.directory(cast.actor(by), (circle or cast.north).pk, Search(**search))  # type: ignore[arg-type]
    return [entry.name for entry in entries]


def test_everybody_seated_is_in_it_by_organisation(cast: Cast) -> None:
    assert found(cast, "fay") == ["Ada", "Chi", "Cem", "Max", "Gus"]
    assert found(cast, "fay", whole_community=True) == ["Ada", "Chi", "Cem", "Max", "Gus", "Fay"]


@pytest.mark.requirement("R56")
@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("cem", ["Cem"]),
        ("GAM", ["Cem", "Max"]),
        ("engineer", ["Cem"]),
        ("scada", ["Cem"]),
        ("chair", ["Chi"]),
        ("gamma scada", ["Cem"]),
        ("gamma chair", []),
        ("delta", []),
        ("%", []),
    ],
)
def test_every_word_finds_by_name_organisation_function_topic_or_role(cast: Cast, words: str, names: list[str]) -> None:
    show(cast)
    Expertise.objects.create(person=cast.cem, topic="SCADA", level=4)
    assert found(cast, words=words) == names


@pytest.mark.requirement("R56")
def test_it_is_narrowed_by_topic_and_role(cast: Cast) -> None:
    Expertise.objects.create(person=cast.cem, topic="OT", level=4)
    Expertise.objects.create(person=cast.fay, topic="OT", level=2)
    assert found(cast, topic="ot") == ["Cem"]
    assert found(cast, topic="ot", whole_community=True) == ["Cem", "Fay"]
    assert found(cast, role="chair") == ["Chi"]


def test_a_role_is_found_in_the_language_of_who_looks(cast: Cast) -> None:
    from django.utils import translation

    with translation.override("nl"):
        assert found(cast, words="voorzitter") == ["Chi"]


def test_a_colleague_is_found_by_their_own_and_when_they_offer_something(cast: Cast) -> None:
    assert "Bo" in found(cast, "ada")
    assert "Bo" not in found(cast, "cem")
    Expertise.objects.create(person=cast.bo, topic="Forensics", level=3)
    assert "Bo" in found(cast, "cem")


@pytest.mark.requirement("R142")
def test_it_ends_at_the_community(cast: Cast) -> None:
    for name in ("dee", "eve", "visitor"):
        with pytest.raises(NotVisible):
            found(cast, name)
    with pytest.raises(NotVisible):
        queries.entry_of(cast.actor("ada"), cast.north.pk, cast.dee.pk)
    seat(cast, "ada", cast.south)
    entry = queries.entry_of(cast.actor("cem"), cast.north.pk, cast.ada.pk)
    assert [place.circle_name for place in entry.places] == ["North"]


#                      ada (same circle)  fay (same community)  bo's own colleague ada
SHOWN = {
    "nobody": ("", ""),
    "circle": (NIGHT, ""),
    "community": (NIGHT, NIGHT),
}


@pytest.mark.requirement("R56")
@pytest.mark.parametrize("consent", SHOWN)
def test_a_private_number_is_seen_by_those_it_is_shown_to(cast: Cast, consent: str) -> None:
    show(cast, phone_out_of_hours=consent)
    for name, expected in zip(("ada", "fay"), SHOWN[consent], strict=True):
        entry = queries.entry_of(cast.actor(name), cast.north.pk, cast.cem.pk)
        assert entry.profile.phone_out_of_hours == expected
        assert (NIGHT.replace(" ", "") in queries.vcard(entry).replace(" ", "")) is bool(expected)
        assert (cast.cem.pk in {one.person for one in queries.out_of_hours(cast.actor(name), cast.north.pk)}) is bool(
            expected
        )
    own = queries.entry_of(cast.actor("cem"), cast.north.pk, cast.cem.pk)
    assert own.profile.phone_out_of_hours == NIGHT


@pytest.mark.requirement("R56")
def test_what_is_hidden_is_not_found_either(cast: Cast) -> None:
    show(cast)
    for word in ("1234", "+31", "cem@cem.example", "pumps", "abcd"):
        assert found(cast, words=word) == []


@pytest.mark.requirement("R56")
def test_without_consent_there_is_a_name_and_nothing_to_reach_it(cast: Cast) -> None:
    show(cast)
    shown = queries.entry_of(cast.actor("ada"), cast.north.pk, cast.cem.pk).profile
    hidden = (shown.email, shown.phone, shown.phone_out_of_hours, shown.introduction, shown.key, shown.key_fingerprint)
    assert hidden == ("",) * 6
    assert shown.speaks == ()
    assert (shown.name, shown.function) == ("Cem", "Engineer")


@pytest.mark.requirement("R56")
def test_no_page_lets_out_what_is_hidden(cast: Cast) -> None:
    show(cast)
    client = Client()
    client.force_login(cast.chi)
    for address in (
        "/c/north/",
        "/c/north/members/",
        "/c/north/members/?where=community&q=cem",
        "/c/north/members/out-of-hours/",
        f"/c/north/people/{cast.cem.pk}/",
        f"/c/north/people/{cast.cem.pk}/card.vcf",
        f"/c/north/members/{cast.memberships['cem'].pk}/",
    ):
        text = client.get(address).content.decode()
        for hidden in (NIGHT, "cem@cem.example", "Ask me about pumps", "abcd" * 5, "PGP PUBLIC"):
            assert hidden not in text, address


@pytest.mark.requirement("R54")
def test_a_sharing_limit_stands_beside_the_name(cast: Cast) -> None:
    cast.gamma.sharing_limit = 2
    cast.gamma.save()
    client = Client()
    client.force_login(cast.ada)
    assert "TLP:AMBER" in client.get("/c/north/members/").content.decode()


def test_a_vcard_is_one_that_others_read(cast: Cast) -> None:
    show(cast, email="circle", phone="circle", key="circle", introduction="circle", speaks="circle")
    Person.objects.filter(pk=cast.cem.pk).update(name="Cem; Ça\nva\r\nTEL:999", introduction="ü" * 60)
    Expertise.objects.create(person=cast.cem, topic="OT, pumps", level=5)
    card = queries.vcard(queries.entry_of(cast.actor("ada"), cast.north.pk, cast.cem.pk))
    lines = card.split("\r\n")
    assert lines[:3] == ["BEGIN:VCARD", "VERSION:4.0", "KIND:individual"]
    assert lines[-2:] == ["END:VCARD", ""]
    assert "FN:Cem\\; Ça\\nva\\nTEL:999" in lines
    assert "EXPERTISE;LEVEL=expert:OT\\, pumps" in lines
    assert all(len(line.encode()) <= 75 for line in lines)
    unfolded = card.replace("\r\n ", "")
    assert "NOTE:" + "ü" * 60 in unfolded
    assert f"TEL;TYPE=work;PREF=1:{'+31 10 111 1111'}" in unfolded
    assert "TEL:999" not in lines


def test_a_page_of_many_people_asks_as_often_as_a_page_of_few(cast: Cast, django_assert_num_queries: object) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as caught:
            queries.directory(cast.actor("ada"), cast.north.pk)
        return len(caught)

    few = asked()
    for number in range(30):
        person = Person.objects.create(name=f"P{number}", email=f"p{number}@more.example", password="!")
        cast.memberships["ada"].seats.create(person=person, role="deputy")
    assert asked() == few


def test_a_large_circle_comes_in_parts_and_is_found_whole(
    cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(directory, "HOUSES", 1)
    client.force_login(cast.ada, backend="allauth.account.auth_backends.AuthenticationBackend")
    first, third, searched = (
        client.get(f"/c/north/members/?{words}").content.decode() for words in ("", "page=3", "q=cem")
    )
    assert "Alpha</h2>" in first.replace("</a>", "")
    assert "Gamma</h2>" not in first.replace("</a>", "")
    assert "page=2" in first
    assert "Gamma</h2>" in third.replace("</a>", "")
    assert "Cem" in searched
    assert "page=2" not in searched


@pytest.mark.parametrize("name", ["ada", "bo", "cem", "fay"])
def test_of_each_organisation_stand_those_whom_the_directory_has_of_it(cast: Cast, name: str) -> None:
    show(cast, phone="community", email="circle")
    Expertise.objects.create(person=cast.cem, topic="OT", level=4)
    actor = cast.actor(name)
    named = queries.houses_found(actor, cast.north.pk, Search())[0:9]
    houses = queries.people_of_houses(actor, cast.north.pk, Search(), named)
    assert [(house.membership, house.name) for house in houses] == list(named)
    listed = queries.directory(actor, cast.north.pk)
    assert [entry for house in houses for entry in house.entries] == listed
    assert all(entry.organisation == house.name for house in houses for entry in house.entries)


@pytest.mark.parametrize("name", ["chi", "ada"])
def test_the_page_of_members_goes_through_the_seats_of_the_circle_once(cast: Cast, client: Client, name: str) -> None:
    client.force_login(cast.person(name), backend="allauth.account.auth_backends.AuthenticationBackend")
    with CaptureQueriesContext(connection) as caught:
        assert client.get("/c/north/members/").status_code == 200
    asked = [one["sql"] for one in caught if "kring.seated" in one["sql"].replace('"', "")]
    assert len(asked) == 4, (
        "where one sits, who sits at these houses, where else those sit, and what stands beside them"
    )
    assert sum("sits AS MATERIALIZED" in sql for sql in asked) == 1


@pytest.mark.parametrize(("language", "said"), [("en", "and 1 more"), ("nl", "en nog 1")])
def test_beside_the_list_stand_a_few_deviations_and_how_many_more_there_are(
    cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch, language: str, said: str
) -> None:
    monkeypatch.setattr(directory, "DEVIATIONS", 1)
    Person.objects.filter(pk=cast.cem.pk).update(language=language)
    client.force_login(cast.cem, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = client.get("/c/north/members/").content.decode()
    assert len(queries.equality(cast.actor("ada"), cast.north.pk).deviations) == 2
    assert ("Chora" in page.partition(said)[0], said in page) == (True, True)
    assert "Gimel observes" not in page


def test_of_many_who_stand_alike_the_first_are_fetched_and_the_others_counted(cast: Cast) -> None:
    for number in range(5):
        house = Organisation.objects.create(name=f"House {number}")
        Membership.objects.create(circle=cast.north, organisation=house, state="member")
    whole = queries.equality(cast.actor("ada"), cast.north.pk)
    assert (len(whole.deviations), whole.more) == (7, 0)
    for most in (1, 2, 6, 7, 8):
        some = queries.equality(cast.actor("ada"), cast.north.pk, most=most)
        assert some.deviations == whole.deviations[:most]
        assert some.more == len(whole.deviations[most:])
        assert (some.houses, some.people) == (whole.houses, whole.people)


def test_a_page_of_many_members_asks_as_often_as_a_page_of_few(cast: Cast, client: Client) -> None:
    client.force_login(cast.cem, backend="allauth.account.auth_backends.AuthenticationBackend")

    def asked(path: str) -> int:
        client.get(path)
        with CaptureQueriesContext(connection) as caught:
            assert client.get(path).status_code == 200
        return len(caught)

    paths = ["/c/north/members/", "/c/north/", "/c/north/equality/"]
    few = [asked(path) for path in paths]
    for number in range(5):
        person = Person.objects.create(name=f"P{number}", email=f"p{number}@more.example", password="!")
        house = Organisation.objects.create(name=f"House {number}")
        membership = Membership.objects.create(circle=cast.north, organisation=house, state="member")
        membership.seats.create(person=person, role="secretary")
    assert [asked(path) for path in paths] == few

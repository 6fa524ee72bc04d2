"""The pages of one's own account, and those of sign-in that must tell nobody who has one."""

import re
from collections.abc import Iterator

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client

from kring.people import jobs, mails
from kring.people.models import AddressChange, Person
from tests.cast import Cast
from tests.circles.stage import PASSWORD
from tests.trail import facts_of

FRESH = re.compile(r"[A-Za-z0-9]{64}|nonce=\S+")
"""What is new on every page: tokens against forged forms."""


@pytest.fixture(autouse=True)
def _uncounted(db: None) -> Iterator[None]:
    """What other tests did does not count against these."""
    cache.clear()
    yield
    cache.clear()


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def jobs_waiting() -> list[tuple[str, dict[str, object]]]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name, args FROM procrastinate_jobs ORDER BY id")
        return [(name.rsplit(".", 1)[1], args) for name, args in cursor.fetchall()]


def test_the_same_is_answered_for_an_address_that_nobody_has(cast: Cast) -> None:
    answers = []
    for email in ("ada@ada.example", "nobody@nowhere.example"):
        response = Client().post("/account/password/reset/", {"email": email})
        page = Client().get(response["Location"])
        answers.append((response.status_code, response["Location"], FRESH.sub("", page.content.decode())))
    assert answers[0] == answers[1]
    assert mail.outbox == [], "nothing is sent while somebody waits for the answer"


def test_no_open_registration(cast: Cast) -> None:
    before = Person.objects.count()
    Client().post("/account/signup/", {"email": "new@new.example", "password1": PASSWORD, "password2": PASSWORD})
    assert Person.objects.count() == before


def test_a_forgotten_password_is_chosen_anew_by_the_link_in_the_mail(cast: Cast) -> None:
    jobs.mail_new_password(str(cast.ada.pk))
    (sent,) = mail.outbox
    assert sent.to == ["ada@ada.example"]
    (link,) = re.findall(r"http://testserver(\S+)", str(sent.body))
    client = Client()
    page = client.get(link, follow=True)
    chosen = page.redirect_chain[-1][0]
    client.post(chosen, {"password1": PASSWORD, "password2": PASSWORD})
    assert Person.objects.get(pk=cast.ada.pk).check_password(PASSWORD)
    assert [fact.details["what"] for fact in facts_of(cast.ada, "SignInChanged")] == ["password_reset"]
    used = Client().get(link, follow=True)
    assert used.status_code == 200
    assert "password1" not in used.content.decode()


def test_nobody_is_written_to_who_has_no_open_account(cast: Cast) -> None:
    from kring.kernel.clock import now

    jobs.mail_new_password(None)
    Person.objects.filter(pk=cast.ada.pk).update(suspended_at=now())
    jobs.mail_new_password(str(cast.ada.pk))
    assert mail.outbox == []


def test_sign_in_slows_down_for_who_guesses(cast: Cast) -> None:
    client = Client()
    texts = [
        client.post("/account/login/", {"login": "ada@ada.example", "password": f"guess {n}"}).content.decode()
        for n in range(7)
    ]
    assert texts[0] != texts[-1]
    cast.ada.set_password(PASSWORD)
    cast.ada.save()
    client.post("/account/login/", {"login": "ada@ada.example", "password": PASSWORD})
    assert "_auth_user_id" not in client.session


def test_settings_are_kept_and_count_at_once(cast: Cast) -> None:
    client = signed_in(cast.ada)
    response = client.post(
        "/you/settings/", {"language": "nl", "timezone": "America/New_York", "appearance": "dark"}, follow=True
    )
    page = response.content.decode()
    assert '<html lang="nl" data-bs-theme="dark">' in page
    ada = Person.objects.get(pk=cast.ada.pk)
    assert (ada.language, ada.timezone, ada.appearance) == ("nl", "America/New_York", "dark")
    assert 'data-bs-theme="dark"' in signed_in(ada).get("/you/settings/").content.decode(), "on another device too"
    wrong = client.post("/you/settings/", {"language": "xx", "timezone": "Moon/Sea", "appearance": "dark"})
    assert wrong.status_code == 422


def test_the_language_is_changed_from_any_page(cast: Cast) -> None:
    client = signed_in(cast.ada)
    response = client.post("/you/language/", {"language": "nl", "next": "/you/settings/"})
    assert response["Location"] == "/you/settings/"
    assert Person.objects.get(pk=cast.ada.pk).language == "nl"
    assert client.post("/you/language/", {"language": "nl", "next": "https://evil.example/"})["Location"] == "/"


def test_a_new_address_is_shown_by_looking_and_taken_by_agreeing(cast: Cast) -> None:
    cast.ada.set_password(PASSWORD)
    cast.ada.save()
    client = Client()
    client.post("/account/login/", {"login": "ada@ada.example", "password": PASSWORD})
    assert "reauthenticate" in client.get("/account/email/")["Location"], "a session may have been left open"
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    assert client.post("/account/email/", {"email": "new@ada.example"})["Location"] == "/you/settings/"
    change = AddressChange.objects.get()
    composed = mails.new_address_mail(change.pk)
    assert composed is not None
    assert composed.to == ["new@ada.example"]
    (link,) = re.findall(r"http://testserver(\S+)", str(composed.body))
    assert "new@ada.example" in client.get(link).content.decode()
    assert Person.objects.get(pk=cast.ada.pk).email == "ada@ada.example"
    assert signed_in(cast.cem).get(link).status_code == 404
    assert client.get(link[:-2] + "x/").status_code == 404
    client.post(link)
    assert Person.objects.get(pk=cast.ada.pk).email == "new@ada.example"
    assert mails.new_address_mail(change.pk) is None


@pytest.mark.parametrize("what", ["password_changed", "totp_deactivated", "webauthn_added", "recovery_codes_generated"])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_who_did_not_change_it_hears_of_it(cast: Cast, what: str, language: str) -> None:
    Person.objects.filter(pk=cast.ada.pk).update(language=language)
    jobs.mail_sign_in_changed(str(cast.ada.pk), what, "2026-11-21T08:00:00+00:00")
    (sent,) = mail.outbox
    assert sent.to == ["ada@ada.example"]
    assert "http://testserver/account/sessions/" in str(sent.body)
    assert ("Was jij dat niet?" in str(sent.body)) is (language == "nl")

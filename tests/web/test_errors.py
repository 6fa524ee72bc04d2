"""What people see when something does not go."""

from collections.abc import Callable, Iterator

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path

from kring.kernel.binding import bound_actor
from kring.kernel.errors import NotVisible, Refusal, Refused
from kring.site.urls import urlpatterns as everything
from tests.browsing import Browse, wrong_on

pytestmark = pytest.mark.django_db


def not_visible(request: HttpRequest) -> HttpResponse:
    raise NotVisible


def refused(request: HttpRequest) -> HttpResponse:
    raise Refused(Refusal("above_mandate", "You may share up to GREEN."))


def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("secret")


def bound(request: HttpRequest) -> HttpResponse:
    return HttpResponse("bound" if bound_actor() else "not bound")


def asks_for_password(request: HttpRequest) -> HttpResponse:
    from allauth.core.exceptions import ReauthenticationRequired

    raise ReauthenticationRequired


PAGES: dict[str, Callable[[HttpRequest], HttpResponse]] = {
    "not-visible": not_visible,
    "refused": refused,
    "broken": broken,
    "bound": bound,
    "again": asks_for_password,
}
urlpatterns = [*everything, *(path(f"test/{name}/", page) for name, page in PAGES.items())]


@pytest.fixture(autouse=True)
def _addresses() -> Iterator[None]:
    with override_settings(ROOT_URLCONF=__name__):
        yield


def words_of(response: object) -> str:
    content: bytes = response.content  # type: ignore[attr-defined]
    return content.decode().split("<main", 1)[-1]


def test_absent_and_not_for_you_are_one_answer(client: Client) -> None:
    absent, hidden = client.get("/test/nowhere/"), client.get("/test/not-visible/")
    assert absent.status_code == hidden.status_code == 404
    assert words_of(absent) == words_of(hidden)
    assert "does not exist, or is not for you" in words_of(absent)


def test_a_refusal_gives_its_reason_and_its_code(client: Client) -> None:
    response = client.get("/test/refused/")
    assert response.status_code == 409
    assert "You may share up to GREEN." in words_of(response)
    assert 'data-code="above_mandate"' in words_of(response)


def test_what_broke_is_not_told(client: Client) -> None:
    client.raise_request_exception = False
    response = client.get("/test/broken/")
    assert response.status_code == 500
    assert "Something broke" in words_of(response)
    assert "secret" not in response.content.decode()


def test_a_form_from_nowhere_is_not_taken() -> None:
    response = Client(enforce_csrf_checks=True).post("/appearance/", {"theme": "dark"})
    assert response.status_code == 403
    assert "stood open too long" in words_of(response)


def test_a_page_runs_bound_to_who_asks(client: Client) -> None:
    assert client.get("/test/bound/").content == b"bound"
    assert bound_actor() is None


def test_nothing_stays_bound_after_an_error(client: Client) -> None:
    for name in ("not-visible", "refused"):
        client.get(f"/test/{name}/")
        assert bound_actor() is None


def test_other_middleware_still_hears_of_its_own_exceptions(client: Client) -> None:
    response = client.get("/test/again/")
    assert response.status_code == 302
    assert "/account/" in response["Location"]


def test_a_refusal_of_a_part_of_a_page_is_said_at_the_bottom(client: Client, browse: Browse) -> None:
    page = browse(client, "/gallery/")
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<i id=part></i>')")
    page.evaluate("addEventListener('error', (event) => event.preventDefault())")
    page.evaluate("htmx.ajax('GET', '/test/refused/', '#part').catch(() => {})")
    page.wait_for_selector(".k-toast")
    assert "You may share up to GREEN." in page.inner_text(".k-toast")


@pytest.mark.parametrize("address", ["/test/nowhere/", "/test/refused/", "/account/login/"])
@pytest.mark.parametrize("width", [320, 1280])
def test_nothing_serious_is_wrong_with_it(client: Client, browse: Browse, address: str, width: int) -> None:
    assert wrong_on(browse(client, address, width=width)) == []

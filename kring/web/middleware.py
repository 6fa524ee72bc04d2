"""Around every page: what the browser may load, which device it is, which language, and the transaction with its actor."""

import secrets
import zoneinfo
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone, translation

from kring.kernel.actor import VISITOR, Actor
from kring.kernel.binding import acting_as
from kring.kernel.clock import now
from kring.kernel.errors import NotVisible, Refused
from kring.web.doors import spoken

Handler = Callable[[HttpRequest], HttpResponseBase]


class ContentSecurityPolicy:
    """A strict policy with a nonce per answer: nothing inline, nothing from elsewhere."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.nonce = secrets.token_urlsafe(16)  # type: ignore[attr-defined]
        response = self.get_response(request)
        if "Content-Security-Policy" not in response:
            forms = " ".join(("'self'", *settings.KRING_SIGN_IN_ORIGINS))
            response["Content-Security-Policy"] = (
                "default-src 'none'; "
                f"script-src 'self' 'nonce-{request.nonce}'; "  # type: ignore[attr-defined]
                "style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
                # A form may end at another site when signing in goes there: browsers look where they are sent on to.
                f"manifest-src 'self'; form-action {forms}; "
                "base-uri 'none'; frame-ancestors 'none'"
            )
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), microphone=(), geolocation=(), browsing-topics=()"
        )
        return response


class DevicesByDay:
    """Remembers from which devices somebody is signed in, and on which day each was last used.

    Not at which moment: who reads the database would see who was there when an unknown reporter wrote, or a vote was
    given. So most visits write nothing here, and no transaction of this table stands next to that of such an act.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.user.is_authenticated and request.session.session_key:
            _note_device(request, request.session.session_key)
        return self.get_response(request)


def _note_device(request: HttpRequest, session: str) -> None:
    longest = UserSession._meta.get_field("user_agent").max_length
    device = {
        "user_id": request.user.pk,
        "ip": get_adapter().get_client_ip(request),
        "user_agent": request.headers.get("User-Agent", "")[:longest],
        "last_seen_at": now().replace(hour=0, minute=0, second=0, microsecond=0),
    }
    noted = UserSession.objects.filter(session_key=session)
    if not noted.filter(**device).exists() and not noted.update(**device):
        UserSession.objects.get_or_create(session_key=session, defaults=device)


class PersonalLanguage:
    """The language and time zone of the person; of the browser for a visitor."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.user.is_authenticated:
            language, zone = request.user.language, request.user.timezone
        else:
            language, zone = translation.get_language_from_request(request), settings.TIME_ZONE
        with translation.override(language), timezone.override(zoneinfo.ZoneInfo(zone)):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", language)
            response.headers.setdefault("Vary", "Accept-Language, Cookie")
            return response


class BoundTransaction:
    """Runs each page in one transaction, bound to who asks. An error undoes all of it.

    Django itself calls the view in between, so that other middleware still hears of exceptions that are its own,
    such as allauth's wish to see a password again. The API's door binds its own actor, from the token.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        user = request.user
        request.actor = Actor(person=user.pk) if user.is_authenticated else VISITOR  # type: ignore[attr-defined]
        with ExitStack() as bound:
            request.bound = bound  # type: ignore[attr-defined]
            return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponseBase], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> None:
        if getattr(view, "binds_its_own_actor", False) or request.path.startswith("/api/"):
            return
        request.bound.enter_context(acting_as(request.actor))  # type: ignore[attr-defined]

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        # Leaves the transaction with the exception, which undoes it, before anything is answered.
        request.bound.__exit__(type(exception), exception, exception.__traceback__)  # type: ignore[attr-defined]
        match exception:
            case NotVisible():
                raise Http404 from exception
            case Refused():
                return _say_why(request, exception)
            case _:
                return None


def _say_why(request: HttpRequest, refused: Refused) -> HttpResponse:
    return render(request, "web/refused.html", {"refusal": refused.refusal, "why": spoken(refused.refusal)}, status=409)

"""Who a stream belongs to: asked once when it opens, and until then nobody."""

import hashlib
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from importlib import import_module
from uuid import UUID

from django.conf import settings
from django.contrib.auth import get_user
from django.http import HttpRequest


@dataclass(frozen=True, slots=True)
class Listener:
    """A person at one of their devices."""

    person: UUID
    language: str
    session: str
    """A name for the session from which nobody gets the session."""


def listener(cookies: str) -> Listener | None:
    """Who sent these cookies: a person whose session stands and whose account is open. Waits for the database."""
    if not (key := _session_key(cookies)):
        return None
    request = HttpRequest()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(key)
    user = get_user(request)
    if not user.is_authenticated or not user.is_active:
        return None
    return Listener(user.pk, user.language, name_of(key))


def name_of(session_key: str) -> str:
    """As the database's trigger names a session that ended."""
    return hashlib.sha256(session_key.encode()).hexdigest()


def _session_key(cookies: str) -> str | None:
    try:
        found = SimpleCookie(cookies).get(settings.SESSION_COOKIE_NAME)
    except CookieError:
        return None
    return found.value if found else None

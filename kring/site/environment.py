"""Settings from the environment, read with their types and refused with a reason."""

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from psycopg.conninfo import conninfo_to_dict

from kring.kernel.errors import Misconfigured


def text(name: str, default: str = "") -> str:
    """A setting as it stands."""
    return os.environ.get(name, default)


def flag(name: str, *, default: bool = False) -> bool:
    """yes/no, true/false, on/off, 1/0."""
    value = os.environ.get(name, "").strip().lower()
    if value in {"", "1", "yes", "true", "on"}:
        return bool(value) or default
    if value in {"0", "no", "false", "off"}:
        return False
    raise Misconfigured(f"{name} should be yes or no, not {value!r}.")


def number(name: str, default: int, *, least: int = 0) -> int:
    """A whole number."""
    value = os.environ.get(name, "")
    if not value:
        return default
    if not value.isdecimal() or int(value) < least:
        raise Misconfigured(f"{name} should be a whole number of at least {least}, not {value!r}.")
    return int(value)


def words(name: str) -> list[str]:
    """Parts between commas."""
    return [part.strip() for part in os.environ.get(name, "").split(",") if part.strip()]


def home() -> Path:
    """Where data lives (KRING_HOME)."""
    return Path(os.environ.get("KRING_HOME") or ".kring").absolute()


def secret_key() -> str:
    """KRING_SECRET_KEY, or one made once and kept in KRING_HOME where only we can read it."""
    if given := os.environ.get("KRING_SECRET_KEY"):
        return given
    path = home() / "secret_key"
    try:
        return path.read_text()
    except FileNotFoundError:
        home().mkdir(mode=0o700, parents=True, exist_ok=True)
        fresh = path.with_name(f"secret_key.{secrets.token_hex(4)}")
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(48))
        try:
            os.link(fresh, path)  # the first of several processes wins, whole
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
        return path.read_text()


def database(url: str) -> dict[str, Any]:
    """Django's form of a PostgreSQL address: a URL or a libpq connection string."""
    parts = dict(conninfo_to_dict(url)) if url else {}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.pop("dbname", None) or "kring",
        "USER": parts.pop("user", ""),
        "PASSWORD": parts.pop("password", ""),
        "HOST": parts.pop("host", ""),
        "PORT": str(parts.pop("port", "")),
        # What is asked again is planned once a connection: below policies that takes longer than to look.
        "OPTIONS": {"server_side_binding": True, "prepare_threshold": 2, **parts},
    }


def base_url(port: int) -> str:
    """The address people see (KRING_BASE_URL), without a slash at the end."""
    url = text("KRING_BASE_URL", f"http://127.0.0.1:{port}").rstrip("/")
    if urlsplit(url).scheme not in {"http", "https"} or not urlsplit(url).hostname:
        raise Misconfigured(f"KRING_BASE_URL should be an address like https://kring.example.org, not {url!r}.")
    return url


def security_contact() -> str:
    """Where somebody reports a weakness (KRING_SECURITY_CONTACT): an address of mail, a page or a telephone."""
    contact = text("KRING_SECURITY_CONTACT")
    if contact and not contact.startswith(("mailto:", "https://", "tel:")):
        raise Misconfigured(f"KRING_SECURITY_CONTACT begins with mailto:, https:// or tel:, and this is {contact!r}.")
    return contact


def sign_in_origins() -> list[str]:
    """Where signing in leads: the provider, and what else KRING_SIGN_IN_ORIGINS names. Browsers follow a form there."""
    given = [url for url in (text("KRING_OIDC_URL"), *words("KRING_SIGN_IN_ORIGINS")) if url]
    parts = [urlsplit(url) for url in given]
    for url, part in zip(given, parts, strict=True):
        if part.scheme not in {"http", "https"} or not part.hostname:
            raise Misconfigured(f"KRING_SIGN_IN_ORIGINS and KRING_OIDC_URL should be addresses, not {url!r}.")
    return list(dict.fromkeys(f"{part.scheme}://{part.netloc.rpartition('@')[2]}" for part in parts))


def sign_in_providers() -> dict[str, Any]:
    """OpenID Connect by setting: KRING_OIDC_URL, KRING_OIDC_CLIENT_ID, KRING_OIDC_SECRET, KRING_OIDC_NAME."""
    if not (server := text("KRING_OIDC_URL")):
        return {}
    client = text("KRING_OIDC_CLIENT_ID")
    if not client:
        raise Misconfigured("KRING_OIDC_URL is set; set KRING_OIDC_CLIENT_ID and KRING_OIDC_SECRET too.")
    app = {
        "provider_id": "oidc",
        "name": text("KRING_OIDC_NAME", "Single sign-on"),
        "client_id": client,
        "secret": text("KRING_OIDC_SECRET"),
        "settings": {"server_url": server},
    }
    return {"openid_connect": {"APPS": [app], "OAUTH_PKCE_ENABLED": True}}

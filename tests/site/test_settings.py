"""Settings: what they mean, and that each is told of where operators look."""

import re
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

ROOT = Path(__file__).resolve().parents[2]
INTERNAL = {"KRING_ROLE", "KRING_DEMO", "KRING_PARENT", "KRING_SERVER"}
"""What Kring tells its own processes."""


def read_by_kring() -> set[str]:
    """Every setting that some line of Kring reads from the environment."""
    reads = re.compile(
        r"""(?:env(?:ironment)?\.\w+|os\.environ\.get|os\.environ\.pop|(?<![\w.])text|(?<![\w.])words|getenv)\(\s*"(KRING_\w+)"|environ\["(KRING_\w+)"\]"""
    )
    found = {
        name
        for path in (ROOT / "kring").rglob("*.py")
        for match in reads.finditer(path.read_text())
        for name in match.groups()
        if name
    }
    assert len(found) > 20
    return found


def test_every_setting_is_told_of_in_the_documentation() -> None:
    told = set(re.findall(r"`(KRING_\w+)`", (ROOT / "docs" / "operating.md").read_text()))
    assert read_by_kring() - INTERNAL - told == set(), "say in docs/operating.md what this setting does"
    assert told - read_by_kring() == set(), "nothing reads this setting any more"


def policy(settings: Settings, *origins: str) -> str:
    settings.KRING_SIGN_IN_ORIGINS = list(origins)
    said = Client().get("/account/login/").headers["Content-Security-Policy"]
    return next(part.strip() for part in said.split(";") if part.strip().startswith("form-action"))


def test_forms_stay_here_unless_signing_in_leads_elsewhere(db: None, settings: Settings) -> None:
    assert policy(settings) == "form-action 'self'"
    assert policy(settings, "https://id.example.org") == "form-action 'self' https://id.example.org"


def said_with(code: str, **environment: str) -> str:
    """What a process with this environment prints of its settings."""
    done = subprocess.run(
        [sys.executable, "-c", f"from kring.site import settings\nprint({code})"],
        env={"KRING_SECRET_KEY": "a key for tests alone", "PATH": "/usr/bin", **environment},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return (done.stdout or done.stderr.strip().splitlines()[-1]).strip()


def test_the_origins_are_the_provider_s_and_those_named(tmp_path: Path) -> None:
    assert said_with(
        "settings.KRING_SIGN_IN_ORIGINS",
        KRING_HOME=str(tmp_path),
        KRING_OIDC_URL="https://id.example.org:8443/realms/port/.well-known/openid-configuration",
        KRING_OIDC_CLIENT_ID="kring",
        KRING_SIGN_IN_ORIGINS="https://login.example.com/a, https://id.example.org:8443",
    ) == str(["https://id.example.org:8443", "https://login.example.com"])
    assert "should be addresses" in said_with("1", KRING_HOME=str(tmp_path), KRING_SIGN_IN_ORIGINS="login.example.com")


@pytest.mark.parametrize(
    ("environment", "count"),
    [({}, "0"), ({"KRING_BEHIND_PROXY": "yes"}, "1"), ({"KRING_BEHIND_PROXY": "yes", "KRING_PROXIES": "2"}, "2")],
)
def test_as_many_proxies_are_believed_as_there_are(tmp_path: Path, environment: dict[str, str], count: str) -> None:
    assert said_with("settings.ALLAUTH_TRUSTED_PROXY_COUNT", KRING_HOME=str(tmp_path), **environment) == count


def test_a_weakness_is_reported_where_the_operator_says(db: None, settings: Settings) -> None:
    assert Client().get("/.well-known/security.txt").status_code == 404
    settings.KRING_SECURITY_CONTACT = "mailto:security@port.example"
    answer = Client().get("/.well-known/security.txt")
    said = dict(line.split(": ", 1) for line in answer.content.decode().splitlines())
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert said["Contact"] == "mailto:security@port.example"
    assert said["Canonical"] == "http://testserver/.well-known/security.txt"
    assert said["Preferred-Languages"] == "nl, en"
    assert timedelta(days=30) < datetime.fromisoformat(said["Expires"]) - datetime.now(UTC) < timedelta(days=365)


def test_a_contact_is_an_address_and_not_a_name(tmp_path: Path) -> None:
    assert "begins with mailto:" in said_with("1", KRING_HOME=str(tmp_path), KRING_SECURITY_CONTACT="our desk")

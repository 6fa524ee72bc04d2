"""Whose attempts are counted: the client's, as the proxy in front says, and never as the client itself says."""

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings

from tests.cast import Cast

ATTEMPTS = 10
"""Allauth's limit for one address and account is ten in five minutes; for one address alone ten a minute."""


@pytest.fixture(autouse=True)
def _nothing_counted(db: None) -> None:
    cache.clear()


def wrong(forwarded: str, email: str = "ada@ada.example") -> bool:
    """Tries a wrong password; says whether the attempt was looked at."""
    answer = Client().post(
        "/account/login/", {"login": email, "password": "not the one"}, headers={"X-Forwarded-For": forwarded}
    )
    return "not correct" in answer.content.decode()


def test_without_a_proxy_nobody_gets_more_attempts_by_claiming_another_address(cast: Cast, settings: Settings) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 0
    seen = [wrong(f"192.0.2.{number}") for number in range(1, 40)]
    assert seen[0]
    assert not seen[-1]


def test_behind_one_the_address_it_adds_counts_whatever_the_client_claims(cast: Cast, settings: Settings) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    seen = [wrong(f"203.0.113.{number}, 192.0.2.1") for number in range(1, 40)]
    assert seen[0]
    assert not seen[-1]


def test_behind_one_somebody_else_s_attempts_are_their_own(cast: Cast, settings: Settings) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for _ in range(40):
        wrong("192.0.2.1", "nobody@nowhere.example")
    assert not wrong("192.0.2.1")
    assert wrong("192.0.2.2")

"""Devices, named as one would say it."""

import pytest

from kring.people.templatetags.devices import device, device_icon

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36 Edg/140.0"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 (KHTML, like Gecko) Version/18.0 Safari/604.1"


@pytest.mark.parametrize(
    ("said", "name", "icon"),
    [
        (FIREFOX, "Firefox, Windows", "device-laptop"),
        (EDGE, "Edge, Windows", "device-laptop"),
        (IPHONE, "Safari, iPhone", "device-mobile"),
        ("curl/8.1 libcurl", "curl/8.1", "device-laptop"),
        ("", "Unknown device", "device-laptop"),
    ],
)
def test_it_is_named_after_browser_and_system(said: str, name: str, icon: str) -> None:
    assert device(said) == name
    assert device_icon(said) == icon

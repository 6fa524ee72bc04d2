from pathlib import Path

import pytest

from kring.notices.post.server import BadAddress, Server, Tls, read_url


def server(url: str) -> Server:
    found = read_url(url)
    assert isinstance(found, Server)
    return found


@pytest.mark.parametrize(
    ("url", "port", "tls"),
    [
        ("smtp://mail.example.org", 587, Tls.ON),
        ("smtp://mail.example.org:25", 25, Tls.ON),
        ("smtp://mail.example.org:465", 465, Tls.FIRST),
        ("smtps://mail.example.org", 465, Tls.FIRST),
        ("smtp://localhost", 25, Tls.OFF),
        ("smtp://127.0.0.1:1025", 1025, Tls.OFF),
        ("smtp://[::1]:1025", 1025, Tls.OFF),
        ("smtp://10.0.0.2:25?tls=off", 25, Tls.OFF),
        ("smtp://127.0.0.1?tls=on", 587, Tls.ON),
    ],
)
def test_a_network_is_crossed_in_the_open_only_when_told_so(url: str, port: int, tls: Tls) -> None:
    assert (server(url).port, server(url).tls) == (port, tls)


def test_names_and_passwords_may_hold_any_character() -> None:
    found = server("smtp://k%40ring:p%2Fa%3As@mail.example.org?connections=9&patience=5")
    assert (found.user, found.password, found.connections, found.patience) == ("k@ring", "p/a:s", 9, 5)


def test_a_folder_can_stand_in_for_a_server() -> None:
    assert read_url("file:///var/lib/kring/my%20mail") == Path("/var/lib/kring/my mail")


@pytest.mark.parametrize(
    "url",
    [
        "", "mail.example.org", "http://mail.example.org", "smtp://", "smtp://mail.example.org:port",
        "smtp://mail.example.org?tls=maybe", "smtp://mail.example.org?connections=many", "smtp://mail.example.org?verify=no",
        "smtp://mail.example.org?tls",
    ],
)  # fmt: skip
def test_what_cannot_work_is_refused(url: str) -> None:
    with pytest.raises(BadAddress):
        read_url(url)

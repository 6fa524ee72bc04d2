"""`kring serve`: one process tree that answers pages, static files and machines that watch, and says little."""

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import psycopg
import pytest

from tests.installation import OwnDatabase, Served, free_port, is_ready, kring, serving, settings_for, until


@pytest.fixture(scope="module")
def served(committed: OwnDatabase, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    home = Path(tmp_path_factory.mktemp("home"))
    with serving(committed, home, KRING_MAX_REQUEST=str(1024 * 1024), KF_RULE_CACHE_DIR=str(home / "rules")) as served:
        yield served


@pytest.fixture(scope="module")
def home(served: Served) -> Path:
    return served.log.parent


@pytest.fixture
def browser(served: Served) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=served.url, trust_env=False) as client:
        yield client


class TestAnswers:
    def test_a_page(self, browser: httpx.Client) -> None:
        answer = browser.get("/account/login/")
        assert answer.status_code == 200
        assert "text/html" in answer.headers["content-type"]

    def test_static_files_may_be_kept_for_a_year_under_their_hashed_names(self, browser: httpx.Client) -> None:
        page = browser.get("/account/login/").text
        style = page.partition('rel="stylesheet" href="')[2].partition('"')[0]
        assert re.fullmatch(r"/static/[\w/.-]+\.[0-9a-f]{12}\.css", style), f"{style} carries no hash"
        answer = browser.get(style)
        assert answer.status_code == 200
        assert answer.headers["cache-control"] == "max-age=31536000"
        assert answer.headers["content-type"] == "text/css"

    def test_nothing_outside_the_static_files(self, browser: httpx.Client) -> None:
        for path in ("/static/../secret_key", "/static/%2e%2e/secret_key", "/static/..%2fsecret_key"):
            assert browser.get(path).status_code == 404

    def test_health_and_readiness(self, browser: httpx.Client) -> None:
        assert browser.get("/healthz").text == "ok\n"
        assert browser.get("/readyz").text == "ready\n"

    def test_more_than_we_take_is_refused_with_a_reason(self, browser: httpx.Client) -> None:
        answer = browser.post("/account/login/", content=b"x" * 1_100_000)
        assert answer.status_code == 413
        assert answer.text == "More was sent than the 1 MB that Kring takes at once. Send fewer or smaller files.\n"

    def test_a_machine_is_told_in_its_own_form(self, browser: httpx.Client) -> None:
        answer = browser.post("/api/v1/drafts", content=b"x" * 1_100_000)
        assert answer.status_code == 413
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["code"] == "request_too_large"

    def test_what_says_beforehand_that_it_is_too_much_is_not_read(self, served: Served) -> None:
        address = served.url.removeprefix("http://").split(":")
        with socket.create_connection((address[0], int(address[1])), timeout=20) as wire:
            wire.sendall(b"POST /account/login/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 900000000\r\n\r\n")
            assert wire.recv(100).startswith(b"HTTP/1.1 413")

    def test_what_does_not_say_how_much_it_is_ends_where_it_is_too_much(self, served: Served) -> None:
        address = served.url.removeprefix("http://").split(":")
        with socket.create_connection((address[0], int(address[1])), timeout=20) as wire:
            wire.sendall(b"POST /account/login/ HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n")
            for _ in range(17):  # of 64 KB: a little more than a megabyte, and never the end
                wire.sendall(b"10000\r\n" + b"x" * 0x10000 + b"\r\n")
            assert wire.recv(100).startswith(b"HTTP/1.1 413")

    def test_the_rules_for_checks_are_read_before_somebody_types(self, served: Served, home: Path) -> None:
        until(lambda: any((home / "rules").rglob("*")), served.process, within=60)

    def test_a_client_that_leaves_halfway_does_no_harm(self, served: Served) -> None:
        address = served.url.removeprefix("http://").split(":")
        for _ in range(30):
            with socket.create_connection((address[0], int(address[1]))) as wire:
                wire.sendall(b"POST /account/login/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nhalf")
        assert httpx.get(f"{served.url}/account/login/", trust_env=False).status_code == 200


class TestMetrics:
    def test_they_are_for_this_machine(self, browser: httpx.Client) -> None:
        browser.get("/account/login/")
        text = browser.get("/metrics").text
        assert 'kring_answers_total{method="GET",status="200"}' in text
        assert "kring_live_streams 0\n" in text
        assert 'kring_jobs{status="todo"}' in text
        assert "account" not in text

    def test_who_comes_through_a_proxy_sees_nothing(self, browser: httpx.Client) -> None:
        assert browser.get("/metrics", headers={"X-Forwarded-For": "127.0.0.1"}).status_code == 404

    def test_a_token_opens_them_to_who_shows_it(self, committed: OwnDatabase, tmp_path: Path) -> None:
        with serving(committed, tmp_path, KRING_METRICS_TOKEN="a-secret") as other:
            for shown, status in ((None, 404), ("Bearer wrong", 404), ("Bearer a-secret", 200)):
                headers = {"Authorization": shown, "X-Forwarded-For": "10.0.0.1"} if shown else {}
                assert httpx.get(f"{other.url}/metrics", headers=headers, trust_env=False).status_code == status


class TestLog:
    def test_a_line_a_request_without_what_was_asked_for(self, served: Served, browser: httpx.Client) -> None:
        browser.get("/account/login/?next=/secret-place/")
        browser.get("/not-there/secret-place/")
        browser.post("/account/login/", data={"login": "secret-place@x.example", "password": "secret-place"})
        until(lambda: len(served.lines()) > 4, within=5)
        answered = [line for line in served.lines() if line["message"] == "answered"]
        assert {(line["method"], line["route"], line["status"]) for line in answered} >= {
            ("GET", "account/login/", 200),
            ("GET", None, 404),
            ("POST", "account/login/", 403),
        }
        assert "secret-place" not in served.log.read_text()


class TestStaying:
    def test_it_does_not_share_a_port_with_another(
        self, served: Served, committed: OwnDatabase, tmp_path: Path
    ) -> None:
        port = served.url.rpartition(":")[2]
        second = subprocess.run(
            [sys.executable, "-m", "kring.site.cli", "serve"],
            env={**os.environ, "KRING_HOME": str(tmp_path), "KRING_PORT": port},
            capture_output=True,
            text=True,
            check=False,
        )
        assert second.returncode == 1
        assert f"port {port}. Set KRING_PORT" in second.stderr

    def test_it_comes_back_when_the_database_was_away(
        self, served: Served, browser: httpx.Client, committed: OwnDatabase
    ) -> None:
        with psycopg.connect(committed.application, autocommit=True) as app:
            app.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND usename = 'kring_app' AND pid <> pg_backend_pid()"
            )
        assert browser.get("/account/login/").status_code == 200, "a dead connection was handed out"
        until(lambda: is_ready(served.url), within=5)

    def test_a_process_that_is_killed_is_replaced(self, committed: OwnDatabase, tmp_path: Path) -> None:
        with serving(committed, tmp_path) as other:
            time.sleep(6)  # a process that ends sooner than that is taken for one that cannot start
            (child,) = children(other.process.pid)
            os.kill(child, signal.SIGKILL)
            until(lambda: children(other.process.pid) not in ((), (child,)), other.process, within=15)
            until(lambda: is_ready(other.url), other.process, within=15)

    def test_who_answers_goes_when_the_server_is_killed(self, committed: OwnDatabase, tmp_path: Path) -> None:
        with serving(committed, tmp_path) as other:
            (child,) = children(other.process.pid)
            os.kill(other.process.pid, signal.SIGKILL)
            until(lambda: not is_alive(child), within=10)

    def test_who_was_about_to_answer_goes_too(self, committed: OwnDatabase, tmp_path: Path) -> None:
        settings = settings_for(committed, tmp_path, free_port())
        with kring("serve", settings, tmp_path / "serve.log") as server:
            until(lambda: children(server.pid), server)
            (child,) = children(server.pid)
            os.kill(server.pid, signal.SIGKILL)
            until(lambda: not is_alive(child), within=20)


def children(process: int) -> tuple[int, ...]:
    found = subprocess.run(["ps", "-o", "pid=", "--ppid", str(process)], capture_output=True, text=True, check=False)
    return tuple(int(line) for line in found.stdout.split() if int(line) and is_alive(int(line)))


def is_alive(process: int) -> bool:
    with contextlib.suppress(FileNotFoundError):
        return "State:\tZ" not in Path(f"/proc/{process}/status").read_text()
    return False

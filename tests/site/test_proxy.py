"""The proxy in deploy/ lets live updates through at once, and what is not for everybody not at all."""

import datetime as dt
import shutil
import ssl
import subprocess
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.cast import Cast, make_cast
from tests.installation import OwnDatabase, cookie_of, free_port, serving, until
from tests.sharing import stage

NGINX = shutil.which("nginx") or "/usr/sbin/nginx"
pytestmark = pytest.mark.skipif(not Path(NGINX).exists(), reason="nginx is not installed here")

NAME = "kring.example.org"


@pytest.fixture(scope="module")
def people(committed: OwnDatabase) -> Cast:
    return make_cast()


@pytest.fixture(scope="module")
def front(committed: OwnDatabase, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of nginx, with the configuration as it is, before a server of Kring."""
    folder = Path(tmp_path_factory.mktemp("nginx"))
    plain, secure = free_port(), free_port()
    with serving(
        committed, folder / "home", KRING_BASE_URL=f"https://{NAME}", KRING_BEHIND_PROXY="yes", KRING_HOSTS="localhost"
    ) as served:
        certificate(folder)
        site = Path("deploy/nginx.conf").read_text()
        for there, here in {
            "127.0.0.1:8000": served.url.removeprefix("http://"),
            "listen 80;": f"listen 127.0.0.1:{plain};",
            "listen 443 ssl http2;": f"listen 127.0.0.1:{secure} ssl http2;",
            "    listen [::]:80;\n": "",
            "    listen [::]:443 ssl http2;\n": "",
            "/etc/ssl/kring": str(folder),
        }.items():
            assert there in site
            site = site.replace(there, here)
        (folder / "nginx.conf").write_text(
            f"daemon off; pid {folder}/pid; error_log {folder}/log; events {{}}\n"
            f"http {{ client_body_temp_path {folder}/b; proxy_temp_path {folder}/p; fastcgi_temp_path {folder}/f;"
            f" uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;\n{site}}}\n"
        )
        process = subprocess.Popen(
            [NGINX, "-p", str(folder), "-c", str(folder / "nginx.conf")], stderr=subprocess.DEVNULL
        )
        try:
            until((folder / "pid").exists, process, within=10)
            yield f"https://127.0.0.1:{secure}"
        finally:
            process.terminate()
            process.wait()


def certificate(folder: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, NAME)])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now)
        .not_valid_after(now + dt.timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    (folder / "fullchain.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "privkey.pem").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )


@pytest.fixture
def browser(front: str) -> Iterator[httpx.Client]:
    trusting = ssl.create_default_context()
    trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
    with httpx.Client(base_url=front, verify=trusting, trust_env=False, headers={"Host": NAME}) as client:
        yield client


def test_pages_come_through_with_cookies_for_https_alone(browser: httpx.Client) -> None:
    answer = browser.get("/account/login/")
    assert answer.status_code == 200
    assert "Secure" in answer.headers["set-cookie"]
    assert "strict-transport-security" in answer.headers


def test_static_files_are_never_asked_for_again(browser: httpx.Client) -> None:
    style = browser.get("/account/login/").text.partition('rel="stylesheet" href="')[2].partition('"')[0]
    assert browser.get(style).headers["cache-control"] == "public, max-age=31536000, immutable"


def test_figures_are_not_for_everybody(browser: httpx.Client) -> None:
    assert browser.get("/metrics").status_code == 404


def test_what_is_shared_arrives_at_once(browser: httpx.Client, people: Cast) -> None:
    with browser.stream("GET", "/live", cookies=cookie_of(people.cem), timeout=5) as answer:
        lines = answer.iter_lines()
        assert any(line == "event: hello" for line in lines)
        stage.share(people)
        assert any(line == "event: news" for line in lines)

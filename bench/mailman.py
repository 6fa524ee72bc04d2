"""The yardstick for mail: Mailman 3 with personalised delivery, from its own package, in an environment of its own."""

import os
import smtplib
import socket
import subprocess
import sys
import time
import venv
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from bench.postbox import Sink, free_ports

VERSION = "3.3.10"
LIST = "warn@bench.example"

CONFIGURATION = """
[mailman]
layout: bench
site_owner: postmaster@bench.example
[paths.bench]
var_dir: {var}
[mta]
incoming: mailman.mta.null.NullMTA
outgoing: mailman.mta.deliver.deliver
smtp_host: 127.0.0.1
smtp_port: {smtp}
lmtp_host: 127.0.0.1
lmtp_port: {lmtp}
verp_personalized_deliveries: yes
[webservice]
hostname: 127.0.0.1
port: {web}
"""

PERSONALISED = """
from mailman.interfaces.action import Action
from mailman.interfaces.mailinglist import Personalization
m.personalize = Personalization.individual
m.default_member_action = m.default_nonmember_action = Action.accept
commit()
"""


class Mailman:
    """A list with its members, made once and kept in a folder; started for a benchmark."""

    def __init__(self, folder: Path, members: Sequence[str]) -> None:
        self._folder = folder
        self._members = members
        self._lmtp = 0

    @contextmanager
    def running(self, sink: Sink) -> Iterator[None]:
        """It delivers to this sink, until the block ends."""
        self._install()
        web, self._lmtp = free_ports(4), free_ports(4) + 1
        self._configure(sink.port, web + 2)
        self._make_list()
        with (self._folder / "master.log").open("wb") as log:
            master = subprocess.Popen(
                [self._program("master"), "--force"], env=self._environment(), stdout=log, stderr=log
            )
        try:
            self._wait_until_it_listens()
            yield
        finally:
            master.terminate()
            master.wait(60)

    def post(self, subject: str, text: str) -> float:
        """Hand one message to the list; the moment before it was handed over (monotonic seconds)."""
        began = time.monotonic()
        sender = self._members[0]
        message = f"From: {sender}\r\nTo: {LIST}\r\nSubject: {subject}\r\nMessage-ID: <{began}@bench.example>\r\n\r\n{text}\r\n"
        with smtplib.LMTP("127.0.0.1", self._lmtp) as client:
            client.sendmail(sender, [LIST], message)
        return began

    def _install(self) -> None:
        if (self._folder / "env" / "installed").exists():
            return
        print(f"  installing Mailman {VERSION} in {self._folder / 'env'}", flush=True)
        venv.create(self._folder / "env", with_pip=True, clear=True)
        pip = [self._program("python"), "-m", "pip", "install", "--quiet", f"mailman=={VERSION}"]
        subprocess.run(pip, check=True)
        (self._folder / "env" / "installed").touch()

    def _configure(self, smtp: int, web: int) -> None:
        text = CONFIGURATION.format(var=self._folder / "var", smtp=smtp, lmtp=self._lmtp, web=web)
        (self._folder / "mailman.cfg").write_text(text)

    def _make_list(self) -> None:
        done = self._folder / f"members.{len(self._members)}"
        if done.exists():
            return
        print(f"  subscribing {len(self._members)} members, once", flush=True)
        self._mailman("create", "-d", LIST)
        self._mailman("addmembers", "--no-welcome-msg", "-", LIST, given="\n".join(self._members))
        self._mailman("shell", "-l", LIST, given=PERSONALISED)
        done.touch()

    def _mailman(self, *arguments: str, given: str = "") -> None:
        as_root = ["--run-as-root"] if os.getuid() == 0 else []
        command = [self._program("mailman"), *as_root, *arguments]
        subprocess.run(command, env=self._environment(), input=given, text=True, check=True, stdout=subprocess.DEVNULL)

    def _wait_until_it_listens(self) -> None:
        until = time.monotonic() + 120
        while time.monotonic() < until:
            with socket.socket() as tried:
                if tried.connect_ex(("127.0.0.1", self._lmtp)) == 0:
                    return
            time.sleep(0.2)
        raise TimeoutError(f"Mailman does not listen; see {self._folder / 'master.log'}")

    def _program(self, name: str) -> str:
        return str(self._folder / "env" / "bin" / name)

    def _environment(self) -> dict[str, str]:
        kept = {
            name: value for name, value in os.environ.items() if not name.startswith(("KRING_", "DJANGO_", "PYTHON"))
        }
        return {
            **kept,
            "MAILMAN_CONFIG_FILE": str(self._folder / "mailman.cfg"),
            "PATH": f"{sys.prefix}/bin:{kept['PATH']}",
        }

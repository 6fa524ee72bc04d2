"""Bytes that nothing refers to go away; bytes in use stay, whoever may see the row that uses them."""

import os
import threading
import time
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection

from kring.files.commands import GRACE, REST, collect_unused, keep_file, let_go
from kring.files.disk import Store
from kring.files.jobs import collect_unused_files
from kring.files.models import StoredFile
from kring.kernel import clock
from kring.kernel.binding import acting_as
from kring.sharing.models import Attachment
from tests.cast import Cast
from tests.files import made
from tests.sharing.stage import draft


class Clock:
    """Time passes when a test says so."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.passed = timedelta()
        real = clock.now
        monkeypatch.setattr(clock, "now", lambda: real() + self.passed)

    def passes(self, time: timedelta) -> None:
        self.passed += time


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


def kept(content: bytes, name: str = "a.txt") -> str:
    return keep_file(content=[content], name=name).file.sha256


def attach(cast: Cast, sha256: str) -> UUID:
    """Ada attaches it to a draft, which nobody else may see: the collector neither."""
    item = draft(cast)
    with acting_as(cast.actor("ada")):
        return Attachment.objects.create(item_id=item, stored_id=sha256, name="a.txt").pk


def is_there(folder: Store, sha256: str) -> bool:
    on_disk = folder.place(sha256).exists()
    assert StoredFile.objects.filter(pk=sha256).exists() == on_disk
    return on_disk


def test_what_nothing_refers_to_goes_after_its_grace(db: None, folder: Store, later: Clock) -> None:
    sha256 = kept(b"niet meer nodig")
    assert collect_unused() == 0
    assert is_there(folder, sha256)
    later.passes(GRACE + timedelta(hours=1))
    assert collect_unused() == 1
    assert not is_there(folder, sha256)


def test_what_is_attached_stays_although_the_collector_may_not_see_where(
    cast: Cast, folder: Store, later: Clock
) -> None:
    sha256 = kept(b"in gebruik")
    attach(cast, sha256)
    assert not Attachment.objects.exists()
    later.passes(GRACE * 2)
    assert collect_unused() == 0
    assert is_there(folder, sha256)


def test_what_was_let_go_of_goes_the_next_time(cast: Cast, folder: Store, later: Clock) -> None:
    sha256 = kept(b"ingetrokken")
    attachment = attach(cast, sha256)
    later.passes(GRACE * 2)
    collect_unused()
    with acting_as(cast.actor("ada")):
        Attachment.objects.filter(pk=attachment).delete()
    let_go(files=[sha256])
    collect_unused()
    assert not is_there(folder, sha256)


def test_what_nobody_let_go_of_is_asked_about_again_in_a_while(cast: Cast, folder: Store, later: Clock) -> None:
    sha256 = kept(b"vergeten")
    attachment = attach(cast, sha256)
    later.passes(GRACE * 2)
    collect_unused()
    with acting_as(cast.actor("ada")):
        Attachment.objects.filter(pk=attachment).delete()
    collect_unused()
    assert is_there(folder, sha256)
    later.passes(REST + GRACE)
    collect_unused()
    assert not is_there(folder, sha256)


def test_what_comes_in_again_has_its_grace_again(db: None, folder: Store, later: Clock) -> None:
    sha256 = kept(b"nog eens")
    later.passes(GRACE * 2)
    kept(b"nog eens")
    collect_unused()
    assert is_there(folder, sha256)


def test_a_sample_that_comes_in_again_has_its_grace_again(db: None, folder: Store, later: Clock) -> None:
    sha256 = kept(made.PE, "a.exe")
    later.passes(GRACE * 2)
    assert kept(made.PE, "b.exe") == sha256
    collect_unused()
    assert is_there(folder, sha256)


def test_bytes_without_a_row_go(db: None, folder: Store) -> None:
    sha256 = kept(b"de transactie ging niet door")
    StoredFile.objects.filter(pk=sha256).delete()
    assert collect_unused() == 1
    assert not is_there(folder, sha256)


def test_an_upload_that_broke_off_is_swept_after_a_day(db: None, folder: Store) -> None:
    kept(b"maakt de map")
    fresh, old = (folder.root / "incoming" / name for name in ("vers.part", "oud.part"))
    for part in (fresh, old):
        part.write_bytes(b"half")
    os.utime(old, (time.time() - 90_000,) * 2)
    assert collect_unused() == 1
    assert fresh.exists()
    assert not old.exists()


def test_it_can_run_before_anything_was_kept(db: None, folder: Store) -> None:
    assert collect_unused() == 0


def test_the_night_job_does_it(db: None, folder: Store, later: Clock) -> None:
    sha256 = kept(b"vannacht weg")
    later.passes(GRACE * 2)
    collect_unused_files(timestamp=0)
    assert not is_there(folder, sha256)


def test_an_upload_that_is_kept_while_it_is_looked_at_is_in_nobodys_way(folder: Store) -> None:
    incoming = folder.root / "incoming"
    incoming.mkdir(parents=True)
    (incoming / "kept.part").symlink_to("gone")  # listed, and not there any more when one looks
    assert folder.sweep(older_than=0) == 0


def test_an_upload_waits_for_the_collector_and_keeps_its_bytes(
    committed: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At the worst moment: the collector is about to remove bytes that are coming in again."""
    sha256 = kept(b"op het nippertje")
    StoredFile.objects.filter(pk=sha256).delete()
    removing, uploads = threading.Event(), []

    def remove_slowly(self: Store, gone: str) -> None:
        removing.set()
        time.sleep(0.5)
        self.place(gone).unlink()

    def upload() -> None:
        removing.wait(5)
        uploads.append(kept(b"op het nippertje"))
        connection.close()

    monkeypatch.setattr(Store, "remove", remove_slowly)
    thread = threading.Thread(target=upload)
    thread.start()
    assert collect_unused() == 1
    thread.join()
    assert uploads == [sha256]
    assert is_there(committed, sha256)

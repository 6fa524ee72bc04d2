"""Keeping bytes, and letting go of those that nothing refers to any more."""

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.db.models import Q

from kring.files import rules
from kring.files.disk import Danger, Received, Store, TooLarge, recognise, wrap
from kring.files.models import StoredFile
from kring.files.queries import Stored, store, stored
from kring.kernel import clock
from kring.kernel.errors import Refused

GRACE = timedelta(days=1)
"""How long bytes may wait for the row that attaches them."""

REST = timedelta(days=7)
"""How long a file that was in use is not asked about again, unless somebody let go of it."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What a subject needs to attach a file."""

    file: Stored
    name: str
    """Cleaned, and ending in ".zip" when it was wrapped."""
    danger: Danger | None
    """Why it was wrapped."""


@transaction.atomic
def keep_file(*, content: Iterable[bytes], name: str, is_sample: bool = False) -> Kept:
    """Keep bytes that came in under a name; wrap them when they could run or are a sample.

    Refused: file_too_large, file_empty.
    Records: nothing. The subject that attaches them does, and asks who may.
    """
    folder = store()
    name = rules.clean_name(name)
    with _received(folder, content, settings.KRING_MAX_UPLOAD) as received:
        found = recognise(received.path, name)
        danger = Danger.SAMPLE if is_sample else found.danger
        if danger is None:
            return Kept(_keep(folder, received, found.media_type), name, None)
        return Kept(_keep_sample(folder, received), f"{name}.zip", danger)


@contextmanager
def _received(folder: Store, content: Iterable[bytes], limit: int | None) -> Iterator[Received]:
    try:
        received = folder.receive(content, limit=limit)
    except TooLarge:
        raise Refused(rules.too_large(settings.KRING_MAX_UPLOAD)) from None
    try:
        if received.size == 0:
            raise Refused(rules.EMPTY)
        yield received
    finally:
        folder.drop(received)


def _keep(folder: Store, received: Received, media_type: str, *, sample_of: str = "") -> Stored:
    """The row first: it is locked from here to the end, so that nobody collects the bytes in between."""
    StoredFile.objects.bulk_create(
        [
            StoredFile(
                sha256=received.sha256,
                size=received.size,
                media_type=media_type,
                sample_of=sample_of,
                touched_at=clock.now(),
            )
        ],
        update_conflicts=True,
        update_fields=["touched_at"],
        unique_fields=["sha256"],
    )
    folder.keep(received)
    return stored(received.sha256)


def _keep_sample(folder: Store, received: Received) -> Stored:
    """One archive for the same sample, however often it comes in."""
    if (known := _known_sample(received.sha256)) is not None:
        return known
    with _received(folder, wrap(received.path, sha256=received.sha256), None) as wrapped:
        try:
            with transaction.atomic():
                return _keep(folder, wrapped, "application/zip", sample_of=received.sha256)
        except IntegrityError:
            # Somebody else brought the same sample at the same moment.
            if (known := _known_sample(received.sha256)) is not None:
                return known
            raise


def _known_sample(sha256: str) -> Stored | None:
    row = StoredFile.objects.select_for_update().filter(sample_of=sha256).first()
    if row is None:
        return None
    StoredFile.objects.filter(pk=row.pk).update(touched_at=clock.now())
    return stored(row.pk)


def let_go(*, files: Collection[str]) -> None:
    """Say that a subject no longer refers to these, so that the next collection asks whether anybody does.

    Records: nothing.
    """
    StoredFile.objects.filter(pk__in=files).update(checked_at=None)


def collect_unused() -> int:
    """Take away the bytes that no row refers to, and what uploads that broke off left behind. Gives their number.

    It can be killed at any point and run twice at once: a row goes first, alone; bytes go only while no row of
    theirs can come.
    """
    folder = store()
    now = clock.now()
    due = StoredFile.objects.filter(touched_at__lt=now - GRACE).filter(
        Q(checked_at=None) | Q(checked_at__lt=now - REST)
    )
    for sha256 in list(due.values_list("pk", flat=True)):
        _forget_if_unused(sha256)
    orphans = sum(_remove_orphans(folder, hashes) for hashes in folder.hashes())
    return orphans + folder.sweep(older_than=GRACE.total_seconds())


def _forget_if_unused(sha256: str) -> None:
    """Lets the database decide: it sees every reference, also those that this actor may not."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(
                "DELETE FROM files_storedfile WHERE sha256 = %s AND touched_at < %s", [sha256, clock.now() - GRACE]
            )
    except IntegrityError:
        StoredFile.objects.filter(pk=sha256).update(checked_at=clock.now())


def _remove_orphans(folder: Store, hashes: list[str]) -> int:
    known = set(StoredFile.objects.filter(pk__in=hashes).values_list("pk", flat=True))
    return sum(_remove_orphan(folder, sha256) for sha256 in hashes if sha256 not in known)


def _remove_orphan(folder: Store, sha256: str) -> bool:
    """Removes bytes without a row, holding the place of that row meanwhile: an upload of the same bytes waits."""
    with transaction.atomic():
        try:
            with transaction.atomic():
                StoredFile(sha256=sha256, size=0, media_type="").save(force_insert=True)
        except IntegrityError:
            return False
        folder.remove(sha256)
        transaction.set_rollback(True)
    return True

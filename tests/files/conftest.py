"""A folder of its own for the files of every test."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import LazySettings
from pytest_django import DjangoDbBlocker

from kring.files.disk import Store


@pytest.fixture
def folder(tmp_path: Path, settings: LazySettings) -> Store:
    """Where files are kept during this test; the folder itself is not there yet."""
    settings.KRING_HOME = tmp_path
    return Store(tmp_path / "files")


@pytest.fixture
def committed(folder: Store, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Store]:
    """The folder, and a database in which transactions end: for what several do at the same moment."""
    from kring.files.models import StoredFile

    with django_db_blocker.unblock():
        yield folder
        StoredFile.objects.all().delete()

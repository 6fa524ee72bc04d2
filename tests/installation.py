"""A database of its own for a test that commits: what seals, listens, is backed up or is killed cannot be rolled back."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pytest_django.plugin import DjangoDbBlocker

    from tests.conftest import DatabaseCopies


@dataclass(frozen=True, slots=True)
class OwnDatabase:
    """The two addresses of one database."""

    owner: str
    application: str


@contextmanager
def own_database(copies: "DatabaseCopies", blocker: "DjangoDbBlocker", name: str) -> Iterator[OwnDatabase]:
    """A fresh database, which Django uses as the application's role meanwhile. Everything in it is committed."""
    from django.db import connections

    from kring.site import environment

    owner = copies.fresh(name)
    application = copies.application(owner)
    settings = connections["default"].settings_dict
    before = dict(settings)
    with blocker.unblock():
        connections.close_all()
        settings.update(environment.database(application))
        try:
            yield OwnDatabase(owner, application)
        finally:
            connections.close_all()
            settings.clear()
            settings.update(before)

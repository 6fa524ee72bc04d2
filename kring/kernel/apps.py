from typing import Any

from django.apps import AppConfig
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

MOST_PLANS = 500
"""So many statements a connection remembers. A hundred, which is usual, are those of five pages."""


class KernelConfig(AppConfig):
    name = "kring.kernel"
    label = "kernel"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        connection_created.connect(_remember_plans)


def _remember_plans(connection: BaseDatabaseWrapper, **_about: Any) -> None:
    connection.connection.prepared_max = MOST_PLANS

"""Runs what facts set off, one job after the other, as a worker would."""

import json
from typing import Any

from django.db import connection
from procrastinate.contrib.django import app

NEXT = """
DELETE FROM procrastinate_jobs WHERE id = (
    SELECT id FROM procrastinate_jobs
    WHERE status = 'todo' AND queue_name = ANY (%s) AND (scheduled_at IS NULL OR scheduled_at <= statement_timestamp())
    ORDER BY id LIMIT 1)
RETURNING task_name, args
"""


def work(*queues: str) -> None:
    """Until nothing is left that is due."""
    while True:
        with connection.cursor() as cursor:
            cursor.execute(NEXT, [list(queues or ("webhooks",))])
            row = cursor.fetchone()
        if row is None:
            return
        app.tasks[row[0]](**_values(row[1]))


def _values(arguments: Any) -> dict[str, Any]:
    """As the worker reads them: Django leaves JSON as the text that it is."""
    values: dict[str, Any] = json.loads(arguments) if isinstance(arguments, str) else arguments
    return values


def waiting(queue: str) -> list[str]:
    """The names of jobs that are still there."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name FROM procrastinate_jobs WHERE queue_name = %s ORDER BY id", [queue])
        return [name.rsplit(".", 1)[1] for (name,) in cursor.fetchall()]

"""The embedded database: PostgreSQL's own programs out of a wheel, run by us.

    with postgres.start(home) as database:
        psycopg.connect(database.dsn("kring_app"))

Everything lives in `$KRING_HOME`: the rows in `postgres/`, the locks in `run/`, the log in
`log/postgres.log`. The server listens on a socket in a private folder and on nothing else. It runs
as long as somebody uses it: every process that called `start` counts, the last one to leave stops it,
and a server left behind by processes that were killed is taken over by the next `start`.

Why it is done this way: `docs/decisions/embedded-database.md`.
"""

from .failure import ServerFailed
from .programs import program
from .server import OWNER, Server, start

__all__ = ["OWNER", "Server", "ServerFailed", "program", "start"]

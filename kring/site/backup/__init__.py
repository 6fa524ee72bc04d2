"""Backups: one file with everything an installation is, checked while it is written and before it is used.

    manifest.json    what follows, with sizes and hashes; how many rows each table has, and a sum over their content
    database.dump    the tables, as `pg_dump` writes them, from one moment
    secret_key       signs links and sessions, and opens what is kept encrypted; not there when the operator sets it
    files/...        the stored files, by their hash

Sign-ins are not in it: whoever restores a backup does not bring back sessions that were ended since.
"""

from .making import make_backup
from .restoring import check_backup, restore_backup

__all__ = ["check_backup", "make_backup", "restore_backup"]

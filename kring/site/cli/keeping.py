"""Commands that keep an installation safe: look whether all is well, back up, restore."""

import argparse
import sys

from kring.site import environment as env
from kring.site.cli.running import set_up_django

Arguments = argparse.Namespace


def check(given: Arguments) -> int:
    """Look whether everything is as it should be: settings, roles, lock, trail, files. Status 1 when it is not."""
    from kring.site import database  # noqa: PLC0415

    opened = database.open_database()
    set_up_django()
    from kring.site import check as checking  # noqa: PLC0415

    return 0 if checking.report(checking.check(opened), print) else 1


def backup(given: Arguments) -> int:
    """Write everything into one file: tables, files and the key. It is read back before it gets its name."""
    from kring.site import database  # noqa: PLC0415
    from kring.site.backup import make_backup  # noqa: PLC0415

    opened = database.open_database()
    made = make_backup(given.file, owner=opened.owner, home=env.home(), passphrase=_passphrase(given))
    rows = sum(rows for rows, _ in made.tables.values())
    files = sum(name.startswith("files/") for name in made.parts)
    print(f"{given.file}: {len(made.tables)} tables, {rows} rows, {files} files, as of {made.made_at}")
    for sha256 in made.damaged:
        print(f"kring: the stored file {sha256} is damaged and not in the backup", file=sys.stderr)
    return 1 if made.damaged else 0


def restore(given: Arguments) -> int:
    """Bring back what is in a backup, into an empty installation. Everybody signs in anew."""
    from kring.site import database  # noqa: PLC0415
    from kring.site.backup import check_backup, restore_backup  # noqa: PLC0415

    if given.only_check:
        manifest = check_backup(given.file, passphrase=_passphrase(given))
        print(f"{given.file} is whole: made by Kring {manifest.kring} at {manifest.made_at}")
        return 0
    opened = database.open_database()
    restored = restore_backup(given.file, owner=opened.owner, home=env.home(), passphrase=_passphrase(given))
    database.make_current(opened)
    set_up_django()
    from kring.kernel import trail  # noqa: PLC0415

    trail.seal()
    problems = trail.verify()
    print(f"Restored what was there at {restored.made_at}: {len(restored.tables)} tables, row by row the same.")
    print("\n".join(map(str, problems)) or "The trail is whole.")
    return 1 if problems else 0


def _passphrase(given: Arguments) -> str | None:
    return given.passphrase_file.read_text().strip() if given.passphrase_file else None

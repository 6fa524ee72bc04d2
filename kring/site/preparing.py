"""What has to be done before the doors open: the tables of this version, and its static files under hashed names."""

import hashlib
import importlib.metadata
import os
import subprocess
import sys
from pathlib import Path

from kring.kernel.postgres import locks
from kring.site import environment as env

KRING = Path(__file__).resolve().parents[1]


def collect_when_needed() -> None:
    """Collects the static files into KRING_HOME when they are not those of this version.

    Files of the version before stay: a page that is still open asks for them. Of two servers that start at once
    on the same files, one collects and the other waits for it.
    """
    stamp = (env.home() / "static.version").resolve()
    wanted = version_of_statics()
    with locks.alone(stamp.with_suffix(".lock")):
        if stamp.exists() and stamp.read_text() == wanted:
            return
        subprocess.run([sys.executable, "-m", "kring.site.preparing", "statics"], check=True)
        stamp.write_text(wanted)


def version_of_statics() -> str:
    """Changes whenever a static file does: ours by size and time, those of others by their version."""
    digest = hashlib.sha256()
    for path in sorted(KRING.glob("*/static/**/*")):
        found = path.stat()
        digest.update(f"{path.relative_to(KRING)} {found.st_size} {found.st_mtime_ns}\n".encode())
    for package in ("django", "django-allauth", "django-htmx"):
        digest.update(f"{package} {importlib.metadata.version(package)}\n".encode())
    return digest.hexdigest()


def main(step: str) -> None:
    """Run in a process of its own, which takes Django's memory away with it again."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kring.site.settings")
    import django  # noqa: PLC0415  # after the settings are named
    from django.core.management import call_command  # noqa: PLC0415
    from django.utils.module_loading import import_string  # noqa: PLC0415

    django.setup()
    match step:
        case "tables":
            import_string("kring.site.migrating.migrate")()
            call_command("createcachetable", verbosity=0)
        case "statics":
            call_command("collectstatic", interactive=False, verbosity=0)
        case "demo":
            import_string("kring.site.demo.filling.prepare")()
        case _:
            raise ValueError(step)


if __name__ == "__main__":
    main(sys.argv[1])

"""The contract of the REST API, kept in docs/openapi.json so that a change to the API is a change one can read.

python -m tools.openapi write    write it anew
python -m tools.openapi check    fail when the file says something else than the product
"""

import difflib
import json
import os
import sys
from pathlib import Path

KEPT = Path(__file__).resolve().parents[1] / "docs" / "openapi.json"


def main() -> int:
    """Do what the command line asks; the answer is the exit status."""
    match sys.argv[1:]:
        case ["write"]:
            KEPT.write_text(made())
        case ["check"]:
            return check()
        case _:
            print(__doc__)
            return 2
    return 0


def made() -> str:
    """The contract as the product says it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kring.site.settings")
    import django  # noqa: PLC0415  # after the settings are named

    django.setup()
    from kring.rest.contract import contract_of  # noqa: PLC0415
    from kring.site.api import api  # noqa: PLC0415

    return json.dumps(contract_of(api), indent=2, ensure_ascii=False) + "\n"


def check() -> int:
    """Print the first lines that differ; 1 when there are any."""
    kept = KEPT.read_text() if KEPT.exists() else ""
    difference = list(
        difflib.unified_diff(kept.splitlines(), made().splitlines(), "docs/openapi.json", "the product", lineterm="")
    )
    if difference:
        print(*difference[:40], "The kept contract is behind: run python -m tools.openapi write", sep="\n")
    return 1 if difference else 0


if __name__ == "__main__":
    sys.exit(main())

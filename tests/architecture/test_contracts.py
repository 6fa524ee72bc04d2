"""The import contracts: each of them bites, and no subject escapes them."""

import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
LINT = Path(sys.executable).with_name("lint-imports")

# Packages that are no subjects: what they hold has other names.
FRAME = {"kernel", "tlp", "products", "web", "rest", "site"}


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A house with all its rooms, and nothing in them; under the real contracts."""
    for path in (ROOT / "kring").glob("*/__init__.py"):
        put(tmp_path, f"kring/{path.parent.name}/__init__.py", "")
    put(tmp_path, "kring/__init__.py", "")
    for name in ("pyproject.toml", "tools/contracts.py"):
        put(tmp_path, name, (ROOT / name).read_text())
    for plain in (
        "sharing/scrutiny",
        "exchange/stix",
        "exchange/finding",
        "exchange/misp",
        "exchange/csaf",
        "exchange/lists",
        "exchange/relevance",
        "profiles/reasons",
    ):
        put(tmp_path, f"kring/{plain}/__init__.py", "")
    put(tmp_path, "kring/circles/models.py", "from django.db import models")
    put(tmp_path, "kring/circles/commands.py", "from kring.circles import models")
    return tmp_path


def put(house: Path, path: str, text: str) -> None:
    (house / path).parent.mkdir(parents=True, exist_ok=True)
    (house / path).write_text(text)


def broken(house: Path) -> list[str]:
    """The names of the contracts that do not hold."""
    done = subprocess.run([LINT, "--no-logo", "--no-cache"], cwd=house, capture_output=True, text=True, check=False)
    listed = " ".join(done.stdout.split()).split("dependencies.")[1]
    assert "Contracts: " in listed, done.stdout + done.stderr
    return [name for name, sentence in sentences().items() if f"{sentence} BROKEN" in listed]


def sentences() -> dict[str, str]:
    return {contract["id"]: contract["name"] for contract in contracts()}


def contracts() -> list[dict[str, Any]]:
    found = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    assert isinstance(found, list)
    return found


def test_a_house_in_order_passes(house: Path) -> None:
    assert broken(house) == []


@pytest.mark.parametrize(
    ("path", "text", "contract"),
    [
        ("kring/kernel/cheeky.py", "import kring.circles", "rooms"),
        ("kring/people/rules.py", "import kring.circles.rules", "rooms"),
        ("kring/somewhere/__init__.py", "", "rooms"),
        ("kring/circles/helpers.py", "", "roles"),
        ("kring/circles/forms.py", "import kring.circles.commands", "roles"),
        ("kring/circles/models.py", "import kring.circles.commands", "roles"),
        ("kring/tlp/cheeky.py", "import django.db", "plain"),
        ("kring/circles/facts.py", "import kring.kernel.colour", "plain"),
        ("kring/circles/jobs.py", "import kring.circles.models", "doors"),
        ("kring/sharing/commands.py", "import kring.circles.models", "models"),
        ("kring/site/reactions.py", "from kring.circles.models import Circle", "models"),
    ],
)
def test_a_contract_bites(house: Path, path: str, text: str, contract: str) -> None:
    put(house, "kring/kernel/colour.py", "import psycopg")
    put(house, "kring/circles/rules.py", "")
    put(house, path, text)
    assert broken(house) == [contract]


def test_no_subject_escapes_the_contract_on_roles() -> None:
    (roles,) = [contract for contract in contracts() if contract["id"] == "roles"]
    subjects = {path.parent.name for path in (ROOT / "kring").glob("*/__init__.py")} - FRAME
    assert {f"kring.{subject}" for subject in subjects} == set(roles["containers"])

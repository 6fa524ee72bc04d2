"""What we did not write is exactly what the lists say it is."""

import hashlib
import re
import tomllib
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]
LISTS = [
    PROJECT / "kring/web/static/vendor/VENDOR.toml",
    PROJECT / "kring/exchange/stix/schemas/VENDOR.toml",
    PROJECT / "kring/exchange/csaf/schemas/VENDOR.toml",
    PROJECT / "tests/vendor/VENDOR.toml",
]


def listed(listing: Path) -> dict[str, str]:
    packages = tomllib.loads(listing.read_text())["package"]
    return {file["keep"]: file["sha256"] for package in packages for file in package["file"]}


@pytest.mark.parametrize("listing", LISTS, ids=["served", "stix", "csaf", "tests"])
def test_every_file_has_the_hash_that_is_listed(listing: Path) -> None:
    for name, expected in listed(listing).items():
        assert hashlib.sha256((listing.parent / name).read_bytes()).hexdigest() == expected, name


@pytest.mark.parametrize("listing", LISTS, ids=["served", "stix", "csaf", "tests"])
def test_nothing_lies_there_that_is_not_listed(listing: Path) -> None:
    there = {path.relative_to(listing.parent).as_posix() for path in listing.parent.rglob("*") if path.is_file()}
    assert there == set(listed(listing)) | {"VENDOR.toml"}


@pytest.mark.parametrize("listing", LISTS, ids=["served", "stix", "csaf", "tests"])
def test_every_package_says_version_home_licence_and_why(listing: Path) -> None:
    for package in tomllib.loads(listing.read_text())["package"]:
        assert all(package[key] for key in ("name", "version", "home", "licence", "why")), package["name"]


def test_the_sprite_has_the_icons_of_the_list_and_no_others() -> None:
    packages = tomllib.loads(LISTS[0].read_text())["package"]
    wanted = [name for package in packages for name in package.get("icons", [])]
    drawn = (LISTS[0].parent / "tabler-icons.svg").read_text()
    assert re.findall(r'<symbol id="([^"]+)"', drawn) == wanted


def test_every_icon_of_the_list_is_used() -> None:
    kinds = {".html", ".py", ".js", ".css"}
    ours = [path for path in (PROJECT / "kring").rglob("*") if path.suffix in kinds and "vendor" not in path.parts]
    words = "\n".join(path.read_text() for path in ours)
    packages = tomllib.loads(LISTS[0].read_text())["package"]
    wanted = [name for package in packages for name in package.get("icons", [])]
    unused = [name for name in wanted if not re.search(rf"""["'#,|]{re.escape(name)}["',|:)]""", words)]
    assert unused == [], "nothing shows these: take them off the list, and run tools/vendor.py --accept"

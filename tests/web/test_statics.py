"""Static files get names with their hash when they are collected, and every one of them can be."""

import re
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import override_settings

PRODUCT = Path(__file__).parents[2] / "kring"


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("static")
    with override_settings(STATIC_ROOT=root):
        call_command("collectstatic", interactive=False, verbosity=0)
    return root


def test_all_files_can_be_collected(collected: Path) -> None:
    assert (collected / "staticfiles.json").exists()


def test_a_style_sheet_asks_for_hashed_letters(collected: Path) -> None:
    (tokens,) = collected.glob("web/tokens.????????????.css")
    letters = re.findall(r'url\("\.\./vendor/(inter-latin[^"]*)"\)', tokens.read_text())
    assert len(letters) == 2
    assert all(re.fullmatch(r"inter-latin(-ext)?\.[0-9a-f]{12}\.woff2", name) for name in letters)


def test_our_modules_import_nothing_so_that_hashes_hold() -> None:
    for module in PRODUCT.glob("*/static/*/*.js"):
        assert not re.search(r"^\s*(import|export)\b|\bimport\(", module.read_text(), re.MULTILINE), module

import tomllib
from pathlib import Path

import kring


def test_the_package_and_its_description_are_of_one_version() -> None:
    described = tomllib.loads((Path(kring.__file__).parents[1] / "pyproject.toml").read_text())
    assert described["project"]["version"] == kring.__version__

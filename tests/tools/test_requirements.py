"""Which requirements are proved: as the tests claim, and no more."""

import subprocess
import sys
from pathlib import Path

import pytest

from tools import requirements

CLAIMS = """
import pytest

@pytest.mark.requirement("R79")
def test_the_label_holds(): ...

@pytest.mark.requirement("R78", "R80")
class TestSharing:
    def test_it_is_fast(self): ...
    @pytest.mark.requirement("R85")
    async def test_feedback_comes_back(self): ...

@pytest.mark.skip
@pytest.mark.requirement("R86")
def test_it_is_not_written_yet(): ...

@pytest.mark.requirement("R87")
def no_test_at_all(): ...
"""


@pytest.fixture
def tests(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(requirements, "ROOT", tmp_path)
    folder = tmp_path / "tests"
    folder.mkdir()
    return folder


def test_a_claim_stands_on_a_test_a_class_or_a_file(tests: Path) -> None:
    (tests / "test_sharing.py").write_text(CLAIMS)
    (tests / "test_mail.py").write_text('pytestmark = [pytest.mark.requirement("R88")]\ndef test_red(): ...')
    found = sorted(claim for path in tests.iterdir() for claim in requirements.claims(path))
    assert found == [
        ("R78", "tests/test_sharing.py::TestSharing::test_feedback_comes_back"),
        ("R78", "tests/test_sharing.py::TestSharing::test_it_is_fast"),
        ("R79", "tests/test_sharing.py::test_the_label_holds"),
        ("R80", "tests/test_sharing.py::TestSharing::test_feedback_comes_back"),
        ("R80", "tests/test_sharing.py::TestSharing::test_it_is_fast"),
        ("R85", "tests/test_sharing.py::TestSharing::test_feedback_comes_back"),
        ("R88", "tests/test_mail.py::test_red"),
    ]


def test_every_requirement_has_its_line(tests: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tests / "test_sharing.py").write_text(CLAIMS)
    assert requirements.main() == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 142
    assert lines[78].split() == ["R79", "proved", "tests/test_sharing.py::test_the_label_holds"]
    assert lines[85].split() == ["R86", "open"]


def test_a_number_that_does_not_exist_is_an_error(tests: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tests / "test_it.py").write_text('@pytest.mark.requirement("R143")\ndef test_it(): ...')
    assert requirements.main() == 1
    assert "There is no R143" in capsys.readouterr().err


def test_it_needs_nothing_installed() -> None:
    script = Path(requirements.__file__)
    done = subprocess.run([sys.executable, "-I", "-S", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("R1 ")

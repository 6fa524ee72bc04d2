"""What the scripts do before they begin."""

import os
import subprocess
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SETUP = ROOT / "bin" / "_setup"
UNTOLD = {name: value for name, value in os.environ.items() if not name.startswith(("UV_", "PIP_", "HTTPS_PROXY"))}
"""The environment, as it is where neither uv nor pip was told anything."""


def shell(script: str, cwd: Path = ROOT, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a few lines after the ones that every script begins with."""
    return subprocess.run(
        ["bash", "-c", f'. "$SETUP"\n{script}'],
        cwd=cwd,
        env=UNTOLD | {"SETUP": str(SETUP)} | variables,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_home_is_meant_from_where_the_caller_stands(tmp_path: Path) -> None:
    assert shell('echo "$KRING_HOME"', tmp_path, KRING_HOME="my data").stdout.strip() == f"{tmp_path}/my data"
    assert shell('echo "$KRING_HOME"', tmp_path, KRING_HOME="/srv/kring").stdout.strip() == "/srv/kring"


def test_a_python_that_is_too_old_or_broken_is_passed_over(tmp_path: Path) -> None:
    for name, does in {"python3": "exit 1", "python3.13": "exit 127", "python3.12": "exit 0"}.items():
        (tmp_path / name).write_text(f"#!/bin/sh\n{does}\n")
        (tmp_path / name).chmod(0o755)
    assert shell(f'PATH="{tmp_path}:$PATH"; find_python').stdout.strip() == str(tmp_path / "python3.12")


def test_no_python_at_all_is_said_in_a_sentence(tmp_path: Path) -> None:
    done = shell(f'PATH="{tmp_path}"; find_python')
    assert done.returncode == 1
    assert "Kring needs Python 3.11" in done.stderr


@pytest.mark.parametrize(
    ("pip", "uv"),
    [
        ("index-url = https://mirror.example/simple", "UV_DEFAULT_INDEX=https://mirror.example/simple"),
        (
            "extra-index-url = https://one.example https://two.example",
            "UV_INDEX=https://one.example https://two.example",
        ),
        ("proxy = http://proxy.example:3128", "HTTPS_PROXY=http://proxy.example:3128"),
    ],
)
def test_uv_is_told_what_pip_was_told(tmp_path: Path, pip: str, uv: str) -> None:
    (tmp_path / "pip.conf").write_text(f"[global]\n{pip}\n")
    done = shell("uv_settings_from_pip; env", PIP_CONFIG_FILE=str(tmp_path / "pip.conf"))
    assert uv in done.stdout.splitlines()


def test_what_uv_was_told_by_name_stays(tmp_path: Path) -> None:
    done = shell(
        "uv_settings_from_pip; env",
        PIP_INDEX_URL="https://mirror.example/simple",
        UV_DEFAULT_INDEX="https://chosen.example/simple",
    )
    assert "UV_DEFAULT_INDEX=https://chosen.example/simple" in done.stdout.splitlines()


def test_nothing_is_done_when_nothing_has_changed() -> None:
    assert shell("setup dev").returncode == 0
    began = time.monotonic()
    done = shell("setup dev")
    assert time.monotonic() - began < 1
    assert "Installing" not in done.stderr

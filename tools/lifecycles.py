"""Draws the lives of things from the tables that the rules obey: `python tools/lifecycles.py` writes the page."""

import sys
from collections.abc import Collection, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from kring.admission.rules import STEPS as APPLICATION_STEPS  # noqa: E402  # after the path is set
from kring.circles.rules import MEMBERSHIP_STEPS  # noqa: E402
from kring.conduct.rules import CASE_STEPS  # noqa: E402

PAGE = ROOT / "docs" / "lifecycles.md"


def drawn(name: str, first: str, steps: Mapping[str, Collection[str]]) -> str:
    """One life as a diagram: where it begins, and which step follows which."""
    lines = [f"  {now} --> {then}" for now in steps for then in sorted(steps[now], key=list(steps).index)]
    ends = [f"  {state} --> [*]" for state in steps if not steps[state]]
    return "\n".join(
        [f"## {name}", "", "```mermaid", "stateDiagram-v2", f"  [*] --> {first}", *lines, *ends, "```", ""]
    )


def page() -> str:
    """The whole page."""
    cases = {now.value: [then.value for then in steps] for now, steps in CASE_STEPS.items()}
    memberships = {now.value: [then.value for then in steps] for now, steps in MEMBERSHIP_STEPS.items()}
    applications = {now.value: [then.value for then in steps] for now, steps in APPLICATION_STEPS.items()}
    return "\n".join(
        [
            "# Lives",
            "",
            "Made by `python tools/lifecycles.py` from the tables that the rules obey; change those.",
            "",
            drawn("A membership (`kring/circles/rules/lives.py`)", "prospect", memberships),
            drawn("An application (`kring/admission/rules/lives.py`)", "draft", applications),
            drawn("A breach case (`kring/conduct/rules/cases.py`)", "reported", cases),
        ]
    )


if __name__ == "__main__":
    PAGE.write_text(page())

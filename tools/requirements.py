"""Which requirements of the product are proved, and by which tests. Reads the tests, runs nothing, needs nothing."""

import ast
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
NUMBERS = [f"R{number}" for number in range(1, 143)]

Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def main() -> int:
    """Print a line per requirement; 1 when a test names one that does not exist."""
    proofs: dict[str, list[str]] = defaultdict(list)
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        for number, test in claims(path):
            proofs[number].append(test)
    for number in NUMBERS:
        state = "proved" if proofs[number] else "open"
        print(f"{number:5} {state:7} {'  '.join(proofs[number])}".rstrip())
    unknown = sorted(set(proofs) - set(NUMBERS))
    for number in unknown:
        print(f"There is no {number}: {'  '.join(proofs[number])}", file=sys.stderr)
    return 1 if unknown else 0


def claims(path: Path) -> Iterator[tuple[str, str]]:
    """The requirements that the tests of one file say they prove, each with the test's name."""
    module = ast.parse(path.read_text())
    place = path.relative_to(ROOT).as_posix()
    marks = [mark for statement in module.body for mark in marks_of_module(statement)]
    yield from claims_of(module.body, place, marks)


def claims_of(body: list[ast.stmt], place: str, above: list[ast.expr]) -> Iterator[tuple[str, str]]:
    """The claims of the tests in a module or a class; a mark above holds for all of them. A skipped test proves nothing."""
    for statement in body:
        if not isinstance(statement, Definition) or not statement.name.lower().startswith("test"):
            continue
        marks = above + statement.decorator_list
        if isinstance(statement, ast.ClassDef):
            yield from claims_of(statement.body, f"{place}::{statement.name}", marks)
        elif not any(name_of(mark) == "pytest.mark.skip" for mark in marks):
            for number in {number for mark in marks for number in numbers_in(mark)}:
                yield number, f"{place}::{statement.name}"


def marks_of_module(statement: ast.stmt) -> list[ast.expr]:
    """What `pytestmark = ...` says about a whole file."""
    if not isinstance(statement, ast.Assign) or ast.unparse(statement.targets[0]) != "pytestmark":
        return []
    return statement.value.elts if isinstance(statement.value, ast.List | ast.Tuple) else [statement.value]


def numbers_in(mark: ast.expr) -> list[str]:
    """The numbers in `@pytest.mark.requirement("R79", "R80")`."""
    if not isinstance(mark, ast.Call) or name_of(mark) != "pytest.mark.requirement":
        return []
    return [str(argument.value) for argument in mark.args if isinstance(argument, ast.Constant)]


def name_of(mark: ast.expr) -> str:
    """The dotted name of a decorator, with or without arguments."""
    return ast.unparse(mark.func if isinstance(mark, ast.Call) else mark)


if __name__ == "__main__":
    sys.exit(main())

"""A module that decides something has a test that is named after it, so that a newcomer finds it."""

from __future__ import annotations

import ast
from pathlib import Path

from tests.support.sources import parsed

TESTS = Path(__file__).parent
PACKAGE = TESTS.parent / "ibmonitor"
BRANCHES = 8
"""A module with so many decides something."""


def branches(path: Path) -> int:
    kinds = (ast.If, ast.IfExp, ast.For, ast.While, ast.Match, ast.Try, ast.comprehension, ast.BoolOp)
    return sum(isinstance(node, kinds) for node in ast.walk(parsed(path)))


def is_named(module: Path) -> bool:
    """Whether `tests/<room>/test_<module>.py` is there, or parts of it as `test_<module>_<part>.py`."""
    room, name = TESTS / module.parent, f"test_{module.stem}"
    return (room / f"{name}.py").is_file() or any(room.glob(f"{name}_*.py"))


def test_a_module_that_decides_something_has_a_test_of_its_name() -> None:
    modules = [path for path in sorted(PACKAGE.rglob("[!_]*.py")) if branches(path) >= BRANCHES]
    assert len(modules) > 200
    nameless = {path.relative_to(PACKAGE).as_posix() for path in modules if not is_named(path.relative_to(PACKAGE))}
    assert nameless == set()

"""A module that decides something has a test that is named after it, so that a newcomer finds it."""

from __future__ import annotations

import ast
from pathlib import Path

from tests.support.sources import parsed

TESTS = Path(__file__).parent
PACKAGE = TESTS.parent / "ibmonitor"
WINGS = ("app", "domain", "exporting", "models", "recording", "settings", "tws", "windows")
"""The command line and the simulated TWS are mostly tested by what a user or a client sees of them."""
BRANCHES = 8
"""A module with so many decides something."""
TESTED_ELSEWHERE = {
    "exporting/formulas.py": "windows/widgets/test_clipboard.py",
    "tws/decode/adapter.py": "tws/decode/test_captures_decoded.py",
    "tws/decode/lenient_proto.py": "faults/test_hostile_fields.py",
    "tws/decode/lenient_text.py": "faults/test_hostile_fields.py",
    "tws/decode/proto_values.py": "faults/test_hostile_fields.py",
    "tws/probe/trial.py": "tws/probe/test_probe.py",
    "tws/wire/request_shapes.py": "tws/wire/test_gate_property.py",
}
"""Modules whose work shows only at the end of a whole chain, and the test of that chain."""


def branches(path: Path) -> int:
    kinds = (ast.If, ast.IfExp, ast.For, ast.While, ast.Match, ast.Try, ast.comprehension, ast.BoolOp)
    return sum(isinstance(node, kinds) for node in ast.walk(parsed(path)))


def is_named(module: Path) -> bool:
    """Whether `tests/<room>/test_<module>.py` is there, or parts of it as `test_<module>_<part>.py`."""
    room, name = TESTS / module.parent, f"test_{module.stem}"
    return (room / f"{name}.py").is_file() or any(room.glob(f"{name}_*.py"))


def test_a_module_that_decides_something_has_a_test_of_its_name() -> None:
    modules = [
        path for wing in WINGS for path in sorted((PACKAGE / wing).rglob("[!_]*.py")) if branches(path) >= BRANCHES
    ]
    assert len(modules) > 100
    nameless = {path.relative_to(PACKAGE).as_posix() for path in modules if not is_named(path.relative_to(PACKAGE))}
    assert nameless - set(TESTED_ELSEWHERE) == set()
    assert [file for file in TESTED_ELSEWHERE.values() if not (TESTS / file).is_file()] == []

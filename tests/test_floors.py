"""Imports run down the floors only, and what people forget is looked for in the sources."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "ibmonitor"

FLOORS = {
    "domain": 0,
    "assets": 0,
    "tws": 1,
    "settings": 1,
    "exporting": 1,
    "models": 2,
    "recording": 2,
    "windows": 3,
    "app": 4,
    "cli": 4,
    "self_test": 4,
    "__main__": 4,
    "__init__": 0,
}
"""By the first name below `ibmonitor`; `simulator` stands apart."""

SIDEWAYS = {("domain", "assets")}
"""Parts of one floor that belong together."""

QT_FREE = {"domain", "exporting", "simulator"}
IBAPI_FREE = {"domain", "exporting", "settings", "models", "windows"}

MODULES = sorted(PACKAGE.rglob("*.py"))


def part_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            assert node.module
            if node.module == "ibmonitor":
                yield from (f"ibmonitor.{alias.name}" for alias in node.names)
            else:
                yield node.module


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_run_down(path: Path) -> None:
    part = part_of(path)
    for name in imports(parsed(path)):
        top, _, rest = name.partition(".")
        other = rest.partition(".")[0]
        if part in QT_FREE:
            assert top not in {"PySide6", "qasync"}, name
        if part in IBAPI_FREE:
            assert top != "ibapi", name
        if top != "ibmonitor" or not rest or other in {part, "__version__"}:
            continue
        if "simulator" in {part, other}:
            assert (part, name) == ("cli", "ibmonitor.simulator.main"), name
        elif FLOORS[part] < 4:
            assert FLOORS[other] < FLOORS[part] or (part, other) in SIDEWAYS, f"{path} imports {name}"


def test_every_part_has_its_floor() -> None:
    assert {part_of(path) for path in MODULES} - {"simulator"} == set(FLOORS)


def calls(tree: ast.AST) -> Iterator[tuple[ast.Call, str, ast.AST]]:
    """Every call with the last part of what is called, and the statement or expression around it."""
    for parent in ast.walk(tree):
        for node in ast.iter_child_nodes(parent):
            if isinstance(node, ast.Call):
                called = node.func
                name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
                yield node, name, parent


def task_groups(tree: ast.AST) -> set[str]:
    """The names of the task groups, which keep their tasks and raise their exceptions."""
    items = (item for node in ast.walk(tree) if isinstance(node, ast.AsyncWith) for item in node.items)
    return {
        item.optional_vars.id
        for item in items
        if isinstance(item.optional_vars, ast.Name) and ast.unparse(item.context_expr) == "asyncio.TaskGroup()"
    }


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_what_is_easily_forgotten(path: Path) -> None:
    tree = parsed(path)
    groups = task_groups(tree)
    for node, name, parent in calls(tree):
        place = f"{path}:{node.lineno}"
        assert name != "processEvents", place
        owner = getattr(node.func.value, "id", "") if isinstance(node.func, ast.Attribute) else ""
        if name in {"create_task", "ensure_future"} and owner not in groups:
            assert not isinstance(parent, ast.Expr), f"{place}: a task nobody keeps may vanish with its exception"
        if name == "sleep" and isinstance(node.func, ast.Attribute):
            assert getattr(node.func.value, "id", "") == "asyncio", f"{place}: blocks the loop"


WRITES = {"write", "writelines", "send", "sendall", "sendto", "sendfile", "write_eof"}


def test_the_gate_is_the_only_writer_of_the_socket() -> None:
    writers = set()
    for path in (PACKAGE / "tws").rglob("*.py"):
        for node, name, _ in calls(parsed(path)):
            if isinstance(node.func, ast.Attribute) and name in WRITES:
                writers.add(path.name)
    # The transport's `write` passes on to the socket what the gate gives it.
    assert writers == {"gate.py", "transport.py"}


def test_packaging_is_no_package() -> None:
    """It would shadow the distribution of that name."""
    assert not (ROOT / "packaging" / "__init__.py").exists()

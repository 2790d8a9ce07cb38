"""The simulated TWS shares no code with the program that it tests: an error in both would cancel out."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import ibmonitor.simulator

ROOT = Path(ibmonitor.simulator.__file__).parent
SOURCES = sorted(ROOT.rglob("*.py"))


def _imports(source: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _is_allowed(name: str) -> bool:
    if name.startswith("ibmonitor."):
        return name.startswith("ibmonitor.simulator.")
    if name.startswith("ibapi"):
        module, _, imported = name.removeprefix("ibapi.protobuf.").partition(".")
        return name.startswith("ibapi.protobuf.") and module == f"{imported}_pb2"
    return not name.startswith(("PySide6", "qasync", "ib_async", "tests"))


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: str(source.relative_to(ROOT)))
def test_imports(source: Path) -> None:
    assert [name for name in _imports(source) if not _is_allowed(name)] == []


@pytest.mark.parametrize("name", ["ibmonitor.domain.records.records", "ibapi.client.EClient", "ibapi.decoder.Decoder"])
def test_the_check_finds_what_is_not_allowed(name: str) -> None:
    assert not _is_allowed(name)

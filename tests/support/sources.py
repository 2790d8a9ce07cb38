"""The program's own source, parsed once for all tests of a module that look into it."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path


@cache
def parsed(path: Path) -> ast.Module:
    """The tree of a file, which no test may change. `tests/conftest.py` frees the trees after each module of tests."""
    return ast.parse(path.read_text(encoding="utf-8"))

"""Removes from a Linux bundle what only a debugger or a linker would read."""

from __future__ import annotations

import subprocess
from pathlib import Path


def strip_libraries(bundle: Path) -> None:
    """Strip the shared libraries, but not the program, which has its Python code appended."""
    libraries = [path for path in sorted(bundle.rglob("*.so*")) if path.is_file() and not path.is_symlink()]
    subprocess.run(["strip", "--strip-unneeded", *map(str, libraries)], check=True)  # noqa: S603, S607 - ours, in the path

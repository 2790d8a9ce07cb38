"""Where the files of `resources/` are: beside the sources, inside the installed package, or in a frozen bundle."""

from __future__ import annotations

import sys
from pathlib import Path


def asset(name: str) -> Path:
    """The path of a file of `resources/`; raises `FileNotFoundError` naming the places where it was looked for."""
    places = _places()
    for place in places:
        path = place / name
        if path.is_file():
            return path
    raise FileNotFoundError(f"{name} is in none of {', '.join(map(str, places))}")


def _places() -> list[Path]:
    package = Path(__file__).resolve().parent
    frozen = getattr(sys, "_MEIPASS", None)
    bundle = [Path(frozen) / "resources"] if frozen else []
    return [*bundle, package / "_resources", package.parent / "resources"]

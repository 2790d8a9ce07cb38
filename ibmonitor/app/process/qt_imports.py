"""Loads PySide6 without the cost that it puts on every later import."""

from __future__ import annotations

import builtins
import importlib


def load_qt() -> None:
    """Load PySide6, and keep Python's own `import`.

    PySide6 replaces it to notice `from __feature__ import …`, which this program does not use. It would read the source
    of every module that is imported later, and `linecache` would keep it: a fifth of the start, and 16 MB.
    """
    plain = builtins.__import__
    importlib.import_module("PySide6.QtCore")
    builtins.__import__ = plain

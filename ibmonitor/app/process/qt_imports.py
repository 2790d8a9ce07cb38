"""Loads PySide6 without the cost that it puts on every later import."""

from __future__ import annotations

import builtins


def load_qt() -> None:
    """Load PySide6, and keep Python's own `import`.

    PySide6 replaces it to notice `from __feature__ import …`, which this program does not use. It would read the source
    of every module that is imported later, and `linecache` would keep it: a fifth of the start, and 16 MB.
    """
    plain = builtins.__import__
    import PySide6.QtCore  # noqa: F401, PLC0415 - here is where it is loaded

    builtins.__import__ = plain

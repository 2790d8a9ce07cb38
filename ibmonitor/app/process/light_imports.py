"""Loads PySide6 and asyncio without what they cost and this program does not use. Call both before all else of them."""

from __future__ import annotations

import builtins
import sys


def load_qt() -> None:
    """Load PySide6, and keep Python's own `import`.

    PySide6 replaces it to notice `from __feature__ import …`, which this program does not use. It would read the source
    of every module that is imported later, and `linecache` would keep it: a fifth of the start, and 16 MB.
    """
    plain = builtins.__import__
    import PySide6.QtCore  # noqa: F401, PLC0415 - here is where it is loaded

    builtins.__import__ = plain


def load_asyncio() -> None:
    """Load asyncio as on a Python without TLS, which TWS does not speak: OpenSSL is 10 ms of the start, and 6 MB."""
    if "ssl" in sys.modules:
        return
    # What Python takes for "there is none", and asyncio can do without.
    sys.modules["ssl"] = None  # type: ignore[assignment]
    import asyncio  # noqa: F401, PLC0415 - here is where it is loaded

    del sys.modules["ssl"]

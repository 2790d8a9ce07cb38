"""What the self test consists of: named steps, the lines they print, and how they fail. No Qt."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

PAINTED = "first window painted"
"""Reported at that moment: `packaging/build.py` measures the start by it."""


Report = Callable[[str], None]
"""Writes a line of the self test's output."""


Step = tuple[str, Callable[[], Awaitable[None]]]


class CheckError(Exception):
    """A check has failed; the text is the reason."""

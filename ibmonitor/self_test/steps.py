"""What the self test consists of: named steps, the lines they print, and how they fail. No Qt."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

PAINTED = "first window painted"
"""Said the moment it is: `packaging/build.py` measures the start by it."""


Say = Callable[[str], None]


Step = tuple[str, Callable[[], Awaitable[None]]]


class CheckError(Exception):
    """Something is not as it should be; the text says what."""

"""The format of a log line: text from outside cannot fake a line, and account numbers are masked above DEBUG."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable
from datetime import UTC, datetime

MASKED = "[account]"

_SHAPES = re.compile(
    # U1234567, DU1234567, DUH123456, F1234567A: letters and digits. In the repr of a frame one may directly follow an
    # escape (\x00U1234567). Masking a word too many is better than an account too few.
    r"[A-Z]{1,4}\d{4,}[A-Z]{0,2}"
    r"|(?<![A-Za-z0-9])[Dd]?[UuFfIi][A-Za-z]{0,2}\d{4,}[A-Za-z]{0,2}(?![A-Za-z0-9])"
)
_SHORTEST, _LONGEST = 3, 64
"""Length of a known account that is masked literally; other texts are no accounts."""


class LogMask:
    """Masks everything that looks like an IB account, and the accounts that TWS has sent, whatever they look like."""

    def __init__(self) -> None:
        self._known: frozenset[str] = frozenset()
        self._accounts = _SHAPES

    def know(self, accounts: Iterable[str]) -> None:
        """Mask these as well from now on."""
        known = self._known | {each for each in accounts if _SHORTEST <= len(each) <= _LONGEST}
        if known != self._known:
            self._known = known
            # Longest first: one account may start with another.
            names = "|".join(map(re.escape, sorted(known, key=len, reverse=True)))
            self._accounts = re.compile(f"(?i:{names})|{_SHAPES.pattern}")

    def masked(self, text: str) -> str:
        return self._accounts.sub(MASKED, text)


class LogLine(logging.Formatter):
    """`2026-11-02T09:30:00.123Z WARNING ibmonitor.app.program: text`, the time in UTC; further lines are indented."""

    def __init__(self, mask: LogMask) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")
        self._mask = mask

    def format(self, record: logging.LogRecord) -> str:
        """Format the message and its stack trace."""
        text = super().format(record)
        # Including the trace, which ends with the exception's text and may quote what TWS sent.
        if record.levelno > logging.DEBUG:
            text = self._mask.masked(text)
        return "\n    ".join(map(_printable, text.splitlines()))

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:
        del datefmt
        return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _printable(line: str) -> str:
    """Escape control characters, which could act on a terminal."""
    if line.isprintable():
        return line
    return "".join(c if c.isprintable() or c == "\t" else c.encode("unicode_escape").decode("ascii") for c in line)

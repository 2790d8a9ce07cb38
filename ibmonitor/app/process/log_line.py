"""How a record of the log is written: one line that nobody can forge, without account numbers above DEBUG."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable
from datetime import UTC, datetime

MASKED = "[account]"

_SHAPES = re.compile(
    # U1234567, DU1234567, DUH123456, F1234567A: letters and digits. Nothing need stand before it but, in the repr of
    # a frame, the end of an escape (\x00U1234567). Rather a word too many is masked than an account too few.
    r"[A-Z]{1,4}\d{4,}[A-Z]{0,2}"
    r"|(?<![A-Za-z0-9])[Dd]?[UuFfIi][A-Za-z]{0,2}\d{4,}[A-Za-z]{0,2}(?![A-Za-z0-9])"
)
_SHORTEST, _LONGEST = 3, 64
"""Characters of a known account that is looked for as it is; a longer text is none."""


class LogMask:
    """Masks what looks like an IB account, and the accounts that TWS has named, whatever they look like."""

    def __init__(self) -> None:
        self._known: frozenset[str] = frozenset()
        self._accounts = _SHAPES

    def know(self, accounts: Iterable[str]) -> None:
        """Mask these as well, from now on."""
        known = self._known | {each for each in accounts if _SHORTEST <= len(each) <= _LONGEST}
        if known != self._known:
            self._known = known
            # The longest first: one account's name may begin with another's.
            names = "|".join(map(re.escape, sorted(known, key=len, reverse=True)))
            self._accounts = re.compile(f"(?i:{names})|{_SHAPES.pattern}")

    def masked(self, text: str) -> str:
        return self._accounts.sub(MASKED, text)


class LogLine(logging.Formatter):
    """`2026-11-02T09:30:00.123Z WARNING ibmonitor.app.program: text`, the time in UTC; further lines are set in."""

    def __init__(self, mask: LogMask) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")
        self._mask = mask

    def format(self, record: logging.LogRecord) -> str:
        """Write the message, its arguments and its trace."""
        text = super().format(record)
        # The whole text: a trace ends in the text of the exception, which may be what TWS sent.
        if record.levelno > logging.DEBUG:
            text = self._mask.masked(text)
        return "\n    ".join(map(_printable, text.splitlines()))

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:
        del datefmt
        return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _printable(line: str) -> str:
    """Escape what would do something to a terminal in place of being shown."""
    if line.isprintable():
        return line
    return "".join(c if c.isprintable() or c == "\t" else c.encode("unicode_escape").decode("ascii") for c in line)

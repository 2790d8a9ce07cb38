"""`KnownDays`: on which days there are fills, kept up to date with the fills that change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date, tzinfo
from typing import NamedTuple

from ibmonitor.domain.records.by_serial import BySerial
from ibmonitor.domain.records.records import Fill


class _Known(NamedTuple):
    """What is noted of a fill."""

    day: date | None
    is_reported: bool
    """It has a commission."""
    is_without_time: bool
    """It counts, and its commission has no day."""


class KnownDays:
    """The fills of the accounts chosen, by the day of their execution."""

    def __init__(self, admits: Callable[[str], bool] | None = None, zone: tzinfo | None = None) -> None:
        """`admits` filters accounts; `None` admits all. The days are those of a zone; `None`: this computer's."""
        self._admits = admits
        self._zone = zone
        self._fills: Counter[date] = Counter()
        self._known: BySerial[_Known] = BySerial()
        self._shared: dict[_Known, _Known] = {}
        self._reported = self._without_time = 0

    @property
    def days(self) -> list[date]:
        """The latest first."""
        return sorted(self._fills, reverse=True)

    def without_time(self, commissions: int) -> int:
        """How many commissions have no day: the time of their execution, or the execution itself, is not known.

        `commissions` is how many there are, of all accounts. Those without an execution are in no account.
        """
        return self._without_time + (commissions - self._reported if self._admits is None else 0)

    def day_of(self, fill: Fill) -> date | None:
        """The day of a fill as it was when it was put in; `None` for one without a time, or of another account."""
        known = self._known.get(fill)
        return None if known is None else known.day

    def put(self, fill: Fill) -> date | None:
        """Note a fill that is new or has changed; return its day as `day_of` does."""
        before, now = self._known.get(fill), self._read(fill)
        if now != before:
            self._known.set(fill, now if now is None else self._shared.setdefault(now, now))
            self._count(before, -1)
            self._count(now, 1)
        return None if now is None else now.day

    def _read(self, fill: Fill) -> _Known | None:
        if self._admits is not None and not self._admits(fill.execution.acct_number):
            return None
        day = None if fill.time is None else fill.time.astimezone(self._zone).date()
        is_reported = fill.commission is not None
        return _Known(day, is_reported, day is None and is_reported and fill.superseded_by is None)

    def _count(self, known: _Known | None, sign: int) -> None:
        if known is None:
            return
        self._reported += sign * known.is_reported
        self._without_time += sign * known.is_without_time
        if known.day is not None:
            self._fills[known.day] += sign
            if not self._fills[known.day]:
                del self._fills[known.day]

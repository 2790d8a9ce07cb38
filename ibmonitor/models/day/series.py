"""`DaySeries`: what the day's charts draw. It is computed in short slices, and only while the charts are visible.

A chart has at most two thousand marks: fills that are close together in time share one.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, tzinfo
from decimal import Decimal
from time import perf_counter

from PySide6.QtCore import QObject, QTimer, Signal

from ibmonitor.domain.blotter.blotter import Blotter
from ibmonitor.domain.records.records import Fill
from ibmonitor.domain.sums.day_sums import Curve, DaySums, Group, GroupBy, HourPart, day_sums, known_days
from ibmonitor.models.text.shown_zone import SHOWN_ZONE

MOST_MARKS = 1800
"""Marks of one chart; dashed lines with more are slow to paint."""
_MOST_OF_A_LINE = 900
_SLICE = 0.008
"""Seconds of work in one turn of the event loop."""
_PAUSE_MS = 250
"""From a change to the computation: changes arrive in bursts."""
_BREATHER = 4
"""The pause is at least this many times as long as the last computation, as in `feed.py`."""
HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Mark:
    """A point or bar in a chart: a sum after some fills, or the fills of an hour. Times are in seconds (epoch)."""

    start: float
    end: float
    """The time of the last fill; of an hour, its end."""
    value: Decimal
    """The sum, or the number of fills."""
    base: int
    """Of an hour: the number of fills of other groups below this bar; otherwise 0."""
    fills: Sequence[Fill]
    is_hour: bool = False


@dataclass(frozen=True, slots=True)
class Series:
    """The marks of one group, in order of time."""

    group: Group
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class DayView:
    """All that the charts of one day show."""

    day: date | None = None
    """`None` where no fill has a time."""
    days: tuple[date, ...] = ()
    """The days with fills, the latest first."""
    group_by: GroupBy = GroupBy.ALL
    currency: str = ""
    currencies: tuple[str, ...] = ()
    sums: DaySums = field(default_factory=DaySums)
    without_time: int = 0
    commissions: tuple[Series, ...] = ()
    realized_pnl: tuple[Series, ...] = ()
    hours: tuple[Series, ...] = ()
    start: float = 0.0
    end: float = 1.0
    """The range of the time axis, in whole hours."""


class DaySeries(QObject):
    """Computes `view` while active: call `refresh` after a change; `changed` is emitted when `view` is replaced."""

    changed = Signal()

    def __init__(
        self,
        blotter: Blotter,
        admits: Callable[[], Callable[[str], bool] | None],
        parent: QObject | None = None,
        *,
        zone: tzinfo | None = None,
    ) -> None:
        """`admits` returns the filter on accounts, `None` for all; `zone` of `None` is the one shown."""
        super().__init__(parent)
        self.view = DayView()
        self._blotter = blotter
        self._admits = admits
        self._zone = zone
        self._day: date | None = None
        self._group_by = GroupBy.ALL
        self._currency: str | None = None
        """`None` for the one with the most trades; empty for reports without a currency."""
        self._is_active = False
        self._is_outdated = True
        self._steps: Generator[None, None, DayView] | None = None
        self._spent = 0.0
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.timeout.connect(self._start)
        self._work = QTimer(self)
        self._work.setInterval(0)
        self._work.timeout.connect(self._run_slice)

    @property
    def group_by(self) -> GroupBy:
        return self._group_by

    @property
    def chosen_currency(self) -> str:
        """The requested currency, whether or not there is data in it; empty for the one with the most trades."""
        return self._currency or ""

    @property
    def is_working(self) -> bool:
        """Whether `view` is about to be replaced."""
        return self._work.isActive() or self._wait.isActive()

    def choose(self, *, day: date | None = None, group_by: GroupBy | None = None, currency: str | None = None) -> None:
        """Show another day, grouping or currency; what is omitted stays. The latest day moves on with the days."""
        if day is not None:
            self._day = None if self.view.days and day == self.view.days[0] else day
        if group_by is not None:
            self._group_by = group_by
        if currency is not None:
            self._currency = currency
        self.refresh_now()

    def restore(self, group_by: GroupBy, currency: str) -> None:
        """Restore a saved grouping and `chosen_currency`."""
        self._group_by, self._currency = group_by, currency or None
        self.refresh_now()

    def set_active(self, active: bool) -> None:
        """Compute now, or while the charts are hidden, not before they are shown."""
        self._is_active = active
        if not active:
            self._is_outdated = self._is_outdated or self.is_working
            self._stop()
        elif self._is_outdated:
            self._start()

    def refresh(self) -> None:
        """Compute everything again soon; a running computation is finished first."""
        self._is_outdated = True
        if self._is_active and not self.is_working:
            self._wait.start(max(_PAUSE_MS, int(_BREATHER * 1000 * self._spent)))

    def refresh_now(self) -> None:
        """Compute everything again at once: the user is waiting."""
        self._is_outdated = True
        if self._is_active:
            self._start()

    def _stop(self) -> None:
        self._wait.stop()
        self._work.stop()
        self._steps = None

    def _start(self) -> None:
        self._stop()
        self._is_outdated = False
        self._spent = 0.0
        self._steps = self._compute()
        # A short computation finishes at once, so that the old charts are not seen.
        self._run_slice()
        if self._steps is not None:
            self._work.start()

    def _run_slice(self) -> None:
        steps = self._steps
        if steps is None:
            return
        started = perf_counter()
        try:
            while perf_counter() - started < _SLICE:
                next(steps)
        except StopIteration as stop:
            self._stop()
            self.view = stop.value
            self._spent += perf_counter() - started
            self.changed.emit()
            if self._is_outdated:
                self.refresh()
        else:
            self._spent += perf_counter() - started

    def _compute(self) -> Generator[None, None, DayView]:
        blotter = self._blotter
        zone = SHOWN_ZONE.zone if self._zone is None else self._zone
        known = yield from known_days(list(blotter.fills), list(blotter.commissions), self._admits(), zone)
        days = known.days
        if not days:
            return DayView(group_by=self._group_by, without_time=known.without_time)
        day = self._day if self._day in known.fills else days[0]
        sums = yield from day_sums(known.fills[day], self._group_by, zone)
        currencies = sums.currencies
        currency = self._currency if self._currency in currencies else (currencies or [""])[0]
        start, end = _span(sums)
        return DayView(
            day,
            tuple(days),
            self._group_by,
            currency,
            tuple(currencies),
            sums,
            known.without_time,
            (yield from _lines(sums, sums.commissions.get(currency, {}), start, end)),
            (yield from _lines(sums, sums.realized_pnl.get(currency, {}), start, end)),
            _bars(sums),
            start,
            end,
        )


def _span(sums: DaySums) -> tuple[float, float]:
    """From the beginning of the first hour to the end of the last."""
    hours = sorted(sums.hours)
    first, last = sums.first, sums.last
    if first is None or last is None:
        return (0.0, 1.0)
    # The commissions of a combo may fall into an hour without a fill of the whole combo.
    start = min([*hours[:1], first]).timestamp()
    end = max([*(hour + HOUR for hour in hours[-1:]), last]).timestamp()
    return start, max(end, start + HOUR.total_seconds())


def _lines(
    sums: DaySums, curves: dict[Group, Curve], start: float, end: float
) -> Generator[None, None, tuple[Series, ...]]:
    # In the order of the groups, so that all charts have the same.
    groups = [group for group in sums.groups if group in curves]
    most = min(_MOST_OF_A_LINE, MOST_MARKS // max(1, len(groups)))
    width = max(1.0, (end - start) / most)
    lines = []
    for group in groups:
        curve = curves[group]
        marks: list[Mark] = []
        first, slot = 0, -1
        for number, fill in enumerate(curve.fills):
            if not number % 100:
                yield
            own = int((_seconds(fill) - start) / width)
            if own != slot and number:
                marks.append(_mark(curve, first, number))
                first = number
            slot = own
        marks.append(_mark(curve, first, len(curve.fills)))
        lines.append(Series(group, tuple(marks)))
    return tuple(lines)


def _mark(curve: Curve, first: int, end: int) -> Mark:
    fills = curve.fills[first:end]
    return Mark(_seconds(fills[0]), _seconds(fills[-1]), curve.sums[end - 1], 0, fills)


def _bars(sums: DaySums) -> tuple[Series, ...]:
    marks: dict[Group, list[Mark]] = {group: [] for group in sums.groups}
    for hour, parts in sorted(sums.hours.items()):
        base = 0
        for group in sums.groups:
            part = parts.get(group)
            if part is not None:
                start = hour.timestamp()
                count = len(part.fills)
                marks[group].append(
                    Mark(start, start + HOUR.total_seconds(), Decimal(count), base, part.fills, is_hour=True)
                )
                base += count
    return tuple(Series(group, tuple(some)) for group, some in marks.items() if some)


def quantity_of(mark: Mark) -> Decimal | None:
    """The quantity of a mark's fills; `None` where it is unknown."""
    return HourPart(list(mark.fills)).quantity


def time_of(seconds: float) -> datetime:
    """The time of a position on the axis, in UTC."""
    return datetime.fromtimestamp(seconds, UTC)


def _seconds(fill: Fill) -> float:
    assert fill.time is not None  # noqa: S101 - only fills with a time belong to a day
    return fill.time.timestamp()

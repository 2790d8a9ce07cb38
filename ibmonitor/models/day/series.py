"""`DaySeries`: what the day's charts draw. It follows the fills in short slices, and only while the charts are visible.

A chart has at most two thousand marks: fills that are close together in time share one.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, tzinfo
from decimal import Decimal
from time import perf_counter

from PySide6.QtCore import QObject, QTimer, Signal

from ibmonitor.domain.blotter.blotter import Blotter
from ibmonitor.domain.records.numbers import EXACT
from ibmonitor.domain.records.records import Fill
from ibmonitor.domain.sums.day_sums import Curves, DaySums, Group, GroupBy, KeptDay, Step, total_quantity
from ibmonitor.domain.sums.known_days import KnownDays
from ibmonitor.models.text.shown_zone import SHOWN_ZONE

MOST_MARKS = 1800
"""Marks of one chart; dashed lines with more are slow to paint."""
_MOST_OF_A_LINE = 900
_STRIDE = 100
"""Fills between two looks at the clock."""
_MANY = 20_000
"""With more changed fills, all are counted anew: a change costs more than a fill that is new."""
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
        self._book: _Book | None = None
        """What has been counted; `None` where all is to be counted anew."""
        self._changed: dict[Fill, None] = {}
        """The fills that have changed since."""
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
            if self._is_outdated:
                self._book = None
            self._stop()
        elif self._is_outdated:
            self._start()

    def refresh(self, changed: Iterable[Fill] = ()) -> None:
        """Take in soon what has changed, these fills and how many commissions there are; what is running goes first."""
        self._is_outdated = True
        if self._is_active:
            self._changed.update(dict.fromkeys(changed))
        else:
            # All is counted anew when the charts are shown.
            self._book = None
        if self._is_active and not self.is_working:
            self._wait.start(max(_PAUSE_MS, int(_BREATHER * 1000 * self._spent)))

    def refresh_now(self) -> None:
        """Compute everything again at once: the user is waiting."""
        self._is_outdated = True
        self._book = None
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
        """Take in what has changed; count all anew where that is too much, or something else is wanted."""
        changed: Collection[Fill] = self._changed
        self._changed = {}
        book, self._book = self._book, None
        if book is None or len(changed) > _MANY:
            zone = SHOWN_ZONE.zone if self._zone is None else self._zone
            book = _Book(KnownDays(self._admits(), zone), self._group_by, zone)
            changed = list(self._blotter.fills)
        yield from _each(book.put, changed)
        days = book.known.days
        day = self._day if self._day in days else days[0] if days else None
        if day != book.day:
            yield from book.start(day, list(self._blotter.fills))
        view = yield from self._view(book)
        # Only now: if this is given up before its end, all is counted anew.
        self._book = book
        return view

    def _view(self, book: _Book) -> Generator[None, None, DayView]:
        kept = book.kept
        yield from kept.arrange()
        sums, without_time = kept.sums(), book.known.without_time(len(self._blotter.commissions))
        if book.day is None:
            return DayView(group_by=self._group_by, without_time=without_time)
        currencies = sums.currencies
        currency = self._currency if self._currency in currencies else (currencies or ("",))[0]
        start, end = _span(kept.hours, sums)
        of = (kept.commissions, kept.realized_pnl)
        yield from kept.scale(currency, start, {each: _width(each.curves(currency), start, end) for each in of})
        commissions, realized_pnl = (_lines(kept.groups, each.curves(currency)) for each in of)
        return DayView(
            book.day,
            tuple(book.known.days),
            self._group_by,
            currency,
            currencies,
            sums,
            without_time,
            commissions,
            realized_pnl,
            _bars(kept),
            start,
            end,
        )


class _Book:
    """The days of some fills, and the sums of one of them."""

    def __init__(self, known: KnownDays, group_by: GroupBy, zone: tzinfo | None) -> None:
        self.known = known
        self.day: date | None = None
        self.kept = KeptDay(group_by, zone)
        self._of = group_by, zone

    def start(self, day: date | None, fills: Iterable[Fill]) -> Generator[None, None, None]:
        """Count another day, of all these fills, which have been put in."""
        self.day = day
        self.kept = KeptDay(*self._of)
        yield from _each(self._put_of_day, fills)

    def _put_of_day(self, fill: Fill) -> None:
        if self.day is not None and self.known.day_of(fill) == self.day:
            self.kept.put(fill)

    def put(self, fill: Fill) -> None:
        """Note a fill that is new or has changed."""
        if self.known.put(fill) == self.day is not None:
            self.kept.put(fill)
        else:
            self.kept.take_out(fill)


def _each(do: Callable[[Fill], None], fills: Iterable[Fill]) -> Generator[None, None, None]:
    for number, fill in enumerate(fills, 1):
        do(fill)
        if not number % _STRIDE:
            yield


def _span(hours: Collection[datetime], sums: DaySums) -> tuple[float, float]:
    """From the beginning of the first hour to the end of the last."""
    first, last = sums.first, sums.last
    if first is None or last is None:
        return (0.0, 1.0)
    # The commissions of a combo may fall into an hour without a fill of the whole combo.
    start = min([first, *hours]).timestamp()
    end = max([last, *(hour + HOUR for hour in hours)]).timestamp()
    return start, max(end, start + HOUR.total_seconds())


def _width(curves: Curves, start: float, end: float) -> float:
    """The width of a step, in seconds."""
    most = min(_MOST_OF_A_LINE, MOST_MARKS // max(1, len(curves)))
    return max(1.0, (end - start) / most)


def _lines(groups: Iterable[Group], curves: Curves) -> tuple[Series, ...]:
    # In the order of the groups, so that all charts have the same.
    return tuple([Series(group, _marks(curves[group].steps)) for group in groups if group in curves])


def _marks(steps: Mapping[int, Step]) -> tuple[Mark, ...]:
    marks, total = [], Decimal(0)
    for _, step in sorted(steps.items()):
        total = EXACT.add(total, step.amount)
        marks.append(Mark(_seconds(step.fills[0]), _seconds(step.fills[-1]), total, 0, step.fills))
    return tuple(marks)


def _bars(kept: KeptDay) -> tuple[Series, ...]:
    marks: dict[Group, list[Mark]] = {group: [] for group in kept.groups}
    for hour, parts in sorted(kept.hours.items()):
        base, start = 0, hour.timestamp()
        for group in kept.groups:
            fills = parts.get(group, ())
            if fills:
                end, number = start + HOUR.total_seconds(), len(fills)
                marks[group].append(Mark(start, end, Decimal(number), base, fills, is_hour=True))
                base += number
    return tuple(Series(group, tuple(some)) for group, some in marks.items() if some)


def quantity_of(mark: Mark) -> Decimal | None:
    """The quantity of a mark's fills; `None` where it is unknown."""
    return total_quantity(mark.fills)


def time_of(seconds: float) -> datetime:
    """The time of a position on the axis, in UTC."""
    return datetime.fromtimestamp(seconds, UTC)


def _seconds(fill: Fill) -> float:
    assert fill.time is not None  # noqa: S101 - only fills with a time belong to a day
    return fill.time.timestamp()

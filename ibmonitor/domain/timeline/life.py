"""The life of one order at a glance: its states with their times, and its fills; also in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal

from ibmonitor.domain.records.numbers import known
from ibmonitor.domain.records.records import ComboRole, Fill, Order
from ibmonitor.domain.records.statuses import INACTIVE, Phase, phase_of
from ibmonitor.domain.records.value import value
from ibmonitor.domain.timeline.entry import Entry, EntryKind
from ibmonitor.domain.timeline.timeline import timeline
from ibmonitor.domain.timeline.words import Write
from ibmonitor.domain.wording.staleness import is_gone_while_away
from ibmonitor.domain.wording.writing import joined, plain_number

NOT_LISTED = "Not listed"
STATUS_UNKNOWN = "Status unknown"
NO_CONNECTION = "No connection"

_CATCHING_UP = timedelta(seconds=10)
"""A status received within this time after a gap is the result of what happened in the gap."""
_MOST_SPANS = 20
_MOST_FILLS = 6
"""More than these are summed up in words: the text is for screen readers."""

_DISCONNECTED = (NO_CONNECTION, Phase.DISCONNECTED)
_FINAL = frozenset({Phase.FILLED, Phase.ENDED})
_FILLS = frozenset({EntryKind.FILL, EntryKind.PART, EntryKind.LEG, EntryKind.CORRECTION})
_CHANGES = frozenset({EntryKind.MODIFIED, EntryKind.TRAILED, EntryKind.ADJUSTED})
_STATES = frozenset({EntryKind.STATUS, EntryKind.FOUND, EntryKind.LOST, EntryKind.RESUMED, EntryKind.MISSING})
_UNSETTLED = 100
"""Entries at the end of a timeline that may still change, or get others between them."""
_PIECE = 250
"""So many entries are read at once: in less than a millisecond."""


@value
class Span:
    """A state and how long it lasted."""

    start: datetime
    end: datetime
    status: str
    """TWS's word, or why there is none: `STATUS_UNKNOWN`, `NOT_LISTED`, `NO_CONNECTION`."""
    phase: Phase

    @property
    def duration(self) -> timedelta:
        return self.end - self.start


@value
class Mark:
    """A fill."""

    moment: datetime
    quantity: Decimal | None
    """`None` where TWS sent none, or one that is not plausible."""
    superseded: bool
    record: Fill
    size: float
    """The quantity without its sign; 0 where it is not known."""
    entry: Entry

    @property
    def words(self) -> str:
        """The fill in a sentence."""
        return self.entry.what


@value
class Modification:
    """A change of the order's terms."""

    moment: datetime
    words: str
    """What changed, in a sentence."""
    key: tuple[str, int]
    """Of its entry in the timeline."""


@dataclass(slots=True)
class Fills:
    """The fills of one kind, in the order of the timeline, and what is counted of them."""

    marks: list[Mark] = field(default_factory=list)
    valid: int = 0
    """How many are not corrected."""
    least: Decimal | None = None
    most: Decimal | None = None
    """Of those, the smallest and the largest quantity; `None` where none is known."""

    def add(self, mark: Mark) -> None:
        """Add a fill that comes after all others."""
        self.marks.append(mark)
        if not mark.superseded:
            self.valid += 1
            quantity = mark.quantity
            if quantity is not None:
                self.least = quantity if self.least is None else min(self.least, quantity)
                self.most = quantity if self.most is None else max(self.most, quantity)

    def extend(self, others: Fills) -> None:
        """Add fills that come after all others."""
        self.marks += others.marks
        self.valid += others.valid
        self.least = min((one for one in (self.least, others.least) if one is not None), default=None)
        self.most = max((one for one in (self.most, others.most) if one is not None), default=None)


@value
class OrderLife:
    """The known life of an order, without gaps: each span begins where the one before it ends."""

    spans: tuple[Span, ...]
    fills: Fills
    is_over: bool
    """Whether the last state is final; otherwise it lasts until now, as far as is known."""
    is_stale: bool = False
    """It is not over, and its state after the last span is not known."""
    modifications: tuple[Modification, ...] = ()

    @property
    def marks(self) -> Sequence[Mark]:
        """The fills."""
        return self.fills.marks


def order_life(order: Order, now: datetime, entries: Sequence[Entry] | None = None) -> OrderLife:
    """Return the order's states and fills until `now`, or until the last of them where it is done.

    The states of a stale order end when it became stale. `entries` is its timeline, if already made.
    """
    return KeptLife().update(order, now, timeline(order) if entries is None else entries)


class KeptLife:
    """An order's life that is kept up to date with its timeline: the entries that stay are read once."""

    def __init__(self) -> None:
        self._parts: list[_Reading] = []
        """Of the first entries, which hardly ever change: `_PIECE` in each."""

    def update(self, order: Order, now: datetime, entries: Sequence[Entry], start: int = 0) -> OrderLife:
        """Return the life as `order_life` does; the entries before `start` are those of the last call."""
        while self.read(order, entries, start):
            start = len(entries)
        whole = _joined(self._parts) if self._parts else _Reading(order.stale_since)
        whole.read(entries[whole.count :])
        return _life(order, now, whole)

    def read(self, order: Order, entries: Sequence[Entry], start: int) -> bool:
        """Read some of the entries that will hardly change; return whether there were any.

        The entries before `start` are those of the last call.
        """
        parts = self._parts
        while parts and (parts[-1].count > start or parts[-1].stale_since != order.stale_since):
            parts.pop()
        first = parts[-1].count if parts else 0
        if first + _PIECE + _UNSETTLED > len(entries):
            return False
        part = parts[-1].continued() if parts else _Reading(order.stale_since)
        part.read(entries[first : first + _PIECE])
        parts.append(part)
        return True


def _life(order: Order, now: datetime, read: _Reading) -> OrderLife:
    fills, modifications, changes = read.shown_fills(), tuple(read.modifications), read.changes
    marks = fills.marks
    is_stale, until = _known_until(order, changes, now)
    moments = [mark.moment for mark in (*marks[:1], *marks[-1:])] + [one.moment for one in modifications]
    moments += [moment for moment, _, _ in changes]
    if not moments:
        return OrderLife((), fills, order.is_done)
    first, last = min(moments), max(moments)
    if not order.is_done:
        last = max(last, until)
    elif changes and changes[-1][1] == INACTIVE:
        # TWS has completed the order in this state, which is not final otherwise.
        changes[-1] = (changes[-1][0], INACTIVE, Phase.ENDED)
    if not changes or changes[0][0] > first:
        changes.insert(0, (first, STATUS_UNKNOWN, Phase.UNKNOWN))
    ends = [moment for moment, _, _ in changes[1:]] + [last]
    spans = (Span(start, end, status, phase) for (start, status, phase), end in zip(changes, ends, strict=True))
    return OrderLife(tuple(spans), fills, order.is_done, is_stale, modifications)


def _known_until(order: Order, changes: list[tuple[datetime, str, Phase]], now: datetime) -> tuple[bool, datetime]:
    """Return whether the order's state is unknown now, and until when it is known; drops an unknown last change."""
    if not order.is_done and changes and changes[-1][2] is Phase.DISCONNECTED:
        return True, changes.pop()[0]
    if order.is_done or order.stale_since is None or is_gone_while_away(order):
        return False, now
    return True, order.stale_since


@dataclass(slots=True)
class _Reading:
    """What the entries of a timeline say about the order's life, read one after the other."""

    stale_since: datetime | None
    count: int = 0
    """How many entries have been read."""
    changes: list[tuple[datetime, str, Phase]] = field(default_factory=list)
    """The moments at which the state changed, with the new state."""
    modifications: list[Modification] = field(default_factory=list)
    fills: dict[tuple[bool, bool], Fills] = field(default_factory=dict)
    """By whether they are of a combo's legs, and of a master account."""
    resumed_at: datetime | None = None
    """When TWS sent data again after a gap; `None` once the order has changed its state since."""
    reported: tuple[str, Phase] = (STATUS_UNKNOWN, Phase.UNKNOWN)
    shown: tuple[str, Phase] | None = None

    def continued(self) -> _Reading:
        """Return one that reads on, and has only what it reads itself, but for the states."""
        return replace(self, changes=self.changes[:], modifications=[], fills={})

    def add(self, part: _Reading) -> None:
        """Add the modifications and fills that another one has read after this one."""
        self.modifications += part.modifications
        for kind, fills in part.fills.items():
            self.fills.setdefault(kind, Fills()).extend(fills)

    def shown_fills(self) -> Fills:
        """The fills; of a combo those of the combo unless only legs are known, of a group order those of the master."""
        are_legs = all(is_leg for is_leg, _ in self.fills)
        has_master = any(is_whole for _, is_whole in self.fills)
        return self.fills.get((are_legs, has_master)) or Fills()

    def read(self, entries: Sequence[Entry]) -> None:
        """Read on."""
        self.count += len(entries)
        for entry in entries:
            kind, record = entry.kind, entry.record
            if kind in _FILLS and isinstance(record, Fill):
                alike = self.fills.setdefault((record.combo_role is ComboRole.LEG, record.is_whole), Fills())
                shares = known(record.execution.shares)
                size = 0.0 if shares is None else float(abs(shares))
                alike.add(Mark(entry.moment, shares, entry.superseded, record, size, entry))
            elif kind in _CHANGES:
                for step in entry.steps or (entry,):
                    self.modifications.append(Modification(step.moment, step.what, entry.key))
            elif kind in _STATES:
                self._read_state(entry)

    def _read_state(self, entry: Entry) -> None:
        stale_since = self.stale_since
        match entry.kind:
            case EntryKind.STATUS:
                state = self.reported = (entry.status, phase_of(entry.status, entry.why_held))
            case EntryKind.FOUND:
                state = self.reported
            case EntryKind.LOST if self.reported[1] not in _FINAL:
                state = _DISCONNECTED
            # Data about other orders does not confirm a stale one.
            case EntryKind.RESUMED if self.shown == _DISCONNECTED and (
                stale_since is None or entry.moment < stale_since
            ):
                state = self.reported
            case EntryKind.MISSING if self.reported[1] not in _FINAL:
                state = (NOT_LISTED, Phase.MISSING)
            case _:
                return
        if self.resumed_at is not None and entry.moment - self.resumed_at <= _CATCHING_UP:
            # This is the state after the gap: the one before the gap may have ended during it.
            self.changes.pop()
            self.shown = _DISCONNECTED
        self.resumed_at = entry.moment if entry.kind is EntryKind.RESUMED else None
        if state != self.shown:
            self.changes.append((entry.moment, *state))
        self.shown = state


def _joined(parts: Sequence[_Reading]) -> _Reading:
    """Return what all parts have read, one after the other."""
    whole = parts[-1].continued()
    for part in parts:
        whole.add(part)
    return whole


def describe_life(life: OrderLife, write: Write = plain_number) -> str:
    """Describe the drawing, for screen readers."""
    if not life.spans:
        return "Its history is not known."
    words = [_span_words(span) for span in life.spans]
    last = life.spans[-1]
    if last.phase in _FINAL:
        words[-1] = last.status
    else:
        words[-1] += ", then done" if life.is_over else ", not confirmed since" if life.is_stale else " until now"
    if len(words) > _MOST_SPANS:
        words = [*words[:_MOST_SPANS], f"{len(words) - _MOST_SPANS - 1} more states", words[-1]]
    count = len(life.modifications)
    modified = f", {count} {'modification' if count == 1 else 'modifications'}" if count else ""
    return f"{', '.join(words)}; {_fills_in_words(life.fills, write)}{modified}."


def _span_words(span: Span) -> str:
    return f"{span.status} {duration_words(span.duration)}"


def _fills_in_words(fills: Fills, write: Write) -> str:
    valid, corrected = fills.valid, len(fills.marks) - fills.valid
    if not fills.marks:
        return "no fills"
    if not valid:
        return f"no fill that counts, and {corrected} corrected"
    words = f"{valid} {'fill' if valid == 1 else 'fills'}"
    if valid <= _MOST_FILLS:
        quantities = [mark.quantity for mark in fills.marks if not mark.superseded]
        words += f" of {joined('an unknown quantity' if one is None else write(one) for one in quantities)}"
    elif fills.least is not None and fills.most is not None:
        words += " of " + " to ".join(map(write, dict.fromkeys((fills.least, fills.most))))
    return f"{words}, and {corrected} corrected" if corrected else words


def duration_words(duration: timedelta) -> str:
    """Write a duration, in its two largest units at most."""
    seconds = int(duration.total_seconds())
    if seconds < 1:
        return "under 1 s"
    if seconds < 60:
        return f"{seconds} s"
    minutes, seconds = divmod(seconds, 60)
    if minutes < 60:
        return f"{minutes} min {seconds} s" if seconds and minutes < 10 else f"{minutes} min"
    hours, minutes = divmod(minutes, 60)
    if hours < 24:
        return f"{hours} h {minutes} min" if minutes else f"{hours} h"
    days, hours = divmod(hours, 24)
    return f"{days} d {hours} h" if hours else f"{days} d"

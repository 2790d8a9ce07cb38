"""The life of one order at a glance: its states with their times, and its fills; also in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
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
    superseded: bool
    record: Fill
    words: str
    """The fill in a sentence."""


@value
class Modification:
    """A change of the order's terms."""

    moment: datetime
    words: str
    """What changed, in a sentence."""
    key: tuple[str, int]
    """Of its entry in the timeline."""


@value
class OrderLife:
    """The known life of an order, without gaps: each span begins where the one before it ends."""

    spans: tuple[Span, ...]
    marks: tuple[Mark, ...]
    is_over: bool
    """Whether the last state is final; otherwise it lasts until now, as far as is known."""
    is_stale: bool = False
    """It is not over, and its state after the last span is not known."""
    modifications: tuple[Modification, ...] = ()


def order_life(order: Order, now: datetime, entries: Sequence[Entry] | None = None) -> OrderLife:
    """Return the order's states and fills until `now`, or until the last of them where it is done.

    The states of a stale order end when it became stale. `entries` is its timeline, if already made.
    """
    if entries is None:
        entries = timeline(order)
    marks, modifications = tuple(_marks(entries)), tuple(_modifications(entries))
    changes = _changes(order, entries)
    is_stale, until = _known_until(order, changes, now)
    moments = [mark.moment for mark in marks] + [one.moment for one in modifications]
    moments += [moment for moment, _, _ in changes]
    if not moments:
        return OrderLife((), (), order.is_done)
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
    return OrderLife(tuple(spans), marks, order.is_done, is_stale, modifications)


def _known_until(order: Order, changes: list[tuple[datetime, str, Phase]], now: datetime) -> tuple[bool, datetime]:
    """Return whether the order's state is unknown now, and until when it is known; drops an unknown last change."""
    if not order.is_done and changes and changes[-1][2] is Phase.DISCONNECTED:
        return True, changes.pop()[0]
    if order.is_done or order.stale_since is None or is_gone_while_away(order):
        return False, now
    return True, order.stale_since


def _changes(order: Order, entries: Iterable[Entry]) -> list[tuple[datetime, str, Phase]]:
    """The moments at which the state changed, with the new state."""
    changes: list[tuple[datetime, str, Phase]] = []
    resumed_at: datetime | None = None
    """When TWS sent data again after a gap; `None` once the order has changed its state since."""
    stale_since = order.stale_since
    reported = (STATUS_UNKNOWN, Phase.UNKNOWN)
    shown: tuple[str, Phase] | None = None
    for entry in entries:
        match entry.kind:
            case EntryKind.STATUS:
                state = reported = (entry.status, phase_of(entry.status, entry.why_held))
            case EntryKind.FOUND:
                state = reported
            case EntryKind.LOST if reported[1] not in _FINAL:
                state = _DISCONNECTED
            # Data about other orders does not confirm a stale one.
            case EntryKind.RESUMED if shown == _DISCONNECTED and (stale_since is None or entry.moment < stale_since):
                state = reported
            case EntryKind.MISSING if reported[1] not in _FINAL:
                state = (NOT_LISTED, Phase.MISSING)
            case _:
                continue
        if resumed_at is not None and entry.moment - resumed_at <= _CATCHING_UP:
            # This is the state after the gap: the one before the gap may have ended during it.
            changes.pop()
            shown = _DISCONNECTED
        resumed_at = entry.moment if entry.kind is EntryKind.RESUMED else None
        if state != shown:
            changes.append((entry.moment, *state))
        shown = state
    return changes


def _marks(entries: Sequence[Entry]) -> Iterator[Mark]:
    """The fills; of a combo those of the combo unless only legs are known, of a group order those of the master."""
    fills = [(entry, entry.record) for entry in entries if entry.kind in _FILLS and isinstance(entry.record, Fill)]
    has_whole = any(fill.combo_role is not ComboRole.LEG for _, fill in fills)
    has_master = any(fill.is_whole for _, fill in fills)
    for entry, fill in fills:
        is_leg = fill.combo_role is ComboRole.LEG
        if not (has_whole and is_leg) and (fill.is_whole or not has_master):
            yield Mark(entry.moment, fill.execution.shares, entry.superseded, fill, entry.what)


def _modifications(entries: Iterable[Entry]) -> Iterator[Modification]:
    for entry in entries:
        if entry.kind in _CHANGES:
            for step in entry.steps or (entry,):
                yield Modification(step.moment, step.what, entry.key)


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
    return f"{', '.join(words)}; {_fills_in_words(life.marks, write)}{modified}."


def _span_words(span: Span) -> str:
    return f"{span.status} {duration_words(span.duration)}"


def _fills_in_words(marks: Sequence[Mark], write: Write) -> str:
    corrected = sum(mark.superseded for mark in marks)
    valid = [mark.quantity for mark in marks if not mark.superseded]
    if not marks:
        return "no fills"
    if not valid:
        return f"no fill that counts, and {corrected} corrected"
    words = f"{len(valid)} {'fill' if len(valid) == 1 else 'fills'}"
    quantities = [quantity for quantity in map(known, valid) if quantity is not None]
    if len(valid) <= _MOST_FILLS:
        each = (known(quantity) for quantity in valid)
        words += f" of {joined('an unknown quantity' if one is None else write(one) for one in each)}"
    elif quantities:
        words += " of " + " to ".join(write(each) for each in sorted({min(quantities), max(quantities)}))
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

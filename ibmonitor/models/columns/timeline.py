"""The columns of an order's timeline."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from operator import attrgetter

from ibmonitor.domain.records.records import Message, Severity
from ibmonitor.domain.timeline.entry import Entry, EntryKind
from ibmonitor.domain.wording.rounding import AVERAGE_DECIMALS
from ibmonitor.models.columns.moments import entry_moment, entry_received, entry_when
from ibmonitor.models.table.column import LEFT, Column, id_column, number_column, text_column, time_column
from ibmonitor.models.table.roles import Tone
from ibmonitor.models.table.tones import status_tone
from ibmonitor.models.text.formats import moment_text, time_text

_SEVERITY_TONES: dict[Severity | None, Tone] = {Severity.WARNING: "warning", Severity.ERROR: "bad"}
_KIND_TONES: dict[EntryKind, Tone] = {
    EntryKind.LOST: "warning",
    EntryKind.RESUMED: "done",
    EntryKind.MISSING: "warning",
    EntryKind.LOOKED_UP: "warning",
    EntryKind.LISTED: "done",
}


def row_tone(entry: Entry) -> Tone:
    return "superseded" if entry.superseded else ""


def _what_tone(entry: Entry) -> Tone:
    return _SEVERITY_TONES.get(entry.severity) or _KIND_TONES.get(entry.kind, "")


def _what_hint(entry: Entry) -> str:
    """The whole sentence; for a message, TWS's own text below it."""
    lines = [entry.what]
    if isinstance(entry.record, Message):
        lines += [entry.record.text, entry.record.advanced_order_reject_json]
    return "\n".join(filter(None, lines))


def _status_tone(entry: Entry) -> Tone:
    return status_tone(entry.status, entry.why_held)


def _average(entry: Entry) -> Decimal | None:
    """TWS sends 0 before the first fill, where there is no average."""
    return entry.average or None


def _times_text(entry: Entry) -> str:
    return f"×{entry.count}" if entry.count > 1 else ""


def _times_hint(entry: Entry) -> str:
    return f"The last of {entry.count} was received {time_text(entry.last_received)}." if entry.last_received else ""


def _when_hint(entry: Entry) -> str:
    """Both times, where TWS sent one."""
    return "" if entry.time is None else f"Received {moment_text(entry_received(entry))}"


OPTIONAL = ("times", "filled", "average", "remaining", "status", "received", "time")
"""Columns that are shown where What happened has its room, the most important first."""

TIMELINE_COLUMNS: tuple[Column[Entry], ...] = (
    time_column(
        "when",
        "Time",
        "When it happened: TWS's own time of what was reported later, otherwise when IB Monitor received it.",
        attrgetter("moment"),
        moment=entry_when,
        is_short=True,
        visible=True,
        width=74,
        hint=_when_hint,
    ),
    time_column(
        "time",
        "TWS time",
        "TWS's own time; blank where TWS sends none, as for a status.",
        moment=entry_moment,
        is_short=True,
        width=104,
    ),
    time_column(
        "received", "Received", "When IB Monitor first received it.", moment=entry_received, is_short=True, width=104
    ),
    text_column(
        "what",
        "What happened",
        "What happened, in IB's words where it has some.",
        visible=True,
        width=230,
        tone=_what_tone,
        hint=_what_hint,
    ),
    text_column("status", "Status", "The status as TWS reported it.", visible=True, width=100, tone=_status_tone),
    number_column(
        "filled", "Filled", "How much of the order was filled by then, as TWS reported it here.", visible=True, width=58
    ),
    number_column(
        "remaining",
        "Remaining",
        "How much of the order remained to be filled, as TWS reported it here.",
        visible=True,
        width=74,
    ),
    number_column(
        "average",
        "Average price",
        "The average price of what was filled by then, as TWS reported it here. To six decimals.",
        _average,
        min_decimals=2,
        max_decimals=AVERAGE_DECIMALS,
        visible=True,
        width=92,
    ),
    replace(
        id_column(
            "times",
            "Count",
            "How often exactly this was received, where more than once; the hint shows when last.",
            attrgetter("count"),
            text=_times_text,
            visible=True,
            width=48,
            hint=_times_hint,
        ),
        alignment=LEFT,
    ),
)

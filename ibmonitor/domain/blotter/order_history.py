"""Writes an order's history as `HistoryEntry`s: each once, with a count of its exact repeats."""

from __future__ import annotations

from datetime import datetime

from ibmonitor.domain.records.records import HistoryEntry, HistoryKind, Order, StatusChange

# Looking up an Enum member costs as much as the rest of what is done with it for every event.
_STATUS, _LISTED = HistoryKind.STATUS, HistoryKind.LISTED


def note(order: Order, kind: HistoryKind, now: datetime, detail: str = "") -> None:
    """Add an entry that is not a status."""
    order.history.append(HistoryEntry(now, kind, detail=detail))


def note_status(order: Order, change: StatusChange) -> None:
    """Add a new status.

    openOrder reports the status and orderStatus, which follows it, the numbers of one change: that is one entry, unless
    something was filled in between.
    """
    last = order.history[-1] if order.history else None
    if (
        last is not None
        and last.status is not None
        and _completes(change, last.status)
        and not _is_filled_since(order, last)
    ):
        last.status = change
        return
    order.history.append(HistoryEntry(change.received, _STATUS, change))


def note_repeat(order: Order, change: StatusChange, *, is_counted: bool) -> None:
    """Count a repeat of the last status, as TWS often sends, or add the numbers that openOrder did not have."""
    last = next((one for one in reversed(order.history) if one.status is not None), None)
    if last is None or last.status is None:
        return
    if _completes(change, last.status):
        last.status = change
    elif is_counted:
        last.repeat(change.received)


def note_listed(order: Order, now: datetime) -> None:
    """Record that a requested list included the order again, unchanged."""
    last = order.history[-1] if order.history else None
    if last is not None and last.kind is _LISTED:
        last.repeat(now)
    else:
        note(order, _LISTED, now)


def ids_in_words(perm_id: int | None, client_id: int | None, order_id: int | None) -> str:
    """Return the ids of an order in words; permId 0 and order ID 0 are none."""
    names = [
        f"Perm ID {perm_id}" if perm_id else "",
        f"order ID {order_id} of client {client_id}" if order_id and client_id is not None else "",
    ]
    return ", ".join(filter(None, names))


def _is_filled_since(order: Order, entry: HistoryEntry) -> bool:
    return bool(order.fills) and order.fills[-1].received > entry.received


def _completes(change: StatusChange, before: StatusChange) -> bool:
    """Whether orderStatus reports the numbers of a status that openOrder has just reported without them."""
    is_bare = before.source == "openOrder" and before.filled is None and before.remaining is None
    return is_bare and change.source == "orderStatus" and change.status == before.status

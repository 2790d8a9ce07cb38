"""What is kept of an order's past, as `HistoryEntry`s: each once, with a count of its exact repeats."""

from __future__ import annotations

from datetime import datetime

from ibmonitor.domain.records.records import HistoryEntry, HistoryKind, Order, StatusChange


def note(order: Order, kind: HistoryKind, now: datetime, detail: str = "") -> None:
    """Note that something other than a status has happened."""
    order.history.append(HistoryEntry(now, kind, detail=detail))


def note_status(order: Order, said: StatusChange) -> None:
    """Note a status that is news.

    Of one change openOrder tells the word and orderStatus, which follows it, the numbers: that is one happening, unless
    something has been filled in between.
    """
    last = order.history[-1] if order.history else None
    if (
        last is not None
        and last.status is not None
        and _completes(said, last.status)
        and not _is_filled_since(order, last)
    ):
        last.status = said
        return
    order.history.append(HistoryEntry(said.received, HistoryKind.STATUS, said))


def note_repeat(order: Order, said: StatusChange, *, is_counted: bool) -> None:
    """Note that TWS told the last status once more, as it often does, or the numbers that openOrder had not told."""
    last = next((one for one in reversed(order.history) if one.status is not None), None)
    if last is None or last.status is None:
        return
    if _completes(said, last.status):
        last.status = said
    elif is_counted:
        last.repeat(said.received)


def note_listed(order: Order, now: datetime) -> None:
    """Note that a list that was asked for named the order again with nothing new."""
    last = order.history[-1] if order.history else None
    if last is not None and last.kind is HistoryKind.LISTED:
        last.repeat(now)
    else:
        note(order, HistoryKind.LISTED, now)


def ids_in_words(perm_id: int | None, client_id: int | None, order_id: int | None) -> str:
    """Return the ids that name an order; permId 0 and order id 0 name none."""
    names = [
        f"Perm ID {perm_id}" if perm_id else "",
        f"order ID {order_id} of client {client_id}" if order_id and client_id is not None else "",
    ]
    return ", ".join(filter(None, names))


def _is_filled_since(order: Order, entry: HistoryEntry) -> bool:
    return bool(order.fills) and order.fills[-1].received > entry.received


def _completes(said: StatusChange, before: StatusChange) -> bool:
    is_bare = before.filled is None and before.remaining is None
    return before.source == "openOrder" and is_bare and said.source == "orderStatus" and said.status == before.status

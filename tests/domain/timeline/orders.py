"""Builds an order with a history, fills, commissions and messages at given seconds."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from ibmonitor.domain.records.exec_id import is_leg
from ibmonitor.domain.records.records import (
    ComboRole,
    Commission,
    Fill,
    HistoryEntry,
    HistoryKind,
    Message,
    Order,
    Severity,
    StatusChange,
)
from ibmonitor.domain.timeline.entry import Entry, EntryKind
from ibmonitor.domain.timeline.timeline import timeline
from tests.support.blotter_events import (
    START,
    execution,
)


def at(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def new_order(**known: Any) -> Order:
    order = Order(0, START, START, perm_id=7, account="DU1")
    for name, field in known.items():
        setattr(order, name, field)
    return order


def add_status(order: Order, seconds: float, status: str, *numbers: str | None, why_held: str = "") -> HistoryEntry:
    """Filled, remaining and average price are the numbers."""
    filled, remaining, average = (None if n is None else Decimal(n) for n in (*numbers, None, None, None)[:3])
    said = StatusChange(at(seconds), status, filled, remaining, average, why_held, "orderStatus")
    entry = HistoryEntry(at(seconds), HistoryKind.STATUS, said)
    order.history.append(entry)
    order.status = status
    return entry


def add_fill(
    order: Order, seconds: float, shares: str, exec_id: str = "", *, time: datetime | None = None, **known: Any
) -> Fill:
    number = len(order.fills)
    exec_id = exec_id or f"0000e0d5.{number:08x}.01.01"
    event = execution(exec_id, shares=Decimal(shares), acct_number="DU1", **known)
    role = ComboRole.LEG if is_leg(exec_id) else ComboRole.NONE
    fill = Fill(number, at(seconds), event.execution, event.contract, time, role, order=order)
    order.fills.append(fill)
    return fill


def add_commission(fill: Fill, seconds: float, amount: str | None = "1.25", pnl: str | None = None) -> Commission:
    known = None if pnl is None else Decimal(pnl)
    money = None if amount is None else Decimal(amount)
    fill.commission = Commission(
        fill.serial, at(seconds), fill.execution.exec_id, money, "USD", known, None, None, fill
    )
    return fill.commission


def words(order: Order) -> list[str]:
    return [entry.what for entry in timeline(order)]


def only(order: Order, kind: EntryKind) -> Entry:
    (entry,) = [entry for entry in timeline(order) if entry.kind is kind]
    return entry


def add_entry(order: Order, seconds: float, kind: HistoryKind, detail: str = "") -> HistoryEntry:
    entry = HistoryEntry(at(seconds), kind, detail=detail)
    order.history.append(entry)
    return entry


def add_message(order: Order, seconds: float, plain: str = "It is slow.", **known: Any) -> Message:
    message = Message(len(order.messages), at(seconds), Severity.WARNING, 399, 5, plain, "raw", order=order, **known)
    order.messages.append(message)
    return message

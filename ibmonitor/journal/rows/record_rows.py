"""The rows that only records tell, since many events make them: orders, and which executions count in sums.

Without the site, which the session knows.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import tzinfo

from sqlalchemy import Table

from ibmonitor.domain.explain.outcomes import outcome_of
from ibmonitor.domain.records.records import Fill, Order
from ibmonitor.domain.sums.day_trades import PLAIN, Place, place_of
from ibmonitor.journal.rows.days import day_of, microseconds_of
from ibmonitor.journal.rows.event_rows import Row, text_of
from ibmonitor.journal.store.schema import ORDER_DAYS, ORDERS

_WHOLE, _BAG, _LEG, _MONEY = "whole", "combo", "leg", "money"


def order_rows(order: Order, zone: tzinfo) -> Iterator[tuple[Table, Row]]:
    """The rows of an order as it is now, by the days of a zone; none while TWS has given it no permId."""
    if not order.perm_id:
        return
    contract = order.contract
    first_day, last_day = day_of(order.first_seen, zone), day_of(order.last_update, zone)
    row: Row = {
        "perm_id": order.perm_id,
        "account": order.account,
        "client_id": order.client_id,
        "order_id": order.order_id,
        "order_ref": order.order_ref,
        "parent_perm_id": None if order.parent is None else order.parent.perm_id,
        "action": order.action,
        "quantity": text_of(order.total_quantity),
        "order_type": order.order_type,
        "limit_price": text_of(order.lmt_price),
        "tif": order.tif,
        "fa_group": order.fa_group,
        "status": order.status or "",
        "outcome": outcome_of(order).value,
        "filled": text_of(order.filled),
        "avg_fill_price": text_of(order.avg_fill_price),
        "first_seen": microseconds_of(order.first_seen),
        "last_seen": microseconds_of(order.last_update),
        "first_day": first_day,
        "last_day": last_day,
        "con_id": None if contract is None else contract.con_id,
        "symbol": "" if contract is None else contract.symbol,
        "local_symbol": "" if contract is None else contract.local_symbol,
        "sec_type": "" if contract is None else contract.sec_type,
        "currency": "" if contract is None else contract.currency,
    }
    yield ORDERS, row
    for day in dict.fromkeys((first_day, last_day)):
        yield ORDER_DAYS, {"perm_id": order.perm_id, "day": day}


def is_ordinary(fill: Fill) -> bool:
    """Whether the row that its event makes says all: it names its order, and counts in sums like most."""
    names_order = bool(fill.execution.perm_id) or fill.order is None or not fill.order.perm_id
    return names_order and fill.superseded_by is None and place_of(fill) == PLAIN


def standing_row(fill: Fill) -> Row:
    """How a fill counts in sums and with which others, as columns of its execution's row."""
    is_superseded = fill.superseded_by is not None
    return {
        "account": fill.execution.acct_number,
        "exec_id": fill.execution.exec_id,
        "perm_id": fill.execution.perm_id or (fill.order.perm_id if fill.order is not None else None),
        "superseded": int(is_superseded),
        "place": "" if is_superseded else place_text(place_of(fill)),
    }


def place_text(place: Place) -> str:
    """A place as it is stored: "" for that of almost all fills."""
    if place == PLAIN:
        return ""
    named = zip(place, (_WHOLE, _BAG, _LEG, _MONEY), strict=True)
    return " ".join(name for holds, name in named if holds) or "-"


def place_in(text: str) -> Place:
    """The place that is stored; that of almost all fills for ""."""
    words = text.split()
    return Place(*(name in words for name in (_WHOLE, _BAG, _LEG, _MONEY))) if words else PLAIN

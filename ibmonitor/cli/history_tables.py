"""What the history's lists say, and under which names: TWS's in snake_case, as in a snapshot. Unknown is `None`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from ibmonitor.domain.records.covered_day import Day
from ibmonitor.domain.records.value import value
from ibmonitor.journal.found import FoundExecution, FoundOrder
from ibmonitor.journal.lists import FoundMessage

Cell = str | int | bool | Decimal | datetime | None
Row = Mapping[str, Cell]


@value
class Listing:
    """A table: its name, which begins sentences, and the columns that fit on a screen."""

    name: str
    columns: tuple[str, ...]


DAYS = Listing("days", ("day", "site", "began", "ended", "gaps", "fills"))
ORDERS = Listing("orders", (
    "last_day", "perm_id", "client_id", "order_id", "account", "action", "total_quantity", "symbol", "order_type",
    "lmt_price", "outcome", "filled", "avg_fill_price", "order_ref",
))  # fmt: skip
FILLS = Listing("fills", (
    "time", "acct_number", "side", "shares", "symbol", "price", "exchange", "perm_id", "exec_id",
    "commission_and_fees", "commission_currency", "realized_pnl", "superseded",
))  # fmt: skip
MESSAGES = Listing("messages", ("time", "severity", "code", "text"))


def day_row(day: Day, zone: ZoneInfo, fills: int) -> Row:
    """A day: from when to when TWS was connected and when it was not meanwhile, by the clock of a zone."""

    def local(time: datetime) -> datetime:
        return time.astimezone(zone).replace(microsecond=0)

    gaps = (f"{local(gap.began):%H:%M} to {local(gap.ended):%H:%M}" for gap in day.gaps)
    return {
        "day": day.day.isoformat(),
        "site": day.site,
        "began": local(day.spans[0].began),
        "ended": local(day.spans[-1].ended),
        "gaps": ", ".join(gaps),
        "fills": fills,
    }


def order_row(order: FoundOrder) -> Row:
    """An order."""
    return {
        "first_day": order.first_day,
        "last_day": order.last_day,
        "site": order.site,
        "perm_id": order.perm_id,
        "client_id": order.client_id,
        "order_id": order.order_id,
        "parent_perm_id": order.parent_perm_id,
        "account": order.account or None,
        "action": order.action or None,
        "total_quantity": order.quantity,
        "symbol": order.symbol or None,
        "local_symbol": order.local_symbol or None,
        "sec_type": order.sec_type or None,
        "currency": order.currency or None,
        "order_type": order.order_type or None,
        "lmt_price": order.limit_price,
        "tif": order.tif or None,
        "fa_group": order.fa_group or None,
        "status": order.status or None,
        "outcome": order.outcome or None,
        "filled": order.filled,
        "avg_fill_price": order.avg_fill_price,
        "order_ref": order.order_ref or None,
        "first_seen": order.first_seen,
        "last_seen": order.last_seen,
    }


def fill_row(fill: FoundExecution) -> Row:
    """An execution with its commission."""
    return {
        "time": fill.time,
        "time_raw": fill.time_raw,
        "day": fill.day,
        "site": fill.site,
        "acct_number": fill.account,
        "side": fill.side,
        "shares": fill.shares,
        "symbol": fill.symbol,
        "local_symbol": fill.local_symbol,
        "sec_type": fill.sec_type,
        "currency": fill.currency,
        "price": fill.price,
        "exchange": fill.exchange,
        "perm_id": fill.perm_id,
        "client_id": fill.client_id,
        "order_id": fill.order_id,
        "order_ref": fill.order_ref,
        "exec_id": fill.exec_id,
        "superseded": fill.superseded,
        "commission_and_fees": fill.commission_and_fees,
        "commission_currency": fill.commission_currency or None,
        "realized_pnl": fill.realized_pnl,
    }


def message_row(message: FoundMessage) -> Row:
    """A message; without a code it is this program's own."""
    return {
        "time": message.time,
        "day": message.day,
        "severity": message.severity or None,
        "code": message.code,
        "req_id": message.req_id,
        "perm_id": message.perm_id,
        "plain": message.plain,
        "text": message.text,
    }

"""Builds events with sensible values for the blotter's tests; a test names only what it is about."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from ibmonitor.domain.blotter.blotter import Blotter
from ibmonitor.domain.records.events import CommissionReport, CompletedOrder, Event, ExecDetails, OpenOrder, OrderStatus
from ibmonitor.domain.records.records import Contract
from tests.support.make_contracts import stock
from tests.support.make_records import empty_execution

START = datetime(2026, 6, 11, 13, 30, tzinfo=UTC)

AAPL = stock(265598, "AAPL", local_symbol="AAPL", trading_class="NMS")
BAG = replace(AAPL, con_id=28812380, sec_type="BAG", local_symbol="")

_EXECUTION = replace(
    empty_execution(),
    time="20260611-13:30:30",
    acct_number="DU9000001",
    exchange="IBKRATS",
    side="BOT",
    shares=Decimal(100),
    price=Decimal("292.79"),
    liquidation=0,
    cum_qty=Decimal(100),
    avg_price=Decimal("292.79"),
    last_liquidity=2,
    pending_price_revision=False,
)


class TickingClock:
    """Each call is one second later."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


def new_blotter(*events: Event) -> Blotter:
    """Return a blotter that has received the events."""
    blotter = Blotter(clock=TickingClock())
    for event in events:
        blotter.apply(event)
    return blotter


def execution(exec_id: str, *, contract: Contract = AAPL, **known: Any) -> ExecDetails:
    known.setdefault("cum_qty", known.get("shares", _EXECUTION.shares))
    return ExecDetails(-1, contract, replace(_EXECUTION, exec_id=exec_id, **known))


def commission(exec_id: str, amount: str | None = "1.0003", **known: Any) -> CommissionReport:
    reported: dict[str, Any] = {
        "currency": "USD",
        "realized_pnl": None,
        "yield_": None,
        "yield_redemption_date": None,
        **known,
    }
    return CommissionReport(exec_id=exec_id, commission_and_fees=Decimal(amount) if amount else None, **reported)


def open_order(
    perm_id: int | None = None,
    client_id: int = 1,
    order_id: int | None = None,
    *,
    status: str = "PreSubmitted",
    contract: Contract = AAPL,
    state: dict[str, object] | None = None,
    **order_fields: object,
) -> OpenOrder:
    fields: dict[str, object] = {"action": "BUY", "totalQuantity": Decimal(100), "orderType": "MKT", "account": "DU1"}
    ids = {"permId": perm_id, "clientId": client_id, "orderId": order_id}
    fields |= {name: number for name, number in ids.items() if number}
    return OpenOrder(
        order_id,
        contract,
        {"conId": contract.con_id, "symbol": contract.symbol},
        fields | order_fields,
        {"status": status, **(state or {})},
    )


def completed_order(
    perm_id: int | None = None,
    client_id: int | None = None,
    order_id: int | None = None,
    *,
    status: str = "Cancelled",
    state: dict[str, object] | None = None,
    **order_fields: object,
) -> CompletedOrder:
    ids = {"permId": perm_id, "clientId": client_id, "orderId": order_id}
    fields: dict[str, object] = {"action": "BUY", "orderType": "MKT", "totalQuantity": Decimal(0)}
    fields |= {name: number for name, number in ids.items() if number}
    return CompletedOrder(AAPL, {"symbol": "AAPL"}, fields | order_fields, {"status": status, **(state or {})})


def order_status(
    perm_id: int | None = None,
    client_id: int | None = 1,
    order_id: int | None = None,
    *,
    status: str = "Submitted",
    filled: int | str | None = 0,
    remaining: int | str | None = 100,
    **known: Any,
) -> OrderStatus:
    reported: dict[str, Any] = {
        "avg_fill_price": Decimal(0),
        "parent_id": 0,
        "last_fill_price": Decimal(0),
        "why_held": "",
        "mkt_cap_price": Decimal(0),
        **known,
    }
    return OrderStatus(
        order_id=order_id,
        status=status,
        filled=None if filled is None else Decimal(filled),
        remaining=None if remaining is None else Decimal(remaining),
        perm_id=perm_id,
        client_id=client_id,
        **reported,
    )

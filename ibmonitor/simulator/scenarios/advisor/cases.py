"""Unusual orders and executions of the advisor's morning: every status, and special fills."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from ibmonitor.simulator.scenarios import instruments as ins
from ibmonitor.simulator.scenarios.desk import Desk

CASE_CLIENT = 12
FIRST_CASE_ID = 1201
"""No other client has such order ids, so that a message with one of them is certain to be about this client's order."""
UNSET_ORDER_ID = 2147483647
_ASSIGNED, _EXPIRED = 100, 102


def unusual_morning(desk: Desk, account: str, other: str, today: date) -> None:
    """One order of each kind; the first one's order id starts a separate range."""
    _statuses(desk, account)
    _ends(desk, account, other)
    _by_money(desk, account)
    _hedged(desk, other)
    _oca_group(desk, other)
    _fills(desk, account, other)
    _bound(desk, account)
    _without_an_order(desk, other, today)


def _statuses(desk: Desk, account: str) -> None:
    """Each state that lasts, one order each, and those that end without a fill."""

    def place(instrument: ins.Instrument, status: str, *, order_id: int | None = None, below: str = "2") -> None:
        price = instrument.price - Decimal(below)
        desk.place(
            instrument, "BUY", 50, account=account, client_id=CASE_CLIENT, order_id=order_id, lmt_price=price,
            status=status, order_ref=status,
        )  # fmt: skip

    place(ins.MSFT, "PendingSubmit", order_id=FIRST_CASE_ID)
    place(ins.KO, "PendingCancel")
    place(ins.SPY, "Inactive")
    place(ins.NVDA, "PreCancelled")
    place(ins.AMZN, "Parked")  # not documented by IB
    desk.place(
        ins.TSLA, "BUY", 20, account=account, client_id=CASE_CLIENT, lmt_price=Decimal("341.00"), status="WarnState",
        order_ref="WarnState", warning_text="The order may be filled at a price far from the last one.",
    )  # fmt: skip
    desk.place(
        ins.NVDA, "BUY", 70, "MKT", account=account, client_id=CASE_CLIENT, status="PreSubmitted",
        order_ref="capped", mkt_cap_price=Decimal("145.11"),
    )  # fmt: skip
    desk.place(
        ins.KO, "BUY", 80, account=account, client_id=CASE_CLIENT, perm_id=0, lmt_price=Decimal("63.10"),
        status="ApiPending", order_ref="not acknowledged",
    )  # fmt: skip
    early = desk.place(ins.AAPL, "SELL", 30, account=account, client_id=CASE_CLIENT, lmt_price=Decimal("236.00"))
    desk.complete(early, "ApiCancelled", "Cancelled by API")
    by_system = desk.place(ins.MSFT, "SELL", 15, account=account, client_id=CASE_CLIENT, lmt_price=Decimal("455.00"))
    desk.complete(by_system, "Cancelled")


def _ends(desk: Desk, account: str, other: str) -> None:
    """Orders that only the list of completed orders has, with and without a reason."""
    parent = desk.place(
        ins.MSFT, "BUY", 30, account=other, client_id=CASE_CLIENT, lmt_price=Decimal("411.00"), order_ref="given up"
    )
    common: dict[str, Any] = {"account": other, "client_id": CASE_CLIENT, "parent": parent, "order_ref": "given up"}
    desk.place(ins.MSFT, "SELL", 30, lmt_price=Decimal("429.00"), status="PreSubmitted", why_held="child", **common)
    desk.place(
        ins.MSFT, "SELL", 30, "STP", aux_price=Decimal("405.00"), status="PreSubmitted", why_held="child", **common
    )
    desk.cancel_with_children(parent)
    capped = desk.place(ins.TSLA, "BUY", 25, account=account, client_id=CASE_CLIENT, lmt_price=Decimal("375.00"))
    desk.cancel(capped, reason="The limit price is more aggressive than the price cap of 359.73.")
    late = desk.place(ins.KO, "SELL", 65, account=other, client_id=CASE_CLIENT, lmt_price=Decimal("66.20"))
    desk.complete(late, "Cancelled", "Rejected by System:\nOrder is already expired.")


def _by_money(desk: Desk, account: str) -> None:
    """Size 1,500 USD instead of a quantity: filled in two fractions."""
    order = desk.place(
        ins.NVDA, "BUY", 0, "MKT", account=account, client_id=CASE_CLIENT, cash_qty=Decimal(1500), order_ref="by money"
    )
    desk.fill(order, "6.5", "138.21", "IBKRATS")
    desk.charge(desk.execute(order, "4.353", "138.19", "IBKRATS", is_last=True), order)


def _hedged(desk: Desk, account: str) -> None:
    """A working buy order, and the sell order that will hedge it: TWS sets its quantity after the fill."""
    parent = desk.place(
        ins.AMZN, "BUY", 100, account=account, client_id=CASE_CLIENT, lmt_price=Decimal("199.00"), order_ref="hedged"
    )
    desk.place(
        ins.SPY, "SELL", 0, "MKT", account=account, client_id=CASE_CLIENT, parent=parent, order_ref="hedged",
        status="PreSubmitted", why_held="child", more={"hedgeType": "B", "hedgeParam": "1.3"},
    )  # fmt: skip


def _oca_group(desk: Desk, account: str) -> None:
    """Two working orders of one OCA group."""
    for instrument, price in ((ins.KO, "61.00"), (ins.SPY, "571.00")):
        desk.place(
            instrument, "BUY", 40, account=account, client_id=CASE_CLIENT, lmt_price=Decimal(price), tif="GTC",
            oca_group="dip-buyers", order_ref="dip",
        )  # fmt: skip


def _fills(desk: Desk, account: str, other: str) -> None:
    """Liquidity added, removed, routed out; a liquidation by IB."""
    routed = desk.place(ins.MSFT, "SELL", 90, account=account, client_id=CASE_CLIENT, lmt_price=Decimal("418.50"))
    for liquidity, price in ((1, "418.50"), (2, "418.52"), (3, "418.51")):
        desk.charge(desk.execute(routed, 30, price, "NASDAQ", last_liquidity=liquidity), routed)
    liquidated = desk.place(ins.GME, "SELL", 150, "MKT", account=other, is_manual=True)
    desk.charge(desk.execute(liquidated, 150, "27.31", "NYSE", liquidation=1), liquidated)


def _bound(desk: Desk, account: str) -> None:
    """Entered in TWS, then bound by client 0 under a negative id."""
    order = desk.place(ins.SPY, "SELL", 10, account=account, lmt_price=Decimal("601.00"), tif="GTC", is_manual=True)
    desk.bind(order)


def _without_an_order(desk: Desk, account: str, today: date) -> None:
    """An option is assigned, another expires: TWS reports executions that have no order."""
    put = ins.option(712600004, "KO", "65", "P", "0", today)
    call = ins.option(712600005, "KO", "70", "C", "0", today)
    for instrument, kind in ((put, _ASSIGNED), (call, _EXPIRED)):
        order = desk.place(instrument, "BUY", 2, account=account, is_manual=True)
        desk.vanish(order)
        execution = desk.record(
            order, perm_id=0, order_id=UNSET_ORDER_ID, shares=Decimal(2), price=Decimal(0), cum_qty=Decimal(2),
            avg_price=Decimal(0), exchange="CBOE", opt_exercise_or_lapse_type=kind,
        )  # fmt: skip
        desk.charge(execution)

"""Refused orders and cancels in the advisor's day, orders that TWS ends at once, and a margin warning."""

from __future__ import annotations

from collections.abc import Iterator

from ibmonitor.simulator.account import refusals
from ibmonitor.simulator.account.world import ErrorShown
from ibmonitor.simulator.scenarios import instruments as ins
from ibmonitor.simulator.scenarios.advisor.accounts import GROWTH, PENSION
from ibmonitor.simulator.scenarios.advisor.cases import CASE_CLIENT
from ibmonitor.simulator.scenarios.desk import Desk

MARGIN_WARNING = 2148
_MARGIN_TEXT = (
    "ALERT: Your account is margin compliant, but its Equity with Loan Value is only 5% above the requirement. IBKR "
    "does not issue margin calls. Should this cushion be used up, liquidation of positions may commence without "
    f"further notice. Consider depositing funds, or closing or hedging positions. Account: {PENSION}"
)


def advisors_order_is_refused(desk: Desk, _account: str) -> Iterator[float]:
    """Without account and group TWS does not accept an order; with a group it does."""
    desk.refuse(1, refusals.NO_ACCOUNT)
    yield 5.0
    desk.place(
        ins.KO, "BUY", 150, account="", lmt_price=ins.KO.price - 1, order_ref="fa-again", fa_group=GROWTH.name,
        fa_method=GROWTH.default_method,
    )  # fmt: skip


def account_is_warned_of_its_margin(desk: Desk, _account: str) -> Iterator[float]:
    """For the account whose position IB has liquidated in the morning."""
    desk.world.emit(ErrorShown(MARGIN_WARNING, _MARGIN_TEXT))
    yield 0.0


def another_client_asks_to_cancel(desk: Desk, account: str) -> Iterator[float]:
    """Only the client that placed an order can cancel it: client 0 gets 10147, and the order stays working."""
    order = desk.place(
        ins.AMZN,
        "SELL",
        35,
        account=account,
        client_id=CASE_CLIENT,
        lmt_price=ins.AMZN.price + 4,
        order_ref="not yours",
    )
    yield 2.0
    desk.refuse_cancel(order, 10147, by_client=0)


def is_cancelled_twice(desk: Desk, account: str) -> Iterator[float]:
    """The second cancel comes too late; TWS's text has the order's permId."""
    order = desk.place(
        ins.SPY, "SELL", 15, account=account, client_id=CASE_CLIENT, lmt_price=ins.SPY.price + 9, order_ref="twice"
    )
    yield 2.0
    desk.cancel(order)
    yield 0.2
    desk.refuse_cancel(order, 161)


def is_discarded(desk: Desk, account: str) -> Iterator[float]:
    """It was never transmitted: orderStatus Cancelled and message 202 are all that TWS sends."""
    with desk.world.silence():
        order = desk.place(
            ins.NVDA, "SELL", 45, account=account, client_id=CASE_CLIENT, lmt_price=ins.NVDA.price + 3,
            order_ref="discarded",
        )  # fmt: skip
    desk.cancel(order, reason="Order was discarded.")
    yield 0.0


def is_rejected_and_gone(desk: Desk, account: str) -> Iterator[float]:
    """It is in no list afterwards: only message 201 explains it."""
    order = desk.place(
        ins.EUR_USD, "BUY", 100_000, account=account, client_id=CASE_CLIENT, lmt_price=ins.EUR_USD.price,
        order_ref="leverage", status="PendingSubmit",
    )  # fmt: skip
    yield 0.5
    desk.reject(order, "FX trade would expose account to currency leverage.", is_listed=False)

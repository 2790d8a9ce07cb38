"""Makes records by hand: empty ones, of which nothing is known, and full ones, of which all is."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

from ibmonitor.domain.records.execution import WholeExecution
from ibmonitor.domain.records.records import ComboRole, Commission, Contract, Fill, Message, Order, Severity
from tests.support.make_contracts import one

NOON = datetime(2026, 7, 1, 12, 0, 0, tzinfo=UTC)


def full_contract() -> Contract:
    return one(
        265598,
        "OPT",
        "AAPL",
        last_trade_date_or_contract_month="20261218",
        strike=Decimal("212.50"),
        right="C",
        multiplier="100",
        local_symbol="AAPL  261218C00212500",
        trading_class="AAPL",
        combo_legs_descrip="1 x 2",
        primary_exchange="NASDAQ",
    )


def empty_contract() -> Contract:
    return one(None, "", "", exchange="", currency="")


def full_execution(exec_id: str = "0000e0d5.01.01.01") -> WholeExecution:
    return replace(
        empty_execution(),
        order_id=371,
        client_id=7,
        exec_id=exec_id,
        time="20260701-12:00:00",
        acct_number="DU9000001",
        exchange="ISLAND",
        side="BOT",
        shares=Decimal(1500),
        price=Decimal("292.79"),
        perm_id=1713290001,
        liquidation=1,
        cum_qty=Decimal(3000),
        avg_price=Decimal("292.315"),
        order_ref="ref's [1]",
        ev_rule="aussieBond:YearsToExpiration=3",
        ev_multiplier=Decimal("0.5"),
        model_code="MODEL",
        last_liquidity=2,
        pending_price_revision=True,
        submitter="submitter",
        opt_exercise_or_lapse_type="Exercise",
    )


def empty_execution() -> WholeExecution:
    return WholeExecution(
        order_id=None,
        client_id=None,
        exec_id="",
        time="",
        acct_number="",
        exchange="",
        side="",
        shares=None,
        price=None,
        perm_id=None,
        liquidation=None,
        cum_qty=None,
        avg_price=None,
        order_ref="",
        ev_rule="",
        ev_multiplier=None,
        model_code="",
        last_liquidity=None,
        pending_price_revision=None,
        submitter="",
        opt_exercise_or_lapse_type=None,
    )


def make_order(serial: int, **known: object) -> Order:
    order = Order(serial, NOON, NOON)
    for name, field in known.items():
        setattr(order, name, field)
    return order


def make_fill(serial: int, price: str = "1", shares: int = 1) -> Fill:
    executed = full_execution(f"0000e0d5.{serial:08x}.01.01")
    execution = replace(executed, shares=Decimal(shares), price=Decimal(price))
    return Fill(serial, NOON, execution, full_contract(), NOON)


def make_commission(exec_id: str = "0000e0d5.01.01.01", serial: int = 0) -> Commission:
    return Commission(serial, NOON, exec_id, Decimal("1.248775"), "USD", Decimal("-68.05"), Decimal("4.5"), "20300101")


def full_fill() -> Fill:
    fill = make_fill(0)
    fill.commission = make_commission()
    fill.commission.fill = fill
    fill.combo_role = ComboRole.LEG
    fill.superseded_by = "0000e0d5.01.01.02"
    return fill


def make_message(serial: int, text: str = "text") -> Message:
    order = make_order(1, perm_id=5, action="BUY")
    return Message(serial, NOON, Severity.ERROR, 201, 371, "plain", text, NOON, '{"a": 1}', order, count=2)

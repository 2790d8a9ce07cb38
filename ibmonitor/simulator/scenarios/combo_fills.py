"""The legs of a combo's fill: separate executions, with the leg's contract and the order's permId."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from ibmonitor.simulator.account.records import SimContract, SimExecution, SimOrder
from ibmonitor.simulator.scenarios.desk import Desk

_OPPOSITE = {"BOT": "SLD", "SLD": "BOT"}


def fill_legs(
    desk: Desk, order: SimOrder, whole: SimExecution, legs: Iterable[tuple[SimContract, str]]
) -> list[SimExecution]:
    """Fill each leg of a combo's execution at its price, in the combo's order of legs, and charge it.

    The legs of an account's part do not add to the order's own commission, since the whole does.
    """
    filled = []
    for number, (contract, price) in enumerate(legs, 1):
        execution = record_leg(desk, order, whole, number, contract, price=Decimal(price))
        desk.announce(execution)
        desk.charge(execution, None if whole.is_allocation_part else order)
        filled.append(execution)
    return filled


def record_leg(
    desk: Desk,
    order: SimOrder,
    whole: SimExecution,
    number: int,
    contract: SimContract,
    part: int | None = None,
    **fields: Any,
) -> SimExecution:
    """Record the fill of leg `number` (from 1): `X.Y.02.01` is the first leg of the combo's `X.Y.01.01`.

    A leg that fills in parts has ids of five segments, of which the fourth counts the parts: `X.Y.02.01.01`.
    """
    leg = whole.contract.combo_legs[number - 1]
    side = "BOT" if leg.action == "BUY" else "SLD"
    shares = fields.setdefault("shares", whole.shares * leg.ratio)
    before = [
        e
        for e in desk.world.executions
        if e.perm_id == order.perm_id and e.account == whole.account and e.contract.con_id == contract.con_id
    ]
    bought = sum((e.shares * e.price for e in before), shares * fields["price"])
    cum_qty = sum((e.shares for e in before), shares)
    stem = ".".join([*whole.exec_id.split(".")[:2], f"{number + 1:02d}"])
    usual: dict[str, Any] = {
        "exec_id": f"{stem}.01" if part is None else f"{stem}.{part:02d}.01",
        "side": side if whole.side == "BOT" else _OPPOSITE[side],
        "account": whole.account,
        "exchange": whole.exchange,
        "cum_qty": cum_qty,
        "avg_price": bought / cum_qty,
        "is_allocation_part": whole.is_allocation_part,
    }
    return desk.record(order, contract=contract, **usual | fields)

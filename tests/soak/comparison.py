"""What is different between the book and the simulated TWS's own list, field by field, in sentences."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from ibmonitor.domain.blotter.blotter import Blotter
from ibmonitor.domain.records.records import Commission, Fill, Order
from ibmonitor.domain.wording.staleness import is_gone
from ibmonitor.simulator.account.records import SimCommission, SimExecution, SimOrder
from ibmonitor.simulator.account.world import World

_ORDER = {
    "perm_id": "perm_id",
    "order_id": "order_id",
    "client_id": "client_id",
    "action": "action",
    "order_type": "order_type",
    "account": "account",
    "lmt_price": "lmt_price",
    "tif": "tif",
    "order_ref": "order_ref",
    "status": "status",
    "filled": "filled",
}
_OF_OPEN_ORDERS = {
    "total_quantity": "total_quantity",
    "remaining": "remaining",
    "avg_fill_price": "avg_fill_price",
    "why_held": "why_held",
}
_OF_COMPLETED_ORDERS = {"completed_time_raw": "completed_time", "reject_reason": "reject_reason"}
_EXECUTION = {
    "exec_id": "exec_id",
    "time": "time",
    "acct_number": "account",
    "exchange": "exchange",
    "side": "side",
    "shares": "shares",
    "price": "price",
    "perm_id": "perm_id",
    "order_id": "order_id",
    "client_id": "client_id",
    "cum_qty": "cum_qty",
    "avg_price": "avg_price",
    "liquidation": "liquidation",
    "order_ref": "order_ref",
    "ev_rule": "ev_rule",
    "model_code": "model_code",
    "last_liquidity": "last_liquidity",
    "submitter": "submitter",
}
_COMMISSION = {
    "exec_id": "exec_id",
    "commission_and_fees": "commission",
    "currency": "currency",
    "realized_pnl": "realized_pnl",
    "yield_": "yield_",
}
"""Each by the book's name: the simulator's."""


def differences(blotter: Blotter, world: World) -> list[str]:
    """All differences; empty where the book is what TWS has."""
    return [*_of_orders(blotter, world), *_of_fills(blotter, world), *_of_commissions(blotter, world)]


def _of_orders(blotter: Blotter, world: World) -> Iterator[str]:
    expected = {order.perm_id: order for order in world.orders}
    known = {order.perm_id: order for order in blotter.orders}
    yield from _of_keys("order", [order.perm_id for order in blotter.orders], expected)
    for perm_id, order in known.items():
        if perm_id in expected:
            yield from _of_order(order, expected[perm_id])


def _of_order(order: Order, expected: SimOrder) -> Iterator[str]:
    what = f"order {order.perm_id}"
    names = _ORDER | (_OF_OPEN_ORDERS if expected.is_open else _OF_COMPLETED_ORDERS)
    yield from _of_fields(what, order, expected, names)
    if order.is_done is expected.is_open:
        yield f"{what}: done is {order.is_done}"
    if is_gone(order):
        yield f"{what}: missing"
    if order.stale_since is not None:
        yield f"{what}: stale"
    if order.contract is None or order.contract.con_id != expected.contract.con_id:
        yield f"{what}: contract {order.contract}"


def _of_fills(blotter: Blotter, world: World) -> Iterator[str]:
    expected = {execution.exec_id: execution for execution in world.executions}
    yield from _of_keys("fill", [fill.execution.exec_id for fill in blotter.fills], expected)
    for fill in blotter.fills:
        execution = expected.get(fill.execution.exec_id)
        if execution is not None:
            yield from _of_fill(fill, execution)


def _of_fill(fill: Fill, expected: SimExecution) -> Iterator[str]:
    what = f"fill {expected.exec_id}"
    yield from _of_fields(what, fill.execution, expected, _EXECUTION)
    if fill.contract.con_id != expected.contract.con_id or fill.contract.symbol != expected.contract.symbol:
        yield f"{what}: contract {fill.contract}"
    if fill.stale_since is not None:
        yield f"{what}: stale"
    if fill.commission is not None and fill.commission.fill is not fill:
        yield f"{what}: another fill's commission"


def _of_commissions(blotter: Blotter, world: World) -> Iterator[str]:
    yield from _of_keys("commission", [each.exec_id for each in blotter.commissions], world.commissions)
    for commission in blotter.commissions:
        expected = world.commissions.get(commission.exec_id)
        if expected is not None:
            yield from _of_commission(commission, expected)


def _of_commission(commission: Commission, expected: SimCommission) -> Iterator[str]:
    what = f"commission {expected.exec_id}"
    yield from _of_fields(what, commission, expected, _COMMISSION)
    if commission.stale_since is not None:
        yield f"{what}: stale"
    if commission.fill is None:
        yield f"{what}: without a fill"


def _of_keys(what: str, known: Sequence[object], expected: Mapping[Any, object]) -> Iterator[str]:
    counted = Counter(known)
    yield from (f"{what} {key}: {times} times" for key, times in counted.items() if times > 1)
    yield from (f"{what} {key}: missing" for key in expected if key not in counted)
    yield from (f"{what} {key}: made up" for key in counted if key not in expected)


def _of_fields(what: str, known: object, expected: object, names: dict[str, str]) -> Iterator[str]:
    for name, theirs in names.items():
        here, there = getattr(known, name), getattr(expected, theirs)
        if not _is_same(here, there):
            yield f"{what}: {name} is {here!r}, not {there!r}"


def _is_same(here: object, there: object) -> bool:
    if isinstance(here, Decimal) and isinstance(there, Decimal):
        # TWS sends prices as binary fractions.
        return math.isclose(here, there, rel_tol=1e-12)
    # What is 0 to TWS may be left out of a protobuf message.
    return here == there or (here is None and there == 0)

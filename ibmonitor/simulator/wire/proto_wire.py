"""TWS's messages in protobuf form: each function returns a message without its id."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from ibapi.protobuf.CommissionAndFeesReport_pb2 import CommissionAndFeesReport
from ibapi.protobuf.CompletedOrder_pb2 import CompletedOrder
from ibapi.protobuf.ErrorMessage_pb2 import ErrorMessage
from ibapi.protobuf.ExecutionDetails_pb2 import ExecutionDetails
from ibapi.protobuf.OpenOrder_pb2 import OpenOrder
from ibapi.protobuf.OrderBound_pb2 import OrderBound
from ibapi.protobuf.OrderStatus_pb2 import OrderStatus

from ibmonitor.simulator.account.conditions import TWS_NAMES
from ibmonitor.simulator.account.records import SimCommission, SimContract, SimExecution, SimOrder
from ibmonitor.simulator.wire.order_blocks import field_text
from ibmonitor.simulator.wire.order_values import completed_values, order_values, state_values
from ibmonitor.simulator.wire.text_wire import exec_time

_SOFT_DOLLAR = {"softDollarName": "name", "softDollarValue": "value", "softDollarDisplayName": "displayName"}
_TEXT_ONLY = frozenset({"sharesAllocation", "auctionStrategy", "eTradeOnly", "firmQuoteOnly", "nbboPriceCap"})


def open_order(order: SimOrder) -> bytes:
    message = OpenOrder(orderId=order.order_id)
    _fill_contract(message.contract, order.contract)
    _fill_order(message.order, order_values(order), order)
    _fill_state(message.orderState, order)
    return bytes(message.SerializeToString())


def completed_order(order: SimOrder) -> bytes:
    message = CompletedOrder()
    _fill_contract(message.contract, order.contract)
    _fill_order(message.order, completed_values(order), order)
    _fill_state(message.orderState, order)
    return bytes(message.SerializeToString())


def order_status(order: SimOrder) -> bytes:
    message = OrderStatus(
        orderId=order.order_id,
        status=order.status,
        filled=field_text(order.filled),
        remaining=field_text(order.remaining),
        avgFillPrice=float(order.avg_fill_price),
        permId=order.perm_id,
        parentId=order.parent_id,
        lastFillPrice=float(order.last_fill_price),
        clientId=order.client_id if order.status_client_id is None else order.status_client_id,
        mktCapPrice=float(order.mkt_cap_price),
    )
    if order.why_held:
        message.whyHeld = order.why_held
    return bytes(message.SerializeToString())


def execution(req_id: int, execution: SimExecution, version: int) -> bytes:
    """Concatenates serialized parts, as protobuf allows, for speed: a load has 100,000 executions."""
    message = ExecutionDetails(reqId=req_id)
    fields = message.execution
    fields.execId = execution.exec_id
    fields.time = exec_time(execution.time, version)
    fields.acctNumber = execution.account
    fields.exchange = execution.exchange
    fields.side = execution.side
    fields.shares = format(execution.shares, "f")
    fields.price = float(execution.price)
    fields.cumQty = format(execution.cum_qty, "f")
    fields.avgPrice = float(execution.avg_price)
    fields.lastLiquidity = execution.last_liquidity
    fields.optExerciseOrLapseType = execution.opt_exercise_or_lapse_type
    if execution.order_id is not None:
        fields.orderId = execution.order_id
    if execution.client_id is not None:
        fields.clientId = execution.client_id
    if execution.perm_id is not None:
        fields.permId = execution.perm_id
    if execution.liquidation:
        fields.isLiquidation = True
    if execution.ev_multiplier is not None:
        fields.evMultiplier = float(execution.ev_multiplier)
    if execution.pending_price_revision:
        fields.isPriceRevisionPending = True
    for name, text in (
        ("orderRef", execution.order_ref),
        ("evRule", execution.ev_rule),
        ("modelCode", execution.model_code),
        ("submitter", execution.submitter),
    ):
        if text:
            setattr(fields, name, text)
    return _execution_contract(execution.contract, execution.exchange) + bytes(message.SerializeToString())


@lru_cache(maxsize=1024)
def _execution_contract(contract: SimContract, exchange: str) -> bytes:
    """The contract part of an ExecutionDetails: its exchange is the one that traded."""
    message = ExecutionDetails()
    _fill_contract(message.contract, contract)
    message.contract.exchange = exchange
    return bytes(message.SerializeToString())


def commission(report: SimCommission) -> bytes:
    message = CommissionAndFeesReport(
        execId=report.exec_id, commissionAndFees=float(report.commission), currency=report.currency
    )
    if report.realized_pnl is not None:
        message.realizedPNL = float(report.realized_pnl)
    if report.yield_ is not None:
        message.bondYield = float(report.yield_)
    if report.yield_redemption_date:
        message.yieldRedemptionDate = report.yield_redemption_date
    return bytes(message.SerializeToString())


def error(req_id: int, code: int, text: str, reject_json: str, time_ms: int) -> bytes:
    message = ErrorMessage(id=req_id, errorTime=time_ms, errorCode=code, errorMsg=text)
    if reject_json:
        message.advancedOrderRejectJson = reject_json
    return bytes(message.SerializeToString())


def order_bound(order: SimOrder) -> bytes:
    message = OrderBound(permId=order.perm_id, clientId=order.client_id, orderId=order.order_id)
    return bytes(message.SerializeToString())


def _fill_contract(message: Any, contract: SimContract) -> None:
    message.conId = contract.con_id
    message.strike = float(contract.strike)
    for name, text in (
        ("symbol", contract.symbol),
        ("secType", contract.sec_type),
        ("lastTradeDateOrContractMonth", contract.last_trade_date),
        ("right", contract.right),
        ("exchange", contract.exchange),
        ("currency", contract.currency),
        ("localSymbol", contract.local_symbol),
        ("tradingClass", contract.trading_class),
        ("comboLegsDescrip", contract.combo_legs_descrip),
    ):
        if text:
            setattr(message, name, text)
    if contract.multiplier:
        message.multiplier = float(contract.multiplier)
    for leg in contract.combo_legs:
        entry = message.comboLegs.add(conId=leg.con_id, ratio=leg.ratio, action=leg.action, exchange=leg.exchange)
        entry.openClose, entry.shortSalesSlot, entry.exemptCode = leg.open_close, leg.short_sale_slot, leg.exempt_code
        if leg.designated_location:
            entry.designatedLocation = leg.designated_location
        if leg.price is not None:
            entry.perLegPrice = float(leg.price)


def _fill_order(message: Any, values: Mapping[str, object], order: SimOrder) -> None:
    for name, value in values.items():
        if name in _TEXT_ONLY:
            continue
        if name in _SOFT_DOLLAR:
            setattr(message.softDollarTier, _SOFT_DOLLAR[name], value)
        elif isinstance(value, dict):
            getattr(message, name).update(value)
        else:
            _set(message, name, value)
    for condition in order.conditions:
        entry = message.conditions.add(type=condition.TYPE)
        for name in ("is_conjunction", *condition.TEXT):
            _set(entry, TWS_NAMES[name], getattr(condition, name))


def _fill_state(message: Any, order: SimOrder) -> None:
    for name, value in state_values(order).items():
        _set(message, name, value)
    if not order.is_open:
        message.completedTime = order.completed_time
        message.completedStatus = order.completed_status
    for allocation in order.allocations:
        message.orderAllocations.add(
            account=allocation.account,
            position=field_text(allocation.position),
            positionDesired=field_text(allocation.position_desired),
            positionAfter=field_text(allocation.position_after),
            desiredAllocQty=field_text(allocation.desired_alloc_qty),
            allowedAllocQty=field_text(allocation.allowed_alloc_qty),
            isMonetary=allocation.is_monetary,
        )


def _set(message: Any, name: str, value: object) -> None:
    """Set a field in the type that its protobuf has: quantities are strings there, prices doubles."""
    kind = type(getattr(message, name))
    if kind is str:
        setattr(message, name, field_text(value))
    elif kind is float:
        setattr(message, name, float(str(value)))
    else:
        setattr(message, name, kind(value))

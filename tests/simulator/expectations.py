"""What a client must receive for each simulated record: TWS's field name, value and minimum server version."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from ibmonitor.simulator.account.conditions import TWS_NAMES, SimCondition
from ibmonitor.simulator.account.records import SimCommission, SimContract, SimExecution, SimOrder
from ibmonitor.simulator.account.world import World

PROTOBUF_ORDERS = 203
PROTOBUF_COMPLETED = 204
PROTOBUF_EXECUTIONS = 201
PROTOBUF_COMMISSIONS = 211

ORDER_NAMES = {
    "clientId": "client_id",
    "permId": "perm_id",
    "parentId": "parent_id",
    "action": "action",
    "totalQuantity": "total_quantity",
    "orderType": "order_type",
    "account": "account",
    "lmtPrice": "lmt_price",
    "auxPrice": "aux_price",
    "trailStopPrice": "trail_stop_price",
    "tif": "tif",
    "ocaGroup": "oca_group",
    "orderRef": "order_ref",
    "faGroup": "fa_group",
    "faMethod": "fa_method",
    "faPercentage": "fa_percentage",
    "modelCode": "model_code",
    "submitter": "submitter",
}
SINCE = {  # text form; ibapi.server_versions
    "duration": 158,
    "postToAts": 160,
    "autoCancelParent": 162,
    "minTradeQty": 170,
    "minCompeteSize": 170,
    "competeAgainstBestOffset": 170,
    "midOffsetAtWhole": 170,
    "midOffsetAtHalf": 170,
    "customerAccount": 183,
    "professionalCustomer": 184,
    "bondAccruedInterest": 185,
    "includeOvernight": 189,
    "extOperator": 193,
    "manualOrderIndicator": 193,
    "submitter": 198,
    "imbalanceOnly": 199,
    "marginCurrency": 195,
    "initMarginBeforeOutsideRTH": 195,
    "equityWithLoanAfterOutsideRTH": 195,
    "suggestedSize": 195,
    "rejectReason": 195,
    "orderAllocations": 195,
}
RICH_ORDER: dict[str, Any] = {
    "openClose": "O",
    "origin": 1,
    "outsideRth": True,
    "hidden": True,
    "discretionaryAmt": Decimal("0.05"),
    "goodAfterTime": "20991231 09:30:00 US/Eastern",
    "goodTillDate": "20991231 16:00:00 US/Eastern",
    "rule80A": "I",
    "percentOffset": Decimal("0.02"),
    "settlingFirm": "FIRM",
    "shortSaleSlot": 2,
    "designatedLocation": "THIRD",
    "exemptCode": 3,
    "startingPrice": Decimal("11.5"),
    "stockRefPrice": Decimal("12.5"),
    "delta": Decimal("0.45"),
    "stockRangeLower": Decimal("9.5"),
    "stockRangeUpper": Decimal("15.5"),
    "displaySize": 20,
    "sweepToFill": True,
    "blockOrder": True,
    "allOrNone": True,
    "minQty": 5,
    "triggerMethod": 4,
    "volatility": Decimal("0.25"),
    "deltaNeutralOrderType": "LMT",
    "deltaNeutralAuxPrice": Decimal("1.25"),
    "deltaNeutralConId": 265598,
    "deltaNeutralShortSaleSlot": 1,
    "deltaNeutralDesignatedLocation": "DN",
    "trailingPercent": Decimal("1.5"),
    "scaleInitLevelSize": 10,
    "scaleSubsLevelSize": 4,
    "scalePriceIncrement": Decimal("0.05"),
    "scalePriceAdjustValue": Decimal("0.01"),
    "scalePriceAdjustInterval": 60,
    "scaleProfitOffset": Decimal("0.1"),
    "scaleAutoReset": True,
    "scaleInitPosition": 7,
    "scaleInitFillQty": 8,
    "scaleRandomPercent": True,
    "hedgeType": "P",
    "hedgeParam": "1.5",
    "optOutSmartRouting": True,
    "clearingAccount": "CLEAR",
    "notHeld": True,
    "solicited": True,
    "randomizeSize": True,
    "randomizePrice": True,
    "adjustedOrderType": "STP",
    "triggerPrice": Decimal("13.75"),
    "lmtPriceOffset": Decimal("0.15"),
    "adjustedStopPrice": Decimal("13.5"),
    "adjustedStopLimitPrice": Decimal("13.25"),
    "adjustedTrailingAmount": Decimal("0.75"),
    "adjustableTrailingUnit": 1,
    "cashQty": Decimal("1500.5"),
    "isOmsContainer": True,
    "discretionaryUpToLimitPrice": True,
    "usePriceMgmtAlgo": True,
    "duration": 300,
    "postToAts": 4,
    "autoCancelParent": True,
    "minTradeQty": 2,
    "minCompeteSize": 100,
    "competeAgainstBestOffset": Decimal("0.02"),
    "midOffsetAtWhole": Decimal("0.01"),
    "midOffsetAtHalf": Decimal("0.005"),
    "customerAccount": "CUST1",
    "professionalCustomer": True,
    "bondAccruedInterest": "1.2",
    "includeOvernight": True,
    "extOperator": "operator7",
    "manualOrderIndicator": 1,
    "imbalanceOnly": True,
    "algoStrategy": "Vwap",
    "algoParams": {"maxPctVol": "0.1", "noTakeLiq": "1"},
    "smartComboRoutingParams": {"NonGuaranteed": "1"},
    "softDollarName": "tier",
    "softDollarValue": "v1",
    "softDollarDisplayName": "Tier 1",
}
RICH_STATE: dict[str, Any] = {
    "initMarginBefore": Decimal("1000.5"),
    "maintMarginChange": Decimal("-20.25"),
    "equityWithLoanAfter": Decimal("250000.75"),
    "minCommissionAndFees": Decimal("1.1"),
    "maxCommissionAndFees": Decimal("2.2"),
    "marginCurrency": "EUR",
    "initMarginBeforeOutsideRTH": Decimal("1001.5"),
    "equityWithLoanAfterOutsideRTH": Decimal("1009.5"),
    "suggestedSize": Decimal("12.5"),
}
NOT_COMPLETED = frozenset(
    [
        "blockOrder",
        "optOutSmartRouting",
        "autoCancelParent",
        "adjustedOrderType",
        "triggerPrice",
        "adjustedStopPrice",
        "adjustedStopLimitPrice",
        "adjustedTrailingAmount",
        "adjustableTrailingUnit",
        "discretionaryUpToLimitPrice",
        "usePriceMgmtAlgo",
        "duration",
        "postToAts",
        "bondAccruedInterest",
        "includeOvernight",
        "extOperator",
        "manualOrderIndicator",
        "clientId",
        "parentId",
    ]
)
"""Fields that the text form of completedOrder lacks, or has in another place."""
SPECIAL = frozenset({"softDollarName", "softDollarValue", "softDollarDisplayName"})


def order_fields(order: SimOrder, version: int, *, is_protobuf: bool) -> Iterator[tuple[str, Any]]:
    """Every field of Order that must arrive."""
    values = {name: getattr(order, attribute) for name, attribute in ORDER_NAMES.items()}
    values |= {name: value for name, value in order.more.items() if name not in SPECIAL}
    for name, value in values.items():
        if value is not None and (is_protobuf or version >= SINCE.get(name, 0)):
            yield name, value


def state_fields(order: SimOrder, version: int, *, is_protobuf: bool) -> Iterator[tuple[str, Any]]:
    values: dict[str, Any] = {
        "status": order.status,
        "commissionAndFees": order.commission,
        "commissionAndFeesCurrency": order.commission_currency,
        "warningText": order.warning_text,
        "rejectReason": order.reject_reason,
    }
    values |= order.more_state
    for name, value in values.items():
        if value is not None and (is_protobuf or version >= SINCE.get(name, 0)):
            yield name, value


def condition_fields(condition: SimCondition) -> dict[str, Any]:
    """The fields that a condition of its kind has, by TWS's name."""
    names = ("is_conjunction", *condition.TEXT)
    return {"condType": condition.TYPE} | {TWS_NAMES[name]: getattr(condition, name) for name in names}


def assert_field(holder: object, name: str, expected: Any) -> None:
    actual = getattr(holder, name)
    if isinstance(expected, dict):
        assert {pair.tag: pair.value for pair in actual} == expected, name
    elif isinstance(expected, Decimal):
        assert Decimal(str(actual)) == expected, name
    else:
        assert actual == expected, name


def assert_contract(actual: Any, sent: SimContract, exchange: str) -> None:
    assert actual.conId == sent.con_id
    assert actual.symbol == sent.symbol
    assert actual.secType == sent.sec_type
    assert actual.exchange == exchange
    assert actual.currency == sent.currency
    assert actual.localSymbol == sent.local_symbol
    assert actual.tradingClass == sent.trading_class
    assert actual.lastTradeDateOrContractMonth == sent.last_trade_date
    assert Decimal(str(actual.strike)) == sent.strike
    assert actual.right in {sent.right, "?"}
    assert actual.multiplier == sent.multiplier


def assert_combo(actual: Any, sent: SimContract) -> None:
    assert actual.comboLegsDescrip == sent.combo_legs_descrip
    legs = [(leg.conId, leg.ratio, leg.action, leg.exchange) for leg in actual.comboLegs or ()]
    assert legs == [(leg.con_id, leg.ratio, leg.action, leg.exchange) for leg in sent.combo_legs]


def execution_fields(execution: SimExecution, version: int) -> Iterator[tuple[str, Any]]:
    """Every field of Execution that must have arrived; absent text of a number arrives as 0 in ibapi."""
    is_utc = execution.time[8] == "-"
    yield "execId", execution.exec_id
    yield "time", execution.time + ("Z" if is_utc and version >= 214 else "")
    yield "acctNumber", execution.account
    yield "exchange", execution.exchange
    yield "side", execution.side
    yield "shares", execution.shares
    yield "price", execution.price
    yield "permId", execution.perm_id or 0
    yield "clientId", execution.client_id
    yield "orderId", execution.order_id
    yield "liquidation", execution.liquidation
    yield "cumQty", execution.cum_qty
    yield "avgPrice", execution.avg_price
    yield "orderRef", execution.order_ref
    yield "evRule", execution.ev_rule
    yield "evMultiplier", execution.ev_multiplier or Decimal(0)
    yield "modelCode", execution.model_code
    yield "lastLiquidity", execution.last_liquidity
    if version >= 178:
        yield "pendingPriceRevision", execution.pending_price_revision
    if version >= 198:
        yield "submitter", execution.submitter


def assert_commission(actual: Any, sent: SimCommission, version: int) -> None:
    unset = 0.0 if version >= PROTOBUF_COMMISSIONS else 1.7976931348623157e308
    assert Decimal(str(actual.commissionAndFees)) == sent.commission
    assert actual.currency == sent.currency
    assert actual.realizedPNL == (unset if sent.realized_pnl is None else float(sent.realized_pnl))
    assert actual.yield_ == (unset if sent.yield_ is None else float(sent.yield_))
    assert actual.yieldRedemptionDate == int(sent.yield_redemption_date or 0)


def all_commissions(world: World) -> dict[str, SimCommission]:
    return world.commissions | {report.exec_id: report for report in world.stray_commissions}

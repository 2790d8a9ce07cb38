"""Orders as TWS names their fields: the one list of values that the text and the protobuf form are both made from.

What an order carries without being asked for it is as captured at server versions 200 to 225.
"""

from __future__ import annotations

from decimal import Decimal

from ibmonitor.simulator.account.records import SimOrder

Values = dict[str, object]

_ALWAYS: Values = {
    "ocaType": 3,
    "triggerMethod": 0,
    "clearingIntent": "IB",
    "volatilityType": 0,
    "referencePriceType": 0,
    "deltaNeutralOrderType": "None",
    "deltaNeutralShortSaleSlot": 0,
    "origin": 0,
    "shortSaleSlot": 0,
    "exemptCode": -1,
    "adjustedOrderType": "None",
    "adjustableTrailingUnit": 0,
    "shareholder": "Not an insider or substantial shareholder",
    "routeMarketableToBbo": 0,
    "seekPriceImprovement": 0,
}
_LEFT_OVER = 0.03
"""Distance of the meaningless limit price that TWS computes for a stop order from its stop."""


def order_values(order: SimOrder) -> Values:
    """The fields of TWS's Order that are set, by TWS's name; a value of `None` in `more` takes one away."""
    values = _ALWAYS | {
        "orderId": order.order_id,
        "clientId": order.client_id,
        "permId": order.perm_id,
        "parentId": order.parent_id,
        "parentPermId": order.parent_perm_id or None,
        "action": order.action,
        "totalQuantity": order.total_quantity,
        "filledQuantity": order.filled,
        "cashQty": order.cash_qty,
        "sharesAllocation": _shares_allocation(order),
        "orderType": order.order_type,
        "lmtPrice": _lmt_price(order),
        "auxPrice": order.aux_price if order.aux_price is not None else Decimal("0.0"),
        "trailStopPrice": _trail_stop_price(order),
        "tif": order.tif,
        "autoCancelDate": order.auto_cancel_date,
        "account": order.account,
        "ocaGroup": order.oca_group,
        "orderRef": order.order_ref,
        "faGroup": order.fa_group,
        "faMethod": order.fa_method,
        "faPercentage": order.fa_percentage,
        "modelCode": order.model_code,
        "submitter": order.submitter,
        "dontUseAutoPriceForHedge": None if "hedgeType" in order.more else True,
        "usePriceMgmtAlgo": 1 if "algoStrategy" in order.more else 0,
    }
    values |= order.more
    return {name: value for name, value in values.items() if value is not None and value != ""}


def _lmt_price(order: SimOrder) -> Decimal | None:
    """0.0 for a market order; none for a combo whose legs have prices; a leftover for a stop order."""
    if order.lmt_price is not None:
        return order.lmt_price
    if any(leg.price is not None for leg in order.contract.combo_legs):
        return None
    if order.order_type == "STP" and order.aux_price is not None:
        above = order.action == "SELL"
        return _as_double(float(order.aux_price) + (_LEFT_OVER if above else -_LEFT_OVER))
    return Decimal("0.0")


def _trail_stop_price(order: SimOrder) -> Decimal | None:
    """Of a limit order the limit price and 1, of a stop order its stop: neither means anything."""
    if order.trail_stop_price is not None:
        return order.trail_stop_price
    if order.order_type == "LMT" and order.lmt_price is not None:
        return _as_double(float(order.lmt_price) + 1)
    return order.aux_price if order.order_type == "STP" else None


def _as_double(number: float) -> Decimal:
    """With a double's rounding noise: 2.0498000000000003."""
    return Decimal(repr(number))


def _shares_allocation(order: SimOrder) -> str:
    """A field of the text form that IB's own client skips; not seen for a group order."""
    return f"{order.perm_id}.0/{order.account}/{order.total_quantity:f}" if order.perm_id and order.account else ""


def completed_values(order: SimOrder) -> Values:
    """As `order_values`, for completedOrder: a filled order has total quantity 0 there (seen at server 204)."""
    values = order_values(order)
    if order.status == "Filled":
        values["totalQuantity"] = Decimal(0)
    return values


def state_values(order: SimOrder) -> Values:
    """The fields of TWS's OrderState that are set, by TWS's name; without the allocations."""
    values: Values = {
        "status": order.status,
        "commissionAndFees": order.commission,
        "commissionAndFeesCurrency": order.commission_currency,
        "warningText": order.warning_text,
        "rejectReason": order.reject_reason,
    }
    values |= order.more_state
    return {name: value for name, value in values.items() if value is not None and value != ""}

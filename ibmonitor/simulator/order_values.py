"""Orders as TWS names their fields: the one list of values that the text and the protobuf form are both made from."""

from __future__ import annotations

from decimal import Decimal

from ibmonitor.simulator.records import SimOrder

Values = dict[str, object]


def order_values(order: SimOrder) -> Values:
    """The fields of TWS's Order that are set, by TWS's name."""
    values: Values = {
        "orderId": order.order_id,
        "clientId": order.client_id,
        "permId": order.perm_id,
        "parentId": order.parent_id,
        "action": order.action,
        "totalQuantity": order.total_quantity,
        "orderType": order.order_type,
        "lmtPrice": order.lmt_price if order.lmt_price is not None else Decimal("0.0"),
        "auxPrice": order.aux_price if order.aux_price is not None else Decimal("0.0"),
        "trailStopPrice": order.trail_stop_price,
        "tif": order.tif,
        "account": order.account,
        "ocaGroup": order.oca_group,
        "ocaType": 3,
        "orderRef": order.order_ref,
        "faGroup": order.fa_group,
        "faMethod": order.fa_method,
        "faPercentage": order.fa_percentage,
        "modelCode": order.model_code,
        "submitter": order.submitter,
        "clearingIntent": "IB",
        "volatilityType": 0,
        "referencePriceType": 0,
        "dontUseAutoPriceForHedge": True,
    }
    values |= order.more
    return {name: value for name, value in values.items() if value is not None and value != ""}


def completed_values(order: SimOrder) -> Values:
    """As `order_values`, for completedOrder: a filled order has total quantity 0 there (seen at server 204)."""
    values = order_values(order)
    if order.status == "Filled":
        values["totalQuantity"] = Decimal(0)
    values["filledQuantity"] = order.filled
    if order.parent_perm_id:
        values["parentPermId"] = order.parent_perm_id
    values["shareholder"] = "Not an insider or substantial shareholder"
    return values


def state_values(order: SimOrder) -> Values:
    """The fields of TWS's OrderState that are set, by TWS's name; allocations are apart."""
    values: Values = {
        "status": order.status,
        "commissionAndFees": order.commission,
        "commissionAndFeesCurrency": order.commission_currency,
        "warningText": order.warning_text,
        "rejectReason": order.reject_reason,
    }
    values |= order.more_state
    return {name: value for name, value in values.items() if value is not None and value != ""}

"""Reads orders and their statuses from the fields that a protobuf message sets.

ibapi makes an Order of 160 attributes out of some thirty fields, and all of them are then compared with their defaults:
that was three quarters of the time an order took to read. That way remains for unusual messages, and as the yardstick:
what is read here is the same event.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache, partial
from math import inf
from sys import intern
from typing import Any, NamedTuple

from google.protobuf.descriptor import FieldDescriptor
from ibapi.const import UNSET_DECIMAL, UNSET_DOUBLE
from ibapi.decoder_utils import (
    decodeConditions,
    decodeContract,
    decodeOrderAllocations,
    decodeOrderComboLegs,
    decodeSoftDollarTier,
    decodeTagValueList,
)
from ibapi.message import IN
from ibapi.protobuf.CompletedOrder_pb2 import CompletedOrder as CompletedOrderProto
from ibapi.protobuf.Contract_pb2 import Contract as ContractProto
from ibapi.protobuf.OpenOrder_pb2 import OpenOrder as OpenOrderProto
from ibapi.protobuf.Order_pb2 import Order as OrderProto
from ibapi.protobuf.OrderState_pb2 import OrderState as OrderStateProto
from ibapi.protobuf.OrderStatus_pb2 import OrderStatus as OrderStatusProto
from ibapi.utils import decimalMaxString

from ibmonitor.domain.records.events import CompletedOrder, OpenOrder, OrderStatus
from ibmonitor.domain.records.records import Contract, TwsFields
from ibmonitor.tws.decode.ibapi_values import (
    ORDER_DEFAULTS,
    ORDER_STATE_DEFAULTS,
    UNSET_TEXTS,
    contract_fields,
    contract_value,
    plain_value,
)
from ibmonitor.tws.decode.numbers import UNSET_NUMBERS, Numbers

_PARTS: Mapping[str, Callable[[Any], object]] = {
    "conditions": decodeConditions,
    "orderAllocations": decodeOrderAllocations,
    "softDollarTier": lambda order: decodeSoftDollarTier(order.softDollarTier),
    "smartComboRoutingParams": lambda order: decodeTagValueList(order.smartComboRoutingParams),
    "algoParams": lambda order: decodeTagValueList(order.algoParams) if order.HasField("algoStrategy") else None,
    "hedgeParam": lambda order: order.hedgeParam or None if order.hedgeType else None,
    "hedgeMaxSize": lambda order: order.hedgeMaxSize if order.HasField("hedgeType") else None,
    **dict.fromkeys(
        (
            "transmit", "scaleTable", "algoId", "overridePercentageConstraints", "orderMiscOptions", "manualOrderTime",
            "advancedErrorOverride", "mifid2DecisionMaker", "mifid2DecisionAlgo", "mifid2ExecutionTrader",
            "mifid2ExecutionAlgo",
        ),
        lambda _order: None,
    ),
}  # fmt: skip
"""Fields that have parts, or that ibapi reads together with others; the last ones it does not read at all."""


class UnusualError(Exception):
    """The message is for ibapi to decode."""


class _Reading(NamedTuple):
    place: int
    """Of the field, among ibapi's attributes: all mappings of fields are in that order."""
    name: str
    left_out: frozenset[object] | None
    """What stands for the default and for "unset"; `None` where `read` gets the whole message."""
    read: Any
    """The function that makes the value, `None` for unknown; without one the value is what TWS sent."""


_Found = tuple[int, str, object]


class ProtoOrders:
    """Reads the orders of one connection."""

    def __init__(self, numbers: Numbers) -> None:
        self._numbers = numbers
        self._order = _readings(OrderProto.DESCRIPTOR.fields, ORDER_DEFAULTS, numbers)
        self._state = _readings(OrderStateProto.DESCRIPTOR.fields, ORDER_STATE_DEFAULTS, numbers)

    def read(self, message_id: int, body: bytes) -> OpenOrder | OrderStatus | CompletedOrder | None:
        """The event of a message; `None` if ibapi is to decode it, be it only to find out what is wrong with it."""
        event: OpenOrder | OrderStatus | CompletedOrder | None
        try:
            if message_id == IN.ORDER_STATUS:
                event = self._status(OrderStatusProto.FromString(body))
            elif message_id == IN.OPEN_ORDER:
                proto = OpenOrderProto.FromString(body)
                order_id = self._numbers.integer(proto.orderId)
                event = OpenOrder(order_id, *self._described(proto, order_id or 0))
            else:
                event = CompletedOrder(*self._described(CompletedOrderProto.FromString(body), 0))
        except Exception:  # noqa: BLE001 - anything that is wrong with the message
            event = None
        if self._numbers.implausible:
            self._numbers.implausible.clear()
            return None
        return event

    def _status(self, proto: Any) -> OrderStatus:
        has, double, quantity = proto.HasField, self._numbers.double, self._numbers.text_decimal
        avg_fill_price, last_fill_price, mkt_cap_price = proto.avgFillPrice, proto.lastFillPrice, proto.mktCapPrice
        integer = self._numbers.integer
        return OrderStatus(
            integer(proto.orderId) if has("orderId") else None,
            intern(proto.status),
            quantity(proto.filled),
            quantity(proto.remaining),
            double(avg_fill_price) if avg_fill_price or has("avgFillPrice") else None,
            integer(proto.permId) if has("permId") else None,
            integer(proto.parentId) if has("parentId") else None,
            double(last_fill_price) if last_fill_price or has("lastFillPrice") else None,
            integer(proto.clientId) if has("clientId") else None,
            intern(proto.whyHeld),
            double(mkt_cap_price) if mkt_cap_price or has("mktCapPrice") else None,
        )

    def _described(self, proto: Any, order_id: int) -> tuple[Contract, TwsFields, TwsFields, TwsFields]:
        has = proto.HasField
        if not (has("contract") and has("order") and has("orderState")):
            raise UnusualError
        contract, fields_of_contract, leg_prices = _contract(self._numbers, proto.contract.SerializeToString())
        order = proto.order
        found = _found(order, self._order)
        if order_id and not order.HasField("orderId"):
            found.append((_PLACE_OF_ID, "orderId", order_id))
        if leg_prices:
            found.append((_PLACE_OF_LEGS, "orderComboLegs", leg_prices))
        return contract, fields_of_contract, _in_order(found), _in_order(_found(proto.orderState, self._state))


def _found(proto: Any, readings: Mapping[Any, _Reading]) -> list[_Found]:
    """The fields that are neither default nor unset; `KeyError` for a field that this program does not know."""
    found: list[_Found] = []
    for field, sent in proto.ListFields():
        place, name, left_out, read = readings[field]
        if left_out is None:
            value = read(proto)
        elif sent in left_out:
            continue
        else:
            value = read(sent) if read else sent
        if value is not None:
            found.append((place, name, value))
    return found


def _in_order(found: list[_Found]) -> TwsFields:
    found.sort()
    return {name: value for _, name, value in found}


@lru_cache(maxsize=1 << 12)
def _contract(numbers: Numbers, serialized: bytes) -> tuple[Contract, TwsFields, object]:
    """The contract, its fields, and the prices of its legs, which are the order's: shared by all its orders."""
    proto = ContractProto.FromString(serialized)
    contract = decodeContract(proto)
    value, fields = contract_value(contract, numbers), contract_fields(contract, numbers)
    leg_prices = plain_value(decodeOrderComboLegs(proto), numbers)
    if numbers.implausible:
        # Not kept: it is reported with each message that has it.
        raise UnusualError
    return value, fields, leg_prices


def _readings(fields: Sequence[Any], defaults: Mapping[str, object], numbers: Numbers) -> dict[Any, _Reading]:
    places = {name: place for place, name in enumerate(defaults)}
    return {
        field: _Reading(places[field.name], field.name, *_way(field, defaults[field.name], numbers))
        for field in fields
        if field.name in places
    }


def _way(field: Any, default: object, numbers: Numbers) -> tuple[frozenset[object] | None, Any]:
    """What is left out of a field, and what reads it."""
    if field.name in _PARTS:
        return None, partial(_part, _PARTS[field.name], numbers)
    match default, field.type:
        case Decimal(), _:
            return frozenset({str(UNSET_DECIMAL)}), partial(_quantity, numbers)
        case str(), FieldDescriptor.TYPE_DOUBLE:
            return frozenset(), _margin
        case str(), _:
            return UNSET_TEXTS | {default}, intern
        case _, FieldDescriptor.TYPE_DOUBLE:
            return frozenset({default, UNSET_DOUBLE}), partial(_double, numbers.double)
        case _:
            return UNSET_NUMBERS | {default}, None


def _part(make: Callable[[Any], object], numbers: Numbers, proto: Any) -> object:
    made = make(proto)
    return None if made is None else plain_value(made, numbers)


def _quantity(numbers: Numbers, sent: str) -> Decimal:
    number = numbers.text_decimal(sent)
    if number is None:
        raise UnusualError
    return number


def _margin(sent: float) -> str | None:
    text: str = decimalMaxString(sent)
    return text if text and text not in UNSET_TEXTS else None


def _double(double: Callable[[float], Decimal | None], sent: float) -> object:
    return "Infinity" if sent == inf else double(sent)


_PLACE_OF_LEGS, _PLACE_OF_ID = (list(ORDER_DEFAULTS).index(name) for name in ("orderComboLegs", "orderId"))

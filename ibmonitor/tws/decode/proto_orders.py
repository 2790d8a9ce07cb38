"""Reads orders and their statuses from the fields that a protobuf message sets.

ibapi makes an Order of 160 attributes out of some thirty fields, and all of them are then compared with their defaults:
that was three quarters of the time an order took to read. Here, what many orders have in common is found by its bytes.
ibapi's way remains for unusual messages, and as the yardstick: what is read here is the same event.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from functools import partial
from math import inf
from sys import intern
from typing import Any, NamedTuple, TypeVar

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

_PLACES = {name: place for place, name in enumerate(ORDER_DEFAULTS)}

# Looking up an Enum member costs as much as the rest of what is done with it for every message.
_OPEN_ORDER, _ORDER_STATUS, _COMPLETED_ORDER = int(IN.OPEN_ORDER), int(IN.ORDER_STATUS), int(IN.COMPLETED_ORDER)

_MOST_KEPT = 1 << 12
"""Contracts, kinds of orders, and order states."""

K = TypeVar("K")
V = TypeVar("V")


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
_ContractParts = tuple[Contract, TwsFields, object]
"""The contract, its fields, and the prices of its legs, which belong to the order."""


class ProtoOrders:
    """Reads the orders of one connection."""

    def __init__(self, numbers: Numbers) -> None:
        self._numbers = numbers
        self._order = _readings(OrderProto.DESCRIPTOR.fields, ORDER_DEFAULTS, numbers)
        self._own = [
            (name, self._order[OrderProto.DESCRIPTOR.fields_by_name[name]].left_out or (), read)
            for names, read in (
                (("orderId", "permId", "parentId", "parentPermId"), None),
                (("totalQuantity", "filledQuantity"), numbers.text_decimal),
                (("lmtPrice", "auxPrice", "trailStopPrice"), numbers.double),
                (("orderRef", "ocaGroup"), intern),
            )
            for name in names
        ]
        """Fields in which a user's orders differ from one another; what `read` makes `None` is left with the others."""
        self._state = _readings(OrderStateProto.DESCRIPTOR.fields, ORDER_STATE_DEFAULTS, numbers)
        self._contracts: dict[bytes, _ContractParts] = {}
        self._alike: dict[tuple[bytes | str, ...], dict[str, object]] = {}
        """Fields of an order by the bytes of those that are not its own, and the names of its own."""
        self._states: dict[bytes, TwsFields] = {}

    def read(self, message_id: int, body: bytes) -> OpenOrder | OrderStatus | CompletedOrder | None:
        """The event of a message; `None` if ibapi is to decode it, be it only to find out what is wrong with it."""
        event: OpenOrder | OrderStatus | CompletedOrder | None
        try:
            if message_id == _ORDER_STATUS:
                event = self._status(OrderStatusProto.FromString(body))
            elif message_id == _OPEN_ORDER:
                proto = OpenOrderProto.FromString(body)
                order_id = self._numbers.integer(proto.orderId)
                event = OpenOrder(order_id, *self._described(proto, order_id or 0))
            elif message_id == _COMPLETED_ORDER:
                event = CompletedOrder(*self._described(CompletedOrderProto.FromString(body), 0))
            else:
                return None
        except Exception:  # noqa: BLE001 - anything that is wrong with the message
            event = None
        return self._numbers.if_plausible(event)

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
        contract, contract_fields, leg_prices = self._contract(proto.contract.SerializeToString())
        order_fields = self._order_fields(proto.order, order_id, leg_prices)
        return contract, contract_fields, order_fields, self._state_fields(proto.orderState.SerializeToString())

    def _contract(self, serialized: bytes) -> _ContractParts:
        known = self._contracts.get(serialized)
        if known is not None:
            return known
        proto = ContractProto.FromString(serialized)
        contract = decodeContract(proto)
        leg_prices = plain_value(decodeOrderComboLegs(proto), self._numbers)
        parts = contract_value(contract, self._numbers), contract_fields(contract, self._numbers), leg_prices
        return self._keep(self._contracts, serialized, parts)

    def _state_fields(self, serialized: bytes) -> TwsFields:
        known = self._states.get(serialized)
        if known is not None:
            return known
        found = _found(OrderStateProto.FromString(serialized), self._state)
        return self._keep(self._states, serialized, _in_order(found))

    def _order_fields(self, order: Any, order_id: int, leg_prices: object) -> TwsFields:
        """The fields of an order; those of its own are removed from the message."""
        own: dict[str, object] = {}
        if order_id and not order.HasField("orderId"):
            own["orderId"] = order_id
        if leg_prices:
            own["orderComboLegs"] = leg_prices
        for name, left_out, read in self._own:
            sent = getattr(order, name)
            if sent in left_out or not (sent or order.HasField(name)):
                continue
            value = read(sent) if read else sent
            if value is not None:
                own[name] = value
                order.ClearField(name)
        key = order.SerializeToString(), *own
        alike = self._alike.get(key)
        if alike is None:
            found = _found(order, self._order)
            found += [(_PLACES[name], name, value) for name, value in own.items()]
            alike = self._keep(self._alike, key, _in_order(found))
        return alike | own

    def _keep(self, known: dict[K, V], key: K, made: V) -> V:
        if self._numbers.implausible:
            # It is to be reported with each message that has it.
            raise UnusualError
        if len(known) >= _MOST_KEPT:
            known.clear()
        known[key] = made
        return made


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


def _in_order(found: list[_Found]) -> dict[str, object]:
    found.sort()
    return {name: value for _, name, value in found}


def _readings(fields: Sequence[Any], defaults: Mapping[str, object], numbers: Numbers) -> dict[Any, _Reading]:
    """How to read each field that ibapi knows."""
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

"""Which prices an order has: TWS sends left-over and computed prices with order types that do not use them.

A stop order came with a limit price of 549.97, a market order with 0.0 (TWS_FACTS, "Status"). The order type decides
which fields are used, as IB documents it ("Order Types"); for an unknown type all prices that TWS sends are shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from enum import Enum

from ibmonitor.domain.records.field_values import number_in
from ibmonitor.domain.records.numbers import known
from ibmonitor.domain.records.records import Contract, Order, TwsFields
from ibmonitor.domain.records.value import value


class PriceKind(Enum):
    """The role of a price in its order; the value is the word for it."""

    LIMIT = "limit"
    STOP = "stop"
    TRIGGER = "trigger"
    TRAILING_STOP = "stop now"
    TRAIL_BY = "trail"
    TRAIL_PERCENT = "trail %"
    LIMIT_OFFSET = "limit offset"
    OFFSET = "offset"


@value
class OrderPrice:
    """One price of an order; `amount` is in the contract's currency, or in percent for `TRAIL_PERCENT`."""

    kind: PriceKind
    amount: Decimal


_AUX_PRICE, _TRAIL_STOP_PRICE = "auxPrice", "trailStopPrice"
_TRAILING_FIELDS = (_TRAIL_STOP_PRICE, "trailingPercent", "lmtPriceOffset")
_LIMIT = (PriceKind.LIMIT, "lmtPrice")
_STOP = (PriceKind.STOP, _AUX_PRICE)
_TRIGGER = (PriceKind.TRIGGER, _AUX_PRICE)
_OFFSET = (PriceKind.OFFSET, _AUX_PRICE)
_TRAIL = (
    (PriceKind.TRAILING_STOP, _TRAIL_STOP_PRICE),
    (PriceKind.TRAIL_PERCENT, "trailingPercent"),
    (PriceKind.TRAIL_BY, _AUX_PRICE),
)
_Fields = Sequence[tuple[PriceKind, str]]

_TYPES: dict[str, _Fields] = {
    **dict.fromkeys(
        ("MKT", "MOC", "MTL", "MKTPRT", "BOXTOP", "VOL", "PEGSTK", "VWAP", "TWAP", "MOO", "AUCTIONPEG"), ()
    ),
    **dict.fromkeys(
        ("LMT", "LOC", "LOO", "IBKRATS", "LMT+MKT", "REL+LMT", "MIDPRICE", "PEGBEST", "PEGBENCH"), (_LIMIT,)
    ),
    **dict.fromkeys(("STP", "STPPRT", "MIDPX"), (_STOP,)),
    "MIT": (_TRIGGER,),
    "LIT": (_TRIGGER, _LIMIT),
    "STPLMT": (_STOP, _LIMIT),
    "TRAIL": _TRAIL,
    "TRAILMIT": _TRAIL,
    "TRAILLIMIT": (*_TRAIL, (PriceKind.LIMIT_OFFSET, "lmtPriceOffset"), _LIMIT),
    "TRAILLIT": (*_TRAIL, (PriceKind.LIMIT_OFFSET, "lmtPriceOffset"), _LIMIT),
    **dict.fromkeys(("REL", "PEGPRIM", "PEGMID", "PASSVREL"), (_LIMIT, _OFFSET)),
    **dict.fromkeys(("PEGMKT", "REL+MKT", "SNAPMKT", "SNAPMID", "SNAPPRIM"), (_OFFSET,)),
}
"""By order type without blanks: its prices, the most important first."""
_UNKNOWN_TYPE: _Fields = (_LIMIT, (PriceKind.STOP, _AUX_PRICE))

_ZERO_IS_A_PRICE = frozenset({"BAG", "FUT", "FOP", "CMDTY"})
"""Security types that can trade at 0 and below: combos at a net price, futures."""


def is_trailing(order_type: str) -> bool:
    """Whether TWS moves the order's stop automatically."""
    return _name(order_type).startswith("TRAIL")


def can_trade_at_zero(contract: Contract | None) -> bool:
    """Whether 0 is a possible price of this instrument; for all others TWS sends 0 where there is no price."""
    return contract is not None and contract.sec_type in _ZERO_IS_A_PRICE


def prices_of(order_type: str, fields: TwsFields, contract: Contract | None) -> tuple[OrderPrice, ...]:
    """Return the prices that the order type uses, the most important first."""
    name = _name(order_type)
    found = []
    for kind, field in _TYPES.get(name, _UNKNOWN_TYPE):
        amount = known(number_in(fields, field))
        if amount is None:
            continue
        zero_is_a_price = kind in {PriceKind.LIMIT, PriceKind.STOP} and name in _TYPES and can_trade_at_zero(contract)
        if amount or zero_is_a_price:
            found.append(OrderPrice(kind, amount))
    if any(price.kind is PriceKind.TRAIL_PERCENT for price in found):
        # TWS computes the amount from the percentage.
        return tuple(price for price in found if price.kind is not PriceKind.TRAIL_BY)
    return tuple(found)


def order_prices(order: Order) -> tuple[OrderPrice, ...]:
    """Return an order's prices, the most important first; none for a market order."""
    sent = order.order_fields
    fields = {name: sent[name] for name in _TRAILING_FIELDS if name in sent}
    for name, price in (("lmtPrice", order.lmt_price), (_AUX_PRICE, order.aux_price)):
        fields[name] = sent.get(name) if price is None else price
    return prices_of(order.order_type, fields, order.contract)


def limit_price(order: Order) -> Decimal | None:
    """Return the limit price; `None` for a type without one."""
    return next((price.amount for price in order_prices(order) if price.kind is PriceKind.LIMIT), None)


def average_price(order: Order) -> Decimal | None:
    """Return the average fill price; `None` while nothing is filled, for which TWS sends 0."""
    average = order.avg_fill_price
    if average is None:
        return None
    return average if average or (order.filled and _filled_at_zero(order)) else None


def _filled_at_zero(order: Order) -> bool:
    return can_trade_at_zero(order.contract) or any(
        fill.execution.price == 0 and fill.superseded_by is None for fill in order.fills
    )


def _name(order_type: str) -> str:
    return "".join(order_type.split()).upper()

"""The building blocks of the text form of orders: single fields, and blocks that vary with their content."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import NamedTuple

from ibmonitor.simulator.account.records import SimOrder
from ibmonitor.simulator.wire.order_values import Values
from ibmonitor.simulator.wire.protocol import UNSET_DECIMAL, UNSET_DOUBLE, UNSET_INT

MARGINS = [
    f"{kind}{when}"
    for when in ("Before", "Change", "After")
    for kind in ("initMargin", "maintMargin", "equityWithLoan")
]


class F(NamedTuple):
    """One field: TWS's name, its text when unset, and the server versions that have it."""

    name: str
    unset: str = ""
    since: int = 0
    until: int = 10_000


class Source(NamedTuple):
    """What a block is made from."""

    order: SimOrder
    values: Values
    version: int


Block = Callable[[Source], list[str]]
Layout = Sequence[F | Block]


def field_text(value: object) -> str:
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, Decimal):
        return format(value, "f")
    return str(value)


def lay_out(layout: Layout, source: Source) -> list[str]:
    texts: list[str] = []
    for part in layout:
        if not isinstance(part, F):
            texts += part(source)
        elif part.since <= source.version <= part.until:
            value = source.values.get(part.name)
            texts.append(part.unset if value is None else field_text(value))
    return texts


def contract(source: Source) -> list[str]:
    contract = source.order.contract
    return [
        str(contract.con_id),
        contract.symbol,
        contract.sec_type,
        contract.last_trade_date,
        format(contract.strike, "f"),
        contract.right or "?",
        contract.multiplier,
        contract.exchange,
        contract.currency,
        contract.local_symbol,
        contract.trading_class,
    ]


def _named(source: Source, *fields: F) -> list[str]:
    return lay_out(fields, source)


def delta_neutral_open(source: Source) -> list[str]:
    fields = [F("deltaNeutralConId", "0"), F("deltaNeutralSettlingFirm"), F("deltaNeutralClearingAccount")]
    fields += [F("deltaNeutralClearingIntent"), F("deltaNeutralOpenClose", "?"), F("deltaNeutralShortSale", "0")]
    fields += [F("deltaNeutralShortSaleSlot", "0"), F("deltaNeutralDesignatedLocation")]
    return _named(source, *fields)


def delta_neutral_completed(source: Source) -> list[str]:
    fields = [F("deltaNeutralConId", "0"), F("deltaNeutralShortSale", "0"), F("deltaNeutralShortSaleSlot", "0")]
    return _named(source, *fields, F("deltaNeutralDesignatedLocation"))


def combo(source: Source) -> list[str]:
    contract = source.order.contract
    texts = [contract.combo_legs_descrip, str(len(contract.combo_legs))]
    for leg in contract.combo_legs:
        texts += [str(leg.con_id), str(leg.ratio), leg.action, leg.exchange, str(leg.open_close)]
        texts += [str(leg.short_sale_slot), leg.designated_location, str(leg.exempt_code)]
    prices = (
        [leg.price for leg in contract.combo_legs] if any(leg.price is not None for leg in contract.combo_legs) else []
    )
    return [*texts, str(len(prices)), *("" if price is None else format(price, "f") for price in prices)]


def _tag_values(name: str) -> Block:
    def block(source: Source) -> list[str]:
        pairs = source.values.get(name)
        if not isinstance(pairs, dict):
            return ["0"]
        return [str(len(pairs)), *(text for pair in pairs.items() for text in pair)]

    return block


_algo_params = _tag_values("algoParams")


def algo(source: Source) -> list[str]:
    strategy = source.values.get("algoStrategy")
    return [str(strategy), *_algo_params(source)] if strategy else [""]


def scale(source: Source) -> list[str]:
    texts = _named(
        source, F("scaleInitLevelSize", UNSET_INT), F("scaleSubsLevelSize", UNSET_INT), F("scalePriceIncrement")
    )
    if "scalePriceIncrement" not in source.values:
        return texts
    return texts + _named(
        source,
        F("scalePriceAdjustValue"),
        F("scalePriceAdjustInterval"),
        F("scaleProfitOffset"),
        F("scaleAutoReset", "0"),
        F("scaleInitPosition"),
        F("scaleInitFillQty"),
        F("scaleRandomPercent", "0"),
    )


def hedge(source: Source) -> list[str]:
    return _named(source, F("hedgeType"), F("hedgeParam")) if "hedgeType" in source.values else [""]


def pegged_to_benchmark(source: Source) -> list[str]:
    if source.order.order_type not in {"PEG BENCH", "PEGBENCH"}:
        return []
    fields = [F("referenceContractId", "0"), F("isPeggedChangeAmountDecrease", "0"), F("peggedChangeAmount", "0.0")]
    return _named(source, *fields, F("referenceChangeAmount", "0.0"), F("referenceExchangeId"))


def conditions(source: Source) -> list[str]:
    conditions = source.order.conditions
    texts = [str(len(conditions))]
    for c in conditions:
        texts += [str(c.TYPE), "a" if c.is_conjunction else "o", *(field_text(getattr(c, name)) for name in c.TEXT)]
    return (
        texts + _named(source, F("conditionsIgnoreRth", "0"), F("conditionsCancelOrder", "0")) if conditions else texts
    )


def state(source: Source) -> list[str]:
    margins = [F(name, UNSET_DOUBLE) for name in MARGINS]
    outside = [F(f"{name}OutsideRTH", UNSET_DOUBLE, since=195) for name in MARGINS]
    commission = [F("commissionAndFees"), F("minCommissionAndFees"), F("maxCommissionAndFees")]
    preview = [F("marginCurrency", since=195), *outside, F("suggestedSize", UNSET_DECIMAL, since=195)]
    texts = _named(source, F("status"), *margins, *commission, F("commissionAndFeesCurrency"), *preview)
    texts += _named(source, F("rejectReason", since=195))
    if source.version >= 195:
        texts.append(str(len(source.order.allocations)))
        for a in source.order.allocations:
            sizes = (a.position, a.position_desired, a.position_after, a.desired_alloc_qty, a.allowed_alloc_qty)
            texts += [a.account, *(format(size, "f") for size in sizes), field_text(a.is_monetary)]
    return texts + _named(source, F("warningText"))


def completion(source: Source) -> list[str]:
    return [source.order.completed_time, source.order.completed_status]


smart_routing = _tag_values("smartComboRoutingParams")

"""Which fields the text forms of openOrder and completedOrder consist of, in order, by server version."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import NamedTuple

from ibmonitor.simulator.order_values import Values
from ibmonitor.simulator.protocol import UNSET_DECIMAL, UNSET_DOUBLE, UNSET_INT
from ibmonitor.simulator.records import SimContract, SimOrder

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


def contract_texts(contract: SimContract) -> list[str]:
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


def _contract(source: Source) -> list[str]:
    return contract_texts(source.order.contract)


def _named(source: Source, *fields: F) -> list[str]:
    return lay_out(fields, source)


def _delta_neutral_open(source: Source) -> list[str]:
    fields = [F("deltaNeutralConId", "0"), F("deltaNeutralSettlingFirm"), F("deltaNeutralClearingAccount")]
    fields += [F("deltaNeutralClearingIntent"), F("deltaNeutralOpenClose", "?"), F("deltaNeutralShortSale", "0")]
    fields += [F("deltaNeutralShortSaleSlot", "0"), F("deltaNeutralDesignatedLocation")]
    return _named(source, *fields)


def _delta_neutral_completed(source: Source) -> list[str]:
    fields = [F("deltaNeutralConId", "0"), F("deltaNeutralShortSale", "0"), F("deltaNeutralShortSaleSlot", "0")]
    return _named(source, *fields, F("deltaNeutralDesignatedLocation"))


def _combo(source: Source) -> list[str]:
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


def _algo(source: Source) -> list[str]:
    strategy = source.values.get("algoStrategy")
    return [str(strategy), *_algo_params(source)] if strategy else [""]


def _scale(source: Source) -> list[str]:
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


def _hedge(source: Source) -> list[str]:
    return _named(source, F("hedgeType"), F("hedgeParam")) if "hedgeType" in source.values else [""]


def _pegged_to_benchmark(source: Source) -> list[str]:
    if source.order.order_type not in {"PEG BENCH", "PEGBENCH"}:
        return []
    fields = [F("referenceContractId", "0"), F("isPeggedChangeAmountDecrease", "0"), F("peggedChangeAmount", "0.0")]
    return _named(source, *fields, F("referenceChangeAmount", "0.0"), F("referenceExchangeId"))


def _conditions(source: Source) -> list[str]:
    conditions = source.order.conditions
    texts = [str(len(conditions))]
    for c in conditions:
        texts += ["1", "a" if c.is_conjunction else "o", field_text(c.is_more), format(c.price, "f")]
        texts += [str(c.con_id), c.exchange, str(c.trigger_method)]
    return (
        texts + _named(source, F("conditionsIgnoreRth", "0"), F("conditionsCancelOrder", "0")) if conditions else texts
    )


def _state(source: Source) -> list[str]:
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


def _completion(source: Source) -> list[str]:
    return [source.order.completed_time, source.order.completed_status]


_ROUTE_AND_ACCOUNT: Layout = (
    F("action"),
    F("totalQuantity"),
    F("orderType"),
    F("lmtPrice"),
    F("auxPrice"),
    F("tif"),
    F("ocaGroup"),
    F("account"),
    F("openClose"),
    F("origin", "0"),
    F("orderRef"),
)
_ADVISOR: Layout = (F("faGroup"), F("faMethod"), F("faPercentage"), F("faProfile", until=176), F("modelCode"))
_TIME_AND_SHORT: Layout = (
    F("goodTillDate"),
    F("rule80A"),
    F("percentOffset"),
    F("settlingFirm"),
    F("shortSaleSlot", "0"),
    F("designatedLocation"),
    F("exemptCode", "-1"),
)
_BOX: Layout = (F("startingPrice"), F("stockRefPrice"), F("delta"), F("stockRangeLower"), F("stockRangeUpper"))
_VOLATILITY: Layout = (F("volatility"), F("volatilityType", "0"), F("deltaNeutralOrderType", "None"))
_TRAIL: Layout = (
    F("continuousUpdate", "0"),
    F("referencePriceType", "0"),
    F("trailStopPrice"),
    F("trailingPercent"),
)
_SMART: Block = _tag_values("smartComboRoutingParams")
_PEG_OFFSETS: Layout = (
    F("minTradeQty", since=170),
    F("minCompeteSize", since=170),
    F("competeAgainstBestOffset", since=170),
    F("midOffsetAtWhole", since=170),
    F("midOffsetAtHalf", since=170),
    F("customerAccount", since=183),
    F("professionalCustomer", "0", since=184),
)

OPEN_ORDER: Layout = (
    F("orderId", "0"),
    _contract,
    *_ROUTE_AND_ACCOUNT,
    F("clientId", "0"),
    F("permId", "0"),
    F("outsideRth", "0"),
    F("hidden", "0"),
    F("discretionaryAmt", "0"),
    F("goodAfterTime"),
    F("sharesAllocation"),
    *_ADVISOR,
    *_TIME_AND_SHORT,
    F("auctionStrategy", "0"),
    *_BOX,
    F("displaySize", UNSET_INT),
    F("blockOrder", "0"),
    F("sweepToFill", "0"),
    F("allOrNone", "0"),
    F("minQty"),
    F("ocaType", "0"),
    F("eTradeOnly", "0"),
    F("firmQuoteOnly", "0"),
    F("nbboPriceCap"),
    F("parentId", "0"),
    F("triggerMethod", "0"),
    *_VOLATILITY,
    F("deltaNeutralAuxPrice"),
    _delta_neutral_open,
    *_TRAIL,
    F("basisPoints"),
    F("basisPointsType"),
    _combo,
    _SMART,
    _scale,
    _hedge,
    F("optOutSmartRouting", "0"),
    F("clearingAccount"),
    F("clearingIntent"),
    F("notHeld", "0"),
    F("deltaNeutralContractPresent", "0"),
    _algo,
    F("solicited", "0"),
    F("whatIf", "0"),
    _state,
    F("randomizeSize", "0"),
    F("randomizePrice", "0"),
    _pegged_to_benchmark,
    _conditions,
    F("adjustedOrderType", "None"),
    F("triggerPrice", UNSET_DOUBLE),
    F("trailStopPrice", UNSET_DOUBLE),
    F("lmtPriceOffset", UNSET_DOUBLE),
    F("adjustedStopPrice", UNSET_DOUBLE),
    F("adjustedStopLimitPrice", UNSET_DOUBLE),
    F("adjustedTrailingAmount", UNSET_DOUBLE),
    F("adjustableTrailingUnit", "0"),
    F("softDollarName"),
    F("softDollarValue"),
    F("softDollarDisplayName"),
    F("cashQty", "0"),
    F("dontUseAutoPriceForHedge", "0"),
    F("isOmsContainer", "0"),
    F("discretionaryUpToLimitPrice", "0"),
    F("usePriceMgmtAlgo", "0"),
    F("duration", since=158),
    F("postToAts", since=160),
    F("autoCancelParent", "0", since=162),
    *_PEG_OFFSETS,
    F("bondAccruedInterest", since=185),
    F("includeOvernight", "0", since=189),
    F("extOperator", since=193),
    F("manualOrderIndicator", UNSET_INT, since=193),
    F("submitter", since=198),
    F("imbalanceOnly", "0", since=199),
)

COMPLETED_ORDER: Layout = (
    _contract,
    *_ROUTE_AND_ACCOUNT,
    F("permId", "0"),
    F("outsideRth", "0"),
    F("hidden", "0"),
    F("discretionaryAmt", "0"),
    F("goodAfterTime"),
    *_ADVISOR,
    *_TIME_AND_SHORT,
    *_BOX,
    F("displaySize", UNSET_INT),
    F("sweepToFill", "0"),
    F("allOrNone", "0"),
    F("minQty"),
    F("ocaType", "0"),
    F("triggerMethod", "0"),
    *_VOLATILITY,
    F("deltaNeutralAuxPrice"),
    _delta_neutral_completed,
    *_TRAIL,
    _combo,
    _SMART,
    _scale,
    _hedge,
    F("clearingAccount"),
    F("clearingIntent"),
    F("notHeld", "0"),
    F("deltaNeutralContractPresent", "0"),
    _algo,
    F("solicited", "0"),
    F("status"),
    F("randomizeSize", "0"),
    F("randomizePrice", "0"),
    _pegged_to_benchmark,
    _conditions,
    F("trailStopPrice", UNSET_DOUBLE),
    F("lmtPriceOffset", UNSET_DOUBLE),
    F("cashQty", "0"),
    F("dontUseAutoPriceForHedge", "0"),
    F("isOmsContainer", "0"),
    F("autoCancelDate"),
    F("filledQuantity"),
    F("refFuturesConId", UNSET_INT),
    F("autoCancelParent", "0"),
    F("shareholder"),
    F("imbalanceOnly", "0"),
    F("routeMarketableToBbo", "0"),
    F("parentPermId", "0"),
    _completion,
    *_PEG_OFFSETS,
    F("submitter", since=198),
)

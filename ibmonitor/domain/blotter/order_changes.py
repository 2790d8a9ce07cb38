"""What differs between two openOrders of one order: a modification has no message of its own (TWS_FACTS, "Status").

Ids, counters, and fields that TWS fills in or leaves out arbitrarily are not compared.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from decimal import Decimal

from ibmonitor.domain.records.events import OpenOrder
from ibmonitor.domain.records.field_values import text_in
from ibmonitor.domain.records.records import Contract, FieldChange, HistoryEntry, HistoryKind, Order, TwsFields
from ibmonitor.domain.terms.prices import PriceKind, is_trailing, prices_of
from ibmonitor.domain.times.tws_time import parse_tws_time
from ibmonitor.domain.wording.rounding import rounded

_PRICES = {
    PriceKind.LIMIT: "lmtPrice",
    PriceKind.STOP: "auxPrice",
    PriceKind.TRIGGER: "auxPrice",
    PriceKind.OFFSET: "auxPrice",
    PriceKind.TRAIL_BY: "auxPrice",
    PriceKind.TRAILING_STOP: "trailStopPrice",
    PriceKind.TRAIL_PERCENT: "trailingPercent",
    PriceKind.LIMIT_OFFSET: "lmtPriceOffset",
}

_NOT_COMPARED = """
    orderId clientId permId parentPermId filledQuantity submitter shareholder autoCancelDate whatIf origin openClose
    clearingIntent clearingAccount settlingFirm softDollarTier customerAccount professionalCustomer refFuturesConId
    routeMarketableToBbo usePriceMgmtAlgo seekPriceImprovement dontUseAutoPriceForHedge manualOrderIndicator
    manualOrderTime minCompeteSize competeAgainstBestOffset volatilityType referencePriceType deltaNeutralOrderType
    deltaNeutralOpenClose adjustedOrderType solicited algoId extOperator isOmsContainer imbalanceOnly
    """
_NO_TERMS = frozenset(_NOT_COMPARED.split()) | frozenset(_PRICES.values())
"""Prices are compared by their meaning for the order type."""
_COMPARED = """
    action totalQuantity cashQty orderType tif goodTillDate goodAfterTime activeStartTime activeStopTime outsideRth
    displaySize hidden allOrNone minQty discretionaryAmt percentOffset triggerMethod ocaGroup orderRef account faGroup
    faMethod faPercentage modelCode parentId transmit deactivate algoStrategy algoParams conditions
    conditionsCancelOrder conditionsIgnoreRth includeOvernight blockOrder sweepToFill hedgeType hedgeParam
    scaleInitLevelSize scaleSubsLevelSize scalePriceIncrement volatility startingPrice stockRefPrice delta
    triggerPrice adjustedStopPrice
    adjustedStopLimitPrice adjustedTrailingAmount nbboPriceCap duration postToAts
    """
_TERMS = frozenset(_COMPARED.split())
"""Fields whose appearance and removal count as changes; for all others only another value does."""

_TIMED = frozenset({"algoParams", "conditions", "goodAfterTime", "goodTillDate", "activeStartTime", "activeStopTime"})
"""Fields that TWS rewrites once it has accepted an order: times to another zone or the next day, SMART to ANY."""
_WALL_TIME = re.compile(r"(\d{8}(?:[- ]{1,2})\d{1,2}:\d\d(?::\d\d)?|\d{1,2}:\d\d(?::\d\d)?)\s*(.*)")
_ACCEPTED_WITHIN = timedelta(minutes=1)
"""After the order was first seen: in this time TWS may move an algo's dates to the next day."""
_DAY = timedelta(days=1)
_ANY_EXCHANGE = frozenset({"SMART", "ANY"})


def note_changes(order: Order, event: OpenOrder, now: datetime) -> None:
    """Add to the order's history what differs between an openOrder and what was known."""
    changes = tuple(_changes(order, event))
    if not changes:
        return
    if is_trailing(text_in(event.order_fields, "orderType")) and _is_move_of_stop(changes):
        _note_move(order, changes, now)
        return
    is_form = all(_is_rewritten(change, is_new=now - order.first_seen <= _ACCEPTED_WITHIN) for change in changes)
    kind = HistoryKind.ADJUSTED if is_form else HistoryKind.MODIFIED
    order.history.append(HistoryEntry(now, kind, changes=changes))


def _changes(order: Order, event: OpenOrder) -> Iterator[FieldChange]:
    old, new = order.order_fields, event.order_fields
    for name in dict.fromkeys((*new, *old)):
        before, after = old.get(name), new.get(name)
        if name in _NO_TERMS or _is_equal(before, after):
            continue
        # TWS may leave out what is off, empty or 0.
        if (before is not None and after is not None) or (name in _TERMS and (before or after)):
            yield FieldChange(name, before, after)
    before_prices, after_prices = _prices(old, order.contract), _prices(new, event.contract)
    for name in dict.fromkeys((*after_prices, *before_prices)):
        if not _is_equal(before_prices.get(name), after_prices.get(name)):
            yield FieldChange(name, before_prices.get(name), after_prices.get(name))


def _is_equal(before: object, after: object) -> bool:
    """Whether two values are equal for people: 15.559999999999999 is 15.56 as a double."""
    if isinstance(before, Decimal) and isinstance(after, Decimal):
        return rounded(before) == rounded(after)
    return before == after


def _prices(fields: TwsFields, contract: Contract | None) -> dict[str, Decimal]:
    prices = prices_of(text_in(fields, "orderType"), fields, contract)
    return {_PRICES[price.kind]: price.amount for price in prices}


def _is_move_of_stop(changes: tuple[FieldChange, ...]) -> bool:
    """Whether only the stop has moved, and perhaps the limit with it."""
    names = {change.name for change in changes}
    return "trailStopPrice" in names and names <= {"trailStopPrice", "lmtPrice"}


_BETWEEN_MOVES = frozenset({HistoryKind.LISTED, HistoryKind.STATUS})


def _note_move(order: Order, changes: tuple[FieldChange, ...], now: datetime) -> None:
    move = next(change for change in changes if change.name == "trailStopPrice")
    if move.old is None:
        # TWS has set the first stop.
        return
    # Fills in between do not split the moves into several entries.
    last = next((one for one in reversed(order.history) if one.kind not in _BETWEEN_MOVES), None)
    if last is None or last.kind is not HistoryKind.TRAILED:
        order.history.append(HistoryEntry(now, HistoryKind.TRAILED, changes=(move,), steps=(now,)))
        return
    last.changes += (move,)
    last.steps += (now,)
    last.last_received = now


def _is_rewritten(change: FieldChange, *, is_new: bool) -> bool:
    """Whether TWS only rewrote the value in its own form; `is_new` while it may still be accepting the order."""
    is_of_algo = change.name == "algoParams"
    return change.name in _TIMED and _is_same(change.old, change.new, is_new=is_new, is_of_algo=is_of_algo)


def _is_same(old: object, new: object, *, is_new: bool, is_of_algo: bool) -> bool:
    match old, new:
        case str(), str():
            is_same_time = _is_same_time(old, new, is_new=is_new, is_of_algo=is_of_algo)
            return old == new or is_same_time or {old, new} <= _ANY_EXCHANGE
        case tuple(), tuple():
            return len(old) == len(new) and all(
                _is_same(one, other, is_new=is_new, is_of_algo=is_of_algo) for one, other in zip(old, new, strict=True)
            )
        case Mapping(), Mapping():
            return all(
                _is_same(old.get(name), new.get(name), is_new=is_new, is_of_algo=is_of_algo) for name in {*old, *new}
            )
        case _:
            return _is_equal(old, new)


def _is_same_time(old: str, new: str, *, is_new: bool, is_of_algo: bool) -> bool:
    """Whether two texts are the same time in two forms; a new algo's times may be on different days."""
    one, other = _WALL_TIME.fullmatch(old.strip()), _WALL_TIME.fullmatch(new.strip())
    if one is None or other is None:
        return False
    moment, other_moment = parse_tws_time(old, None), parse_tws_time(new, None)
    if moment is not None and other_moment is not None:
        apart = moment - other_moment
        return not (apart % _DAY if is_new and is_of_algo else apart)
    if one[2] == other[2] and len(one[1]) == len(other[1]):
        # The form is the same, so the times differ.
        return is_new and is_of_algo and one[1][-8:] == other[1][-8:]
    if is_new:
        return True
    # A zone or a date was added to the same time of day.
    has_both_zones = bool(one[2] and other[2])
    is_one_date = one[1] == other[1] or len(one[1]) != len(other[1])
    return not has_both_zones and is_one_date and one[1][-8:] == other[1][-8:]

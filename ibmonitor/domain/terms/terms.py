"""An order's terms beyond type and price, in sentences: conditions, algorithm, trailing stop, OCA group, hedge, times.

Times in TWS's own texts keep their zone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal

from ibmonitor.domain.records.field_values import number_in, text_in
from ibmonitor.domain.records.numbers import known
from ibmonitor.domain.records.records import Contract, Order
from ibmonitor.domain.terms.prices import PriceKind, is_trailing, order_prices
from ibmonitor.domain.wording.writing import Writing, one_line, quoted

_TIME = re.compile(r"(\d{4})(\d\d)(\d\d)(-| {1,2})(\d{1,2}:\d\d)(:\d\d)?\s*(.*)", re.DOTALL)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

_OCA_EFFECTS = {
    1: "a fill cancels the rest of the group",
    2: "a fill reduces the rest of the group; only one order of it is active at a time",
    3: "a fill reduces the rest of the group",
}
"""By ocaType, as IB documents it."""
_HEDGES = {"D": "delta", "B": "beta", "F": "currency", "P": "pair"}
"""By hedgeType, as IB documents it."""
_TRIGGERS = {
    1: "double bid/ask",
    2: "last",
    3: "double last",
    4: "bid/ask",
    7: "last or bid/ask",
    8: "midpoint",
}
"""By triggerMethod, as IB documents it; 0 is the instrument's default."""


def terms_in_words(order: Order, writing: Writing) -> list[str]:
    """Return a sentence for each term that affects when or how the order works."""
    sentences = (
        size_by_money(order, writing),
        _trailing(order, writing),
        _conditions(order, writing),
        _times(order),
        _algorithm(order),
        _oca(order),
        _hedge(order),
        _not_transmitted(order),
    )
    return [sentence for sentence in sentences if sentence]


def size_in_words(order: Order, writing: Writing) -> str:
    """Return the cash quantity of an order with its currency; empty for an order by quantity."""
    cash = known(order.cash_qty)
    if not cash or known(order.total_quantity):
        return ""
    currency = order.contract.currency if order.contract else ""
    return f"{writing.price(cash)} {currency}".rstrip()


def size_by_money(order: Order, writing: Writing) -> str:
    size = size_in_words(order, writing)
    return f"Its size is an amount of money: {size}." if size else ""


def when_met(order: Order, writing: Writing) -> str:
    """Return an order's conditions as one clause, "when AAPL on SMART is above 2,000"; empty without any."""
    return conditions_in_words(order.order_fields.get("conditions"), order.contract, writing)


def conditions_in_words(conditions: object, contract: Contract | None, writing: Writing) -> str:
    """Return TWS's list of conditions as one clause; `contract` is the order's own."""
    words: list[str] = []
    for condition in conditions if isinstance(conditions, tuple) else ():
        if isinstance(condition, Mapping):
            is_and = condition.get("isConjunctionConnection", True) is not False
            words += (_clause(condition, contract, writing), "and" if is_and else "or")
    return " ".join(words[:-1])


def time_in_words(text: str) -> str:
    """Format a time of TWS's as "7 Dec 2026 11:11 US/Eastern"; any other text is returned on one line.

    A time with a dash between date and time is UTC.
    """
    found = _TIME.fullmatch(text.strip())
    if found is None or not 1 <= int(found[2]) <= len(_MONTHS):
        return one_line(text)
    year, month, day, separator, clock, seconds, zone = found.groups()
    if separator == "-" and zone.strip() in {"", "Z"}:
        zone = "UTC"
    clock += "" if seconds in (None, ":00") else seconds
    return " ".join(filter(None, (str(int(day)), _MONTHS[int(month) - 1], year, clock, one_line(zone))))


def trailing_stop(order: Order, writing: Writing) -> str:
    """Return where the stop of a trailing order is and by how much it trails; empty for any other order."""
    if not is_trailing(order.order_type):
        return ""
    amounts = {
        price.kind: (writing.number if price.kind is PriceKind.TRAIL_PERCENT else writing.price)(price.amount)
        for price in order_prices(order)
    }
    stop = amounts.get(PriceKind.TRAILING_STOP)
    by = amounts.get(PriceKind.TRAIL_BY) or _percent(amounts.get(PriceKind.TRAIL_PERCENT))
    if stop is None:
        return f"trailing stop, trails by {by}" if by else ""
    return f"trailing stop now {stop}{f' (trails by {by})' if by else ''}"


def _percent(number: str | None) -> str:
    return f"{number}%" if number else ""


def _trailing(order: Order, writing: Writing) -> str:
    return _sentence("" if order.is_done else trailing_stop(order, writing))


def _conditions(order: Order, writing: Writing) -> str:
    words = when_met(order, writing)
    if not words:
        return ""
    if order.order_fields.get("conditionsCancelOrder") is True:
        return f"Its conditions cancel it {words}."
    outside = "" if order.order_fields.get("conditionsIgnoreRth") is not True else ", also outside regular hours"
    return f"It becomes active {words}{outside}."


def _clause(condition: Mapping[str, object], own: Contract | None, writing: Writing) -> str:
    more = condition.get("isMore") is True
    above = "above" if more else "below"
    match condition.get("condType"):
        case 1:
            trigger = condition.get("triggerMethod")
            by = f" ({_TRIGGERS[trigger]})" if isinstance(trigger, int) and trigger in _TRIGGERS else ""
            price = _amount(condition, "price", writing.price)
            words = f"when {_instrument(condition, own, writing)} is {above} {price}{by}"
        case 3:
            words = f"{'after' if more else 'before'} {time_in_words(text_in(condition, 'time'))}"
        case 4:
            words = f"when the margin cushion is {above} {_amount(condition, 'percent', writing.number)}%"
        case 5:
            exchange = one_line(text_in(condition, "exchange"))
            what = one_line(f"{text_in(condition, 'symbol')} {text_in(condition, 'secType')}")
            words = f"when an order for {what}{f' on {exchange}' if exchange else ''} is executed"
        case 6:
            volume = _amount(condition, "volume", writing.number)
            words = f"when the volume of {_instrument(condition, own, writing)} is {above} {volume}"
        case 7:
            change = _amount(condition, "changePercent", writing.number)
            than = "more" if more else "less"
            words = f"when {_instrument(condition, own, writing)} has changed by {than} than {change}%"
        case _:
            words = f"when a condition is met that IB does not document ({one_line(str(dict(condition)))})"
    return words


def _instrument(condition: Mapping[str, object], own: Contract | None, writing: Writing) -> str:
    con_id = condition.get("conId")
    if own is not None and con_id == own.con_id and own.symbol:
        name = own.symbol
    else:
        name = writing.instrument(con_id) if isinstance(con_id, int) else "an instrument"
    exchange = one_line(text_in(condition, "exchange"))
    return f"{name} on {exchange}" if exchange else name


def _amount(condition: Mapping[str, object], name: str, write: Callable[[Decimal], str]) -> str:
    number = number_in(condition, name)
    return "an unknown amount" if number is None else write(number)


def _times(order: Order) -> str:
    fields, found = order.order_fields, []
    after, until = text_in(fields, "goodAfterTime"), text_in(fields, "goodTillDate")
    if after.strip():
        found.append(f"starts after {time_in_words(after)}")
    if until.strip():
        found.append(f"works until {time_in_words(until)}")
    return f"It {' and '.join(found)}." if found else ""


def _algorithm(order: Order) -> str:
    strategy = one_line(text_in(order.order_fields, "algoStrategy"))
    if not strategy:
        return ""
    parameters = order.order_fields.get("algoParams")
    settings = [
        f"{one_line(str(each.get('tag', '')))} {time_in_words(str(each.get('value', '')))}".strip()
        for each in (parameters if isinstance(parameters, tuple) else ())
        if isinstance(each, Mapping)
    ]
    words = f": {', '.join(settings)}" if settings else ""
    return f"It is worked by IB's algorithm {strategy}{words}."


def _oca(order: Order) -> str:
    group = one_line(order.oca_group)
    if not group:
        return ""
    kind = order.order_fields.get("ocaType")
    effect = f": {_OCA_EFFECTS[kind]}" if isinstance(kind, int) and kind in _OCA_EFFECTS else ""
    parent = order.parent.perm_id if order.parent else order.order_fields.get("parentPermId")
    whose = " (its parent's perm ID)" if parent and group == str(parent) else ""
    return f"It is in the OCA group {quoted(group)}{whose}{effect}."


def _hedge(order: Order) -> str:
    kind = one_line(text_in(order.order_fields, "hedgeType"))
    if not kind:
        return ""
    parameter = one_line(text_in(order.order_fields, "hedgeParam"))
    ratio = {"B": " with a beta of ", "P": " with a ratio of "}.get(kind, " with ") + parameter if parameter else ""
    return f"It is a {_HEDGES.get(kind, kind)} hedge of its parent{ratio}: its size follows from the parent's fills."


def _not_transmitted(order: Order) -> str:
    if order.is_done or order.order_fields.get("transmit") is not False:
        return ""
    return "Its Transmit flag is off: it waits in TWS until somebody transmits it."


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}." if words else ""

"""Changes of an order's terms in words: "Limit price 230.00 → 230.50"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from ibmonitor.domain.records.records import FieldChange, Order
from ibmonitor.domain.records.tws_fields import ORDER_FIELDS
from ibmonitor.domain.records.value import value
from ibmonitor.domain.terms.prices import PriceKind, order_prices
from ibmonitor.domain.terms.terms import conditions_in_words, time_in_words
from ibmonitor.domain.timeline.words import Write
from ibmonitor.domain.wording.writing import Writing, one_line

NOTHING = "none"

_AUX_TITLES = {
    PriceKind.STOP: "Stop price",
    PriceKind.TRIGGER: "Trigger price",
    PriceKind.OFFSET: "Offset",
    PriceKind.TRAIL_BY: "Trails by",
}
_TITLES = {
    **{field.name: field.title for field in ORDER_FIELDS},
    "totalQuantity": "Quantity",
    "cashQty": "Size in money",
    "orderType": "Type",
    "tif": "TIF",
    "lmtPrice": "Limit price",
    "auxPrice": "Aux price",
    "trailStopPrice": "Trailing stop",
    "trailingPercent": "Trails by %",
    "lmtPriceOffset": "Limit offset",
    "conditions": "Conditions",
    "account": "Account",
}
_PRICES = frozenset({"lmtPrice", "auxPrice", "trailStopPrice", "lmtPriceOffset", "triggerPrice", "adjustedStopPrice"})


@value
class ChangeWriter:
    """Writes changes in the reader's way."""

    quantity: Write
    price: Write
    writing: Writing

    def words(self, changes: tuple[FieldChange, ...], order: Order) -> str:
        """Return all changes on one line."""
        return ", ".join(line for change in changes for line in self._lines(change, order))

    def _lines(self, change: FieldChange, order: Order) -> Iterator[str]:
        if change.name == "algoParams":
            yield from self._parameters(change)
        elif change.name == "conditions":
            yield f"Conditions {self._conditions(change.old, order)} → {self._conditions(change.new, order)}"
        else:
            title = change_title(change.name, order)
            is_switch = isinstance(change.old, bool) or isinstance(change.new, bool)
            old, new = (bool(each) if is_switch else each for each in (change.old, change.new))
            yield f"{title} {self._amount(change.name, old)} → {self._amount(change.name, new)}"

    def _amount(self, name: str, amount: object) -> str:
        match amount:
            case None | "":
                return NOTHING
            case bool():
                return "on" if amount else "off"
            case Decimal():
                return self.price(amount) if name in _PRICES else self.quantity(amount)
            case str():
                return time_in_words(amount)
            case tuple():
                return self._list(amount) or NOTHING
            case _:
                return one_line(str(amount))

    def _list(self, items: tuple[object, ...]) -> str:
        """Write a list of TWS's, such as the prices of a combo's legs, or names with their values."""
        return "/".join(
            " ".join(map(self._listed, item.values())) if isinstance(item, Mapping) else str(item) for item in items
        )

    def _listed(self, value: object) -> str:
        if value is None:
            return NOTHING
        return self.price(value) if isinstance(value, Decimal) else one_line(str(value))

    def _conditions(self, conditions: object, order: Order) -> str:
        return conditions_in_words(conditions, order.contract, self.writing) or NOTHING

    def _parameters(self, change: FieldChange) -> Iterator[str]:
        """Yield a line for each parameter of an algorithm that changed."""
        old, new = _by_tag(change.old), _by_tag(change.new)
        for tag in dict.fromkeys((*new, *old)):
            if old.get(tag) != new.get(tag):
                before, after = (time_in_words(each.get(tag) or NOTHING) for each in (old, new))
                yield f"Algo parameter {tag} {before} → {after}"


def change_title(name: str, order: Order) -> str:
    """Return the usual name of a TWS field; TWS's own name where there is no other."""
    if name == "auxPrice":
        kinds = [price.kind for price in order_prices(order) if price.kind in _AUX_TITLES]
        if kinds:
            return _AUX_TITLES[kinds[0]]
    return _TITLES.get(name, name)


def _by_tag(parameters: object) -> dict[str, str]:
    found = parameters if isinstance(parameters, tuple) else ()
    return {str(each.get("tag", "")): str(each.get("value", "")) for each in found if isinstance(each, Mapping)}

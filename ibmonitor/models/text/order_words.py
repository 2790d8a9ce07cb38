"""Orders and other records in a trader's words: how much of what, at which prices."""

from __future__ import annotations

from decimal import Decimal

from ibmonitor.domain.explain.other_records import Record, order_of
from ibmonitor.domain.records.order_ids import id_words
from ibmonitor.domain.records.records import Commission, Fill, Message, Order
from ibmonitor.domain.terms.prices import PriceKind, order_prices
from ibmonitor.models.text.account_names import ACCOUNT_NAMES
from ibmonitor.models.text.contract_names import CONTRACT_NAMES
from ibmonitor.models.text.formats import number_text, price_text


def order_words(order: Order) -> str:
    """Name an order: BUY 60 TSLA, BUY 2,500.00 USD of AMZN. A quantity of 0, as of a hedge at first, is left out."""
    size = f"{quantity_text(order)} of" if _is_by_money(order) else number_text(order.total_quantity or None)
    return " ".join(filter(None, (order.action, size, CONTRACT_NAMES.name(order.contract)))) or id_words(order)


def record_words(record: Record) -> str:
    """Name a record by its order, with type, prices, TIF and whose it is; or by what is known without the order."""
    order = order_of(record)
    match record:
        case _ if order is not None:
            words = " ".join(filter(None, (order_words(order), order.order_type, prices_text(order), order.tif)))
            return " · ".join(filter(None, (words, whose_words(order))))
        case Fill():
            execution = record.execution
            parts = [execution.side, number_text(execution.shares), CONTRACT_NAMES.name(record.contract)]
        case Commission():
            parts = ["Commission of", record.exec_id]
        case _:
            code = record.code if isinstance(record, Message) else None
            parts = ["Message", "" if code is None else str(code)]
    return " ".join(filter(None, parts))


def whose_words(order: Order) -> str:
    """Name the account; of an advisor's group order the group, of a model's order the model."""
    return order.fa_group or (ACCOUNT_NAMES.name(order.account) if order.account else order.model_code)


def quantity(order: Order) -> Decimal | None:
    """The quantity; `None` for an order by money, of which TWS sends 0."""
    return None if _is_by_money(order) else order.total_quantity


def quantity_text(order: Order) -> str:
    """The quantity; of an order by money the amount, with its currency."""
    if _is_by_money(order):
        return f"{number_text(order.cash_qty, 2)} {order.contract.currency if order.contract else ''}".rstrip()
    return number_text(order.total_quantity)


def prices_text(order: Order) -> str:
    """All prices of the order's type, as short as possible: the order type is shown next to a trailing stop."""
    prices = order_prices(order)
    if not prices:
        return ""
    first, *more = (price_text(price.amount) for price in prices)
    if [price.kind for price in prices] == [PriceKind.LIMIT]:
        return first
    if prices[0].kind is not PriceKind.TRAILING_STOP:
        return prices_hint(order)
    return " ".join((first, *(f"{price.kind.value} {text}" for price, text in zip(prices[1:], more, strict=True))))


def prices_hint(order: Order) -> str:
    """The same with a word for each price; empty for a limit alone."""
    prices = order_prices(order)
    if [price.kind for price in prices] == [PriceKind.LIMIT]:
        return ""
    return ", ".join(f"{price.kind.value} {price_text(price.amount)}" for price in prices)


def _is_by_money(order: Order) -> bool:
    return bool(order.cash_qty) and not order.total_quantity

"""What an order can be found by: the values of each kind, and the words of these values."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import Enum

from ibmonitor.domain.instruments.instruments import short_name
from ibmonitor.domain.records.field_values import id_in
from ibmonitor.domain.records.records import Contract, Fill, Order
from ibmonitor.domain.records.value import value
from ibmonitor.domain.search.words import plain_number
from ibmonitor.domain.terms.prices import order_prices


class Kind(Enum):
    """A kind of field; the value is its name on screen. The first that fits is the one that is named."""

    PERM_ID = "Perm ID"
    ORDER_ID = "Order ID"
    EXEC_ID = "Exec ID"
    CLIENT_ID = "Client ID"
    PARENT_ID = "Parent ID"
    PARENT_PERM_ID = "Parent perm ID"
    SYMBOL = "Symbol"
    ACCOUNT = "Account"
    GROUP = "FA group"
    ORDER_REF = "Order ref"
    OCA_GROUP = "OCA group"
    MODEL = "Model code"
    QUANTITY = "Quantity"
    PRICE = "Price"
    CODE = "Message code"
    CONTRACT = "Contract"
    ORDER_TYPE = "Order type"
    TIF = "Time in force"
    SEC_TYPE = "Security type"
    SUBMITTER = "Submitter"
    STATUS = "Status"
    CURRENCY = "Currency"
    CON_ID = "Contract ID"
    MESSAGE = "Message"

    # Enum's own is written in Python: it would take a tenth of the time in which the words of orders are read.
    __hash__ = object.__hash__


IDS = frozenset({Kind.PERM_ID, Kind.ORDER_ID})
"""Whole values of these name an order."""
NUMBERS = frozenset(
    {
        Kind.CLIENT_ID,
        Kind.PARENT_ID,
        Kind.PARENT_PERM_ID,
        Kind.CON_ID,
        Kind.QUANTITY,
        Kind.PRICE,
        Kind.CODE,
    }
)
"""Only their whole values are compared: a quantity of 1000 is not found by 100."""
TEXTS = frozenset({Kind.MESSAGE})
"""What TWS wrote about an order. It fits less well than a field with the same word."""


@value
class Names:
    """How accounts and instruments are called by the reader."""

    account: Callable[[str], str] = str
    contract: Callable[[Contract], Sequence[str]] = lambda contract: (short_name(contract),)
    """The instrument's name first, then the other texts that find it."""


def values_of(record: Order | Fill, names: Names) -> Iterator[tuple[Kind, str]]:
    """Return each value of a record with its kind; empty values among them. 0 is no ID, but a client is."""
    if isinstance(record, Order):
        yield from _of_order(record, names)
    else:
        yield from _of_fill(record, names)


def _of_order(order: Order, names: Names) -> Iterator[tuple[Kind, str]]:
    yield Kind.PERM_ID, str(order.perm_id or "")
    yield Kind.ORDER_ID, str(order.order_id or "")
    yield Kind.CLIENT_ID, "" if order.client_id is None else str(order.client_id)
    yield Kind.PARENT_ID, str(order.parent_id or "")
    yield Kind.PARENT_PERM_ID, str(id_in(order.order_fields, "parentPermId") or "")
    yield Kind.QUANTITY, plain_number(order.total_quantity or None)
    yield Kind.QUANTITY, plain_number(order.cash_qty or None)
    for price in order_prices(order):
        yield Kind.PRICE, plain_number(price.amount)
    for message in order.messages:
        yield Kind.CODE, "" if message.code is None else str(message.code)
    if order.contract is not None:
        yield from _of_contract(order.contract, names)
    for account in (order.account, *_shares_of(order)):
        yield Kind.ACCOUNT, names.account(account)
    yield Kind.GROUP, order.fa_group
    yield Kind.ORDER_REF, order.order_ref
    yield Kind.OCA_GROUP, order.oca_group
    yield Kind.MODEL, order.model_code
    yield Kind.ORDER_TYPE, order.order_type
    yield Kind.TIF, order.tif
    yield Kind.SUBMITTER, order.submitter
    yield Kind.STATUS, order.status or ""
    for text in (order.reject_reason, order.warning_text, order.completed_status, order.why_held):
        yield Kind.MESSAGE, text
    for message in order.messages:
        yield Kind.MESSAGE, message.text


def _shares_of(order: Order) -> list[str]:
    """The accounts that a group order is allocated to, as far as TWS has listed them with the order."""
    parts = order.state_fields.get("orderAllocations")
    if not isinstance(parts, tuple):
        return []
    return [str(part.get("account") or "") for part in parts if isinstance(part, Mapping)]


def _of_fill(fill: Fill, names: Names) -> Iterator[tuple[Kind, str]]:
    """Of a fill whose order is not known."""
    # At once: one that is unread would first read a single field, and then all.
    execution = fill.execution.whole()
    yield Kind.PERM_ID, str(execution.perm_id or "")
    yield Kind.ORDER_ID, str(execution.order_id or "")
    yield Kind.CLIENT_ID, "" if execution.client_id is None else str(execution.client_id)
    yield Kind.QUANTITY, plain_number(execution.shares)
    yield Kind.PRICE, plain_number(execution.price)
    yield from _of_contract(fill.contract, names)
    yield Kind.ACCOUNT, names.account(execution.acct_number)
    yield Kind.ORDER_REF, execution.order_ref
    yield Kind.MODEL, execution.model_code
    yield Kind.SUBMITTER, execution.submitter


def _of_contract(contract: Contract, names: Names) -> Iterator[tuple[Kind, str]]:
    yield Kind.CON_ID, str(contract.con_id or "")
    yield Kind.SYMBOL, contract.symbol
    yield Kind.CONTRACT, contract.local_symbol
    yield Kind.CURRENCY, contract.currency
    yield Kind.SEC_TYPE, contract.sec_type
    yield Kind.SEC_TYPE, {"C": "CALL", "P": "PUT"}.get(contract.right[:1], "")
    for text in names.contract(contract):
        yield Kind.CONTRACT, text

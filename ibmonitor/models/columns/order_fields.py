"""The columns of TWS's Order and OrderState, made from the table of their fields, and their texts for searching."""

from __future__ import annotations

from collections.abc import Callable, Collection
from operator import attrgetter

from ibmonitor.domain.records.records import Order, TwsFields
from ibmonitor.domain.records.tws_fields import ORDER_FIELDS, ORDER_STATE_FIELDS, TwsField, snake_case
from ibmonitor.models.table.column import Column, field_column, search_text_of_field

_ORDER = "Order"
_STATE = "Order state"
_SOURCES: tuple[Callable[[Order], TwsFields], ...] = (
    attrgetter("contract_fields"),
    attrgetter("order_fields"),
    attrgetter("state_fields"),
)


def order_field_columns(have: Collection[str]) -> tuple[Column[Order], ...]:
    """A column for every field of TWS's Order and OrderState, except those whose key is in `have`."""
    return (
        *(_column(field, attrgetter("order_fields"), _ORDER) for field in ORDER_FIELDS if _key(field) not in have),
        *(
            _column(field, attrgetter("state_fields"), _STATE)
            for field in ORDER_STATE_FIELDS
            if _key(field) not in have
        ),
    )


def texts_of_fields(order: Order) -> list[str]:
    """What the text filter searches in those columns: of two hundred fields, TWS sends a few."""
    return [search_text_of_field(field) for source in _SOURCES for field in source(order).values()]


def _key(field: TwsField) -> str:
    """TWS's own name, except for the status in openOrder: the key of orderStatus's status is taken."""
    name = snake_case(field.name)
    return "order_state_status" if name == "status" else name


def _column(field: TwsField, source: Callable[[Order], TwsFields], group: str) -> Column[Order]:
    name = field.name

    def read(order: Order) -> object:
        return source(order).get(name)

    title = "Status of order state" if name == "status" else field.title
    return field_column(_key(field), title, field.description or field.title, read, width=110, group=group)

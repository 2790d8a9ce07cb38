"""The columns of TWS's Contract, for all tables whose records have a contract."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from operator import attrgetter
from typing import TypeVar, Unpack

from ibmonitor.domain.records.records import Contract, Order
from ibmonitor.domain.records.tws_fields import CONTRACT_FIELDS, TwsField, snake_case
from ibmonitor.models.table.column import Column, ColumnOptions, field_column, id_column, number_column, text_column
from ibmonitor.models.text.contract_names import CONTRACT_NAMES

R = TypeVar("R")

GROUP = "Contract"

_VALUES = frozenset(field.name for field in fields(Contract)) - {"combo_legs"}
"""The fields that every contract here has; the others come only with orders."""
_AMBIGUOUS = frozenset({"exchange", "currency"})
"""Names that fields of executions and commission reports also have."""


def contract_column(
    key: str,
    title: str,
    tooltip: str,
    getter: Callable[[R], Contract | None],
    *,
    text: Callable[[R], str] | None = None,
    **looks: Unpack[ColumnOptions[R]],
) -> Column[R]:
    """Instruments, named as `CONTRACT_NAMES` does; the tooltip has the legs of a combo."""

    def name(record: R) -> str:
        return CONTRACT_NAMES.name(getter(record))

    def sort_key(record: R) -> str | None:
        return CONTRACT_NAMES.sort_key(getter(record))

    def searched(record: R) -> str:
        contract = getter(record)
        return "" if contract is None else "\n".join(CONTRACT_NAMES.words(contract))

    def hint(record: R) -> str:
        return CONTRACT_NAMES.hint(getter(record))

    looks.setdefault("hint", hint)
    return Column(
        key=key,
        title=title,
        tooltip=tooltip,
        getter=name,
        text=text or name,
        sort_key=sort_key,
        searched=searched,
        **looks,
    )


def contract_columns(contract_of: Callable[[R], Contract | None]) -> tuple[Column[R], ...]:
    """The columns of the contract that `contract_of` finds in a record."""
    return tuple(
        _value_column(field, snake_case(field.name), contract_of)
        for field in CONTRACT_FIELDS
        if snake_case(field.name) in _VALUES
    )


def order_contract_columns() -> tuple[Column[Order], ...]:
    """All columns of an order's contract."""
    rest = (field for field in CONTRACT_FIELDS if snake_case(field.name) not in _VALUES)
    return (*contract_columns(attrgetter("contract")), *(_rare_column(field) for field in rest))


def _value_column(field: TwsField, name: str, contract_of: Callable[[R], Contract | None]) -> Column[R]:
    read = attrgetter(name)
    ambiguous = name in _AMBIGUOUS
    key = f"contract_{name}" if ambiguous else name
    title = f"Contract {field.title.lower()}" if ambiguous else field.title

    def number(record: R) -> object:
        contract = contract_of(record)
        return read(contract) if contract else None

    def text(record: R) -> str:
        contract = contract_of(record)
        return read(contract) if contract else ""

    if name == "con_id":
        return id_column(key, title, field.description or field.title, number, group=GROUP)  # type: ignore[arg-type]
    if name == "strike":
        return number_column(key, title, field.description or field.title, number, min_decimals=2, group=GROUP)  # type: ignore[arg-type]
    return text_column(key, title, field.description or field.title, text, width=110, group=GROUP)


def _rare_column(field: TwsField) -> Column[Order]:
    def read(order: Order) -> object:
        return order.contract_fields.get(field.name)

    return field_column(
        snake_case(field.name), field.title, field.description or field.title, read, width=110, group=GROUP
    )

"""The columns of a contract's fields, for every table whose records have a contract."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import TypeVar

from ibmonitor.domain.records import Contract
from ibmonitor.models.column import Column, id_column, number_column, text_column

R = TypeVar("R")

GROUP = "Contract"

_TEXTS = (
    ("symbol", "Symbol", "The symbol of the underlying.", 80),
    ("sec_type", "Security type", "STK, OPT, FUT, IND, FOP, CASH, BAG (a combo), BOND and others.", 88),
    (
        "last_trade_date_or_contract_month",
        "Last trade date or contract month",
        "The last trading day as YYYYMMDD, or the contract month as YYYYMM.",
        200,
    ),
    ("right", "Right", "Put or call.", 50),
    ("multiplier", "Multiplier", "The instrument's multiplier.", 74),
    ("exchange", "Contract exchange", "The destination exchange of the contract.", 118),
    ("primary_exchange", "Primary exchange", "The contract's primary exchange.", 112),
    ("currency", "Contract currency", "The currency the contract is traded in.", 118),
    ("local_symbol", "Local symbol", "The contract's symbol within its primary exchange.", 150),
    ("trading_class", "Trading class", "The trading class name of the contract.", 92),
    ("combo_legs_descrip", "Combo legs", "Description of the combo legs.", 160),
)

CONTRACT_VALUES = frozenset({name for name, *_ in _TEXTS} | {"con_id", "strike"})
"""The fields of `Contract` that have a column here."""


def contract_columns(contract_of: Callable[[R], Contract | None]) -> tuple[Column[R], ...]:
    """The columns of the contract that `contract_of` finds in a record."""

    def con_id(record: R) -> int | None:
        contract = contract_of(record)
        return contract.con_id if contract else None

    def strike(record: R) -> Decimal | None:
        contract = contract_of(record)
        return contract.strike if contract else None

    def text_of(name: str) -> Callable[[R], str]:
        def text(record: R) -> str:
            contract = contract_of(record)
            return getattr(contract, name) if contract else ""

        return text

    return (
        id_column(_key("con_id"), "Con ID", "The unique IB contract identifier.", con_id, group=GROUP),
        *(
            text_column(_key(key), title, tip, text_of(key), width=width, group=GROUP)
            for key, title, tip, width in _TEXTS
        ),
        number_column(_key("strike"), "Strike", "The option's strike price.", strike, min_decimals=2, group=GROUP),
    )


def _key(name: str) -> str:
    """TWS's own name, but for the two that executions and commission reports have as well."""
    return f"contract_{name}" if name in {"exchange", "currency"} else name

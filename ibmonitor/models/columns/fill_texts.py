"""What the text filter searches in fills and commissions: the texts of all columns, written faster than one by one.

A million fills are of a few hundred contracts, and have few venues, sides and flags: the columns of these are written
once for all fills with the same values.
"""

from __future__ import annotations

from collections.abc import Iterable
from operator import attrgetter
from typing import Any

from ibmonitor.domain.records.records import ComboRole, Commission, Contract, Fill
from ibmonitor.models.columns.commissions import COMMISSION_COLUMNS
from ibmonitor.models.columns.contract import GROUP as CONTRACT
from ibmonitor.models.columns.fill_notes import is_correction
from ibmonitor.models.columns.fills import FILL_COLUMNS
from ibmonitor.models.table.column import Column, text_of_columns
from ibmonitor.models.text.account_names import ACCOUNT_NAMES
from ibmonitor.models.text.contract_names import CONTRACT_NAMES
from ibmonitor.models.text.formats import full_time_text, separators, ungrouped_text
from ibmonitor.models.text.shown_zone import SHOWN_ZONE

_MOST = 1 << 12
"""Contracts, and sets of values, whose texts are kept."""
_NONE = ComboRole.NONE
_BY_KEY = {column.key: column for column in FILL_COLUMNS}

_RECURRING = (
    "side", "exchange", "last_liquidity", "liquidation", "pending_price_revision", "ev_rule", "model_code",
    "submitter", "opt_exercise_or_lapse_type",
)  # fmt: skip
"""Columns whose text depends only on the field of the same name of the execution, and which have few values."""
_OF_CONTRACT = [column for column in FILL_COLUMNS if column.group == CONTRACT]
_TIMES = _BY_KEY["time"], _BY_KEY["received"]
_UNUSUAL = _BY_KEY["notes"], _BY_KEY["superseded_by"], _BY_KEY["combo_role"]
"""Empty for almost all fills."""
_HERE = {
    "acct_number", "shares", "price", "commission_and_fees", "currency", "realized_pnl", "perm_id", "order_id",
    "client_id", "exec_id", "cum_qty", "avg_price", "order_ref", "ev_multiplier", "yield_", "yield_redemption_date",
    "time", "received",
}  # fmt: skip
"""Columns that `search_text` writes itself."""
_OTHERS = [
    column
    for column in FILL_COLUMNS
    if column not in (*_OF_CONTRACT, *_UNUSUAL) and column.key not in {*_RECURRING, *_HERE}
]
"""None, as long as each column is named above."""

_values = attrgetter(*_RECURRING)
_uncharged = _BY_KEY["commission_and_fees"].search_text


class _Contracts(dict[int, tuple[Contract, tuple[str, ...], tuple[str, str], str]]):
    """The texts by the contract's `id`, with the contract itself, the names it then had, and how strikes are written.

    To look a contract up by its fields would take longer than to write them.
    """

    def text(self, fill: Fill) -> str:
        contract = fill.contract
        names = CONTRACT_NAMES.words(contract)
        known = self.get(id(contract))
        if known is None or known[0] is not contract or known[1] != names or known[2] != separators():
            if len(self) >= _MOST:
                self.clear()
            known = self[id(contract)] = contract, names, separators(), _lines(_OF_CONTRACT, fill)
        return known[3]


_contracts = _Contracts()
_recurring: dict[tuple[Any, ...], str] = {}


def search_text(fill: Fill) -> str:
    """The lines that `text_of_columns(FILL_COLUMNS)` gives, in another order and most of them only once."""
    execution = fill.execution.in_doubles()
    values = _values(execution)
    recurring = _recurring.get(values)
    if recurring is None:
        if len(_recurring) >= _MOST:
            _recurring.clear()
        recurring = _recurring[values] = _lines(map(_BY_KEY.__getitem__, _RECURRING), fill)
    perm_id, order_id, client_id = execution.perm_id, execution.order_id, execution.client_id
    texts = [
        _contracts.text(fill),
        recurring,
        execution.exec_id,
        execution.order_ref,
        ACCOUNT_NAMES.searched(execution.acct_number),
        "" if perm_id is None else str(perm_id),
        "" if order_id is None else str(order_id),
        "" if client_id is None else str(client_id),
        ungrouped_text(execution.shares),
        ungrouped_text(execution.price, 2),
        ungrouped_text(execution.cum_qty),
        ungrouped_text(execution.avg_price, 2, 6),
        ungrouped_text(execution.ev_multiplier),
        *[column.search_text(fill) for column in _OTHERS],
    ]
    time = fill.time
    if time is None or SHOWN_ZONE.is_by_row:
        texts += [column.search_text(fill) for column in _TIMES]
    else:
        texts += full_time_text(time), full_time_text(fill.received)
    report = fill.commission
    texts += [_uncharged(fill)] if report is None else _of_report(report)
    is_unusual = execution.liquidation or execution.pending_price_revision or execution.opt_exercise_or_lapse_type
    if is_unusual or fill.superseded_by or fill.combo_role is not _NONE or fill.legs or is_correction(fill):
        texts.append(_lines(_UNUSUAL, fill))
    return "\n".join(filter(None, texts))


def search_text_of_commission(commission: Commission) -> str:
    """The same for `COMMISSION_COLUMNS`."""
    fill = commission.fill
    if fill is None:
        return _of_columns(commission)
    execution = fill.execution.in_doubles()
    ids = execution.perm_id, execution.order_id, execution.client_id
    texts = [
        *CONTRACT_NAMES.words(fill.contract),
        execution.side,
        execution.exchange,
        execution.order_ref,
        commission.exec_id,
        ACCOUNT_NAMES.searched(execution.acct_number),
        *["" if number is None else str(number) for number in ids],
        ungrouped_text(execution.shares),
        ungrouped_text(execution.price, 2),
        _received(commission) if SHOWN_ZONE.is_by_row else full_time_text(commission.received),
        *_of_report(commission),
    ]
    return "\n".join(filter(None, texts))


_of_columns = text_of_columns(COMMISSION_COLUMNS)
_received = next(column for column in COMMISSION_COLUMNS if column.key == "received").search_text


def _of_report(report: Commission) -> list[str]:
    return [
        ungrouped_text(report.amount_sent, 2),
        report.currency,
        ungrouped_text(report.pnl_sent, 2),
        ungrouped_text(report.yield_sent),
        report.yield_redemption_date or "",
    ]


def _lines(columns: Iterable[Column[Fill]], fill: Fill) -> str:
    """The texts of these columns, each once."""
    return "\n".join(dict.fromkeys(filter(None, (column.search_text(fill) for column in columns))))

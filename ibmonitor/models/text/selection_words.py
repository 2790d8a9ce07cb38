"""The sums of the selected rows in words: how many, how much per side where it is one contract, what they cost."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from ibmonitor.domain.records.numbers import known
from ibmonitor.domain.records.records import Commission, Fill, Order
from ibmonitor.domain.sums.totals import Totals
from ibmonitor.models.text.contract_names import CONTRACT_NAMES
from ibmonitor.models.text.formats import count_text, number_text, sums_text

MOST = 2_000
"""Rows that are added up at most: it is done at once, whenever the selection or the records change."""
_SIDES = {"BOT": "bought", "SLD": "sold"}


def selection_text(records: Iterable[object]) -> str:
    """Return the sums of several selected rows, which should not be more than `MOST`; empty for fewer than two."""
    chosen = list(records)
    if len(chosen) < 2:
        return ""
    parts = [f"{len(chosen):,} selected"]
    fills = list(dict.fromkeys(fill for record in chosen for fill in _fills_of(record)))
    totals = Totals()
    for fill in fills:
        totals.add(fill)
    for record in chosen:
        if isinstance(record, Commission) and record.fill is None:
            totals.add_commission(record)
    for _ in totals.compute():
        pass
    parts += _quantities(chosen)
    if totals.commissions:
        parts.append(f"commission {sums_text(totals.commissions)}")
    if totals.realized_pnl:
        parts.append(f"realized P&L {sums_text(totals.realized_pnl)}")
    if totals.pending:
        parts.append(f"{count_text(totals.pending, 'commission')} pending")
    return " · ".join(parts)


def _fills_of(record: object) -> list[Fill]:
    match record:
        case Order():
            return record.fills
        case Fill():
            return [record]
        case Commission() if record.fill is not None:
            return [record.fill]
        case _:
            return []


def _quantities(records: list[object]) -> list[str]:
    """The quantities of fills per side, where all are of one contract and none replaces or repeats another."""
    fills = [record for record in records if isinstance(record, Fill)]
    counted = [fill for fill in fills if fill.superseded_by is None]
    if len(fills) != len(records) or len({CONTRACT_NAMES.name(fill.contract) for fill in fills}) != 1:
        return []
    if len({fill.is_whole for fill in counted}) != 1:
        return []
    sums: dict[str, Decimal] = {}
    for fill in counted:
        shares = known(fill.execution.shares)
        if shares is None:
            return []
        sums[fill.execution.side] = sums.get(fill.execution.side, Decimal(0)) + shares
    return [f"{_SIDES.get(side, side)} {number_text(amount)}" for side, amount in sums.items()]

"""The totals of fills in words: their money, what their sums leave out, and why."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Protocol

from ibmonitor.domain.sums.day_trades import FillKind
from ibmonitor.domain.sums.totals import Sums
from ibmonitor.models.text.formats import count_text, sums_text


class Money(Protocol):
    """Sums by currency, and how many commissions have not been reported."""

    @property
    def commissions(self) -> Mapping[str, Decimal]: ...
    @property
    def realized_pnl(self) -> Mapping[str, Decimal]: ...
    @property
    def pending(self) -> int: ...


def money_parts(sums: Money) -> list[str]:
    """Commission, realized P&L and pending commissions, as far as there are any."""
    parts = []
    if sums.commissions:
        parts.append(f"Commission {sums_text(sums.commissions)}")
    if sums.realized_pnl:
        parts.append(f"Realized P&L {sums_text(sums.realized_pnl)}")
    if sums.pending:
        parts.append(f"{count_text(sums.pending, 'commission')} pending")
    return parts


def left_out_text(sums: Sums) -> str:
    """What no sum contains, since that would count it twice, or since its execution is not known; empty for nothing."""
    parts = [f"{sums.superseded:,} corrected"] if sums.superseded else []
    parts += [count_text(sums.left_out[kind], kind.value) for kind in FillKind if sums.left_out[kind]]
    if sums.without_execution:
        parts.append(f"{sums.without_execution:,} without a known execution")
    return ", ".join(parts)

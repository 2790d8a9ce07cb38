"""The totals of fills in words: what their sums leave out, and why."""

from __future__ import annotations

from ibmonitor.domain.sums.day_trades import FillKind
from ibmonitor.domain.sums.totals import Totals
from ibmonitor.models.text.formats import count_text


def left_out_text(totals: Totals) -> str:
    """What no sum contains, since that would count it twice, or since its execution is not known; empty for nothing."""
    parts = [f"{totals.superseded:,} corrected"] if totals.superseded else []
    parts += [count_text(totals.left_out[kind], kind.value) for kind in FillKind if totals.left_out[kind]]
    if totals.without_execution:
        parts.append(f"{totals.without_execution:,} without a known execution")
    return ", ".join(parts)

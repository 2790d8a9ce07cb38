"""The totals of fills in words: what their sums leave out, and why."""

from __future__ import annotations

from ibmonitor.domain.sums.day_trades import FillKind
from ibmonitor.domain.sums.totals import Sums
from ibmonitor.models.text.formats import count_text


def left_out_text(sums: Sums) -> str:
    """What no sum contains, since that would count it twice, or since its execution is not known; empty for nothing."""
    parts = [f"{sums.superseded:,} corrected"] if sums.superseded else []
    parts += [count_text(sums.left_out[kind], kind.value) for kind in FillKind if sums.left_out[kind]]
    if sums.without_execution:
        parts.append(f"{sums.without_execution:,} without a known execution")
    return ", ".join(parts)

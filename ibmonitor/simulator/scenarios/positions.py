"""The positions of a scenario's accounts, and the profit when one is reduced."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

from ibmonitor.simulator.account.records import SimExecution

_TO_MICROS = Decimal("0.000001")


class Positions:
    """Quantities and average prices, by account and contract; a short position is negative."""

    def __init__(self) -> None:
        self._held: defaultdict[tuple[str, int], tuple[Decimal, Decimal]] = defaultdict(
            lambda: (Decimal(0), Decimal(0))
        )

    def book(self, execution: SimExecution, commission: Decimal) -> Decimal | None:
        """Return the realized profit less the commission; `None` for a trade that opens."""
        key = (execution.account, execution.contract.con_id)
        held, average = self._held[key]
        signed = execution.shares if execution.side == "BOT" else -execution.shares
        after = held + signed
        if held * signed >= 0:
            self._held[key] = after, (average * abs(held) + execution.price * abs(signed)) / abs(after)
            return None
        turned = held * after < 0
        self._held[key] = after, execution.price if turned else average
        closed = min(abs(held), abs(signed)) * (1 if held > 0 else -1)
        profit = (execution.price - average) * closed * Decimal(execution.contract.multiplier or 1)
        return plain((profit - commission).quantize(_TO_MICROS))


def plain(number: Decimal) -> Decimal:
    """Without trailing zeros and without an exponent."""
    return number.normalize() + Decimal(0)

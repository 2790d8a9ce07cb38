"""Which values have which tone, where more than one table says it."""

from __future__ import annotations

from decimal import Decimal

from ibmonitor.models.roles import Tone

_SIDES: dict[str, Tone] = {
    "BOT": "buy",
    "BUY": "buy",
    "SLONG": "buy",
    "SLD": "sell",
    "SELL": "sell",
    "SSHORT": "sell",
}


def side_tone(side: str) -> Tone:
    """The tone of an order's action or an execution's side."""
    return _SIDES.get(side, "")


def money_tone(amount: Decimal | None) -> Tone:
    """The tone of a profit (good) or loss (bad)."""
    if not amount:
        return ""
    return "bad" if amount < 0 else "good"

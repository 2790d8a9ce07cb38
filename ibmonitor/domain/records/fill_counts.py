"""`FillCounts`: what is counted of one order's fills. `order_fills.py` counts."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal

_ZERO = Decimal(0)


@dataclass(slots=True)
class Paid:
    """What the fills that count for the order's quantity have cost: those in master accounts, or all others."""

    amount: Decimal = _ZERO
    """The sum of price times shares of those that have both."""
    unknown: int = 0
    """How many have not."""


@dataclass(slots=True)
class FillCounts:
    """An account without fills is absent."""

    accounts: Counter[str] = field(default_factory=Counter)
    """By account, all fills."""
    valid_accounts: Counter[str] = field(default_factory=Counter)
    """By account, those that no correction has replaced."""
    shares: dict[str, Decimal] = field(default_factory=dict)
    """By account, the shares of those that also are no combo's legs; 0 where there is none."""
    legs: int = 0
    """Fills of a combo's legs."""
    revised: int = 0
    """Of those that no correction has replaced, those whose price may still change."""
    liquidated: int = 0
    """Of those that no correction has replaced, those of a liquidation."""
    paid: tuple[Paid, Paid] | None = None
    """In other accounts and in master accounts; `None` until it is asked for, since only corrected orders need it."""

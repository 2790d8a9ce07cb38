"""`RecordGaps`: which records are incomplete, so that more should be requested from TWS."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol


class Lookup(Protocol):
    """Knows whether orders or fills are unexplained, so that executions and completed orders should be requested."""

    def wanted(self) -> bool:
        """Whether they should be requested."""

    def done(self) -> None:
        """They have been requested, and TWS has answered or refused."""

    def unanswered(self) -> None:
        """They have been requested, and TWS has not answered one of the requests."""


@dataclass(frozen=True, slots=True)
class RecordGaps:
    """What a session checks before it sends requests. By default nothing is missing."""

    lookup: Lookup | None = None
    parent_accounts: Callable[[], frozenset[str]] = frozenset
    """The accounts that have shown that others may have parts of their executions, whatever their names."""
    incomplete_accounts: Callable[[], tuple[str, ...]] = tuple
    """The accounts whose executions, or the commissions of these, leave an order's allocation incomplete."""

"""The parts of a group order add up."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from ibmonitor.simulator.account.records import SimGroup
from ibmonitor.simulator.scenarios.advisor.advisor import ACCOUNTS
from ibmonitor.simulator.scenarios.splitting import split, weights


@pytest.mark.parametrize(
    ("shares", "amounts", "given", "parts"),
    [
        (100, (1, 1, 1), (0, 0, 0), (34, 33, 33)),
        (2, (1, 1, 1), (34, 33, 33), (0, 1, 1)),
        (33, (60, 40), (0, 0), (20, 13)),
        (5, (3, 0), (0, 0), (5, 0)),
        ("0.5", (1, 1), (0, 0), ("0.5", 0)),
        ("1.5", (1, 1), (0, 0), (1, "0.5")),
        (0, (1, 1), (0, 0), (0, 0)),
    ],
)
def test_a_split_adds_up(shares: Any, amounts: Any, given: Any, parts: Any) -> None:
    def by_account(numbers: Any) -> dict[str, Decimal]:
        return {account: Decimal(number) for account, number in zip(ACCOUNTS, numbers, strict=False)}

    assert split(Decimal(shares), by_account(amounts), by_account(given)) == by_account(parts)


def test_members_without_amounts_weigh_nothing() -> None:
    group = SimGroup("G", "MonetaryAmount", {"DU1": Decimal(5), "DU2": None})
    assert weights(group, {}) == {"DU1": 5, "DU2": 0}

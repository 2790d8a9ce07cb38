"""The share that a group's method and amounts give each member, reckoned by hand."""

from __future__ import annotations

from decimal import Decimal

import pytest

from ibmonitor.domain.allocation.group_shares import is_by_percent, meaning_of, reads_amounts, share_by_account
from ibmonitor.domain.records.groups import AccountGroup, GroupMember


def group(method: str, **amounts: str | None) -> AccountGroup:
    members = (GroupMember(name, None if text is None else Decimal(text)) for name, text in amounts.items())
    return AccountGroup("G", method, tuple(members))


@pytest.mark.parametrize(
    ("method", "amounts", "shares"),
    [
        ("Percent", {"U1": "60", "U2": "25.5"}, {"U1": "60", "U2": "25.5"}),
        ("Ratio", {"U1": "3", "U2": "1"}, {"U1": "75", "U2": "25"}),
        ("Ratio", {"U1": "3", "U2": None, "U3": "0"}, {"U1": "100", "U3": "0"}),
        ("Ratio", {"U1": "0"}, {}),
        ("Ratio", {"U1": "3", "U2": "-1"}, {}),
        ("ContractsOrShares", {"U1": "100", "U2": "300"}, {"U1": "25", "U2": "75"}),
        ("MonetaryAmount", {"U1": "5000", "U2": "15000"}, {"U1": "25", "U2": "75"}),
        ("Equal", {"U1": None, "U2": None, "U3": "7", "U4": None}, dict.fromkeys(("U1", "U2", "U3", "U4"), "25")),
        ("EqualQuantity", {"U1": None, "U2": None}, {"U1": "50", "U2": "50"}),
        ("NetLiq", {"U1": "1"}, {}),
        ("AvailableEquity", {"U1": "1"}, {}),
        ("", {"U1": "1"}, {}),
        ("Of a later TWS", {"U1": "1"}, {}),
        ("Equal", {}, {}),
    ],
)
def test_shares(method: str, amounts: dict[str, str | None], shares: dict[str, str]) -> None:
    assert share_by_account(group(method, **amounts)) == {name: Decimal(text) for name, text in shares.items()}


def test_what_amounts_mean_is_said_for_known_methods_only() -> None:
    assert "per cent" in meaning_of(" Percent ")
    assert meaning_of("Of a later TWS") == ""
    assert [is_by_percent(method) for method in ("percent", "Ratio")] == [True, False]
    assert [reads_amounts(method) for method in ("Ratio", "Percent", "Equal", "NetLiq")] == [True, True, False, False]

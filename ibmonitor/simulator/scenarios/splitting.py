"""Splits a group order's fills among accounts in whole shares."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from ibmonitor.simulator.account.records import SimGroup


def weights(group: SimGroup, net_liquidation: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """Each member's weight; 0 for a member without an amount if the method has amounts."""
    if group.default_method in {"NetLiq", "AvailableEquity"}:
        return {account: net_liquidation[account] for account in group.shares}
    if group.default_method == "Equal":
        return dict.fromkeys(group.shares, Decimal(1))
    return {account: amount or Decimal(0) for account, amount in group.shares.items()}


def split(shares: Decimal, by: Mapping[str, Decimal], given: Mapping[str, Decimal] | None = None) -> dict[str, Decimal]:
    """The parts of `shares`, which add up to it. Each share goes to the account that is furthest below its due part.

    `given` is what each account already has of the order, so that the parts of many fills are right in the end. A
    fraction of a share goes to the last one.
    """
    had = dict.fromkeys(by, Decimal(0)) | dict(given or {})
    whole, parts = sum(had.values(), shares), dict.fromkeys(by, Decimal(0))
    total = sum(by.values())
    left = shares
    while left > 0:
        lot = min(left, Decimal(1))
        neediest = max(by, key=lambda account: whole * by[account] / total - had[account] - parts[account])
        parts[neediest] += lot
        left -= lot
    return parts

"""Matches an execution without a known order to group orders: by orderRef, contract, side and time.

An inference: IB does not document how a sub-account's executions refer to the allocation order.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from itertools import accumulate
from operator import itemgetter
from typing import Generic, TypeVar

from ibmonitor.domain.instruments.key import Identity, identity_of
from ibmonitor.domain.records.numbers import is_plausible
from ibmonitor.domain.records.records import ComboRole, Contract, Fill

G = TypeVar("G")

MatchKey = tuple[object, ...]
"""What a group order and its executions have in common: orderRef, side, and one way to name the contract."""
TimeWindow = tuple[datetime, datetime]

BEFORE = timedelta(minutes=1)
"""A part may be this long before the first of the parent's executions: the times need not be of one clock."""
AFTER = timedelta(minutes=10)
"""A part may be this long after the last of them: TWS may allocate when the order is done."""

_SIDES = {"BOT": "BUY", "SLONG": "BUY", "SLD": "SELL", "SSHORT": "SELL"}


def buy_or_sell(side: str) -> str:
    """Return BUY or SELL for an order's action or an execution's side; another word as it is."""
    return _SIDES.get(side, side)


def contract_keys(contract: Contract) -> tuple[Identity | None, MatchKey]:
    """Return the conId or a combo's legs, `None` where they are not known, and the fields that are compared then."""
    strike = contract.strike or None
    if strike is not None and not is_plausible(strike):
        strike = None
    loose = (
        contract.symbol,
        contract.sec_type,
        contract.last_trade_date_or_contract_month,
        strike,
        contract.right,
        contract.currency,
    )
    return identity_of(contract), loose


def anchor_keys(ref: str, side: str, contract: Contract) -> tuple[MatchKey, ...]:
    """Return the keys of a group order; none without an orderRef."""
    if not ref:
        return ()
    identity, loose = contract_keys(contract)
    named = ("identity", identity) if identity is not None else ("no identity", loose)
    return (ref, side, *named), (ref, side, "any", loose)


def search_keys(fill: Fill) -> tuple[MatchKey, ...]:
    """Return the keys of the group orders that an execution may belong to; none without an orderRef or for a leg."""
    ref = fill.execution.order_ref
    if not ref or fill.combo_role is ComboRole.LEG:
        return ()
    side = buy_or_sell(fill.execution.side)
    identity, loose = contract_keys(fill.contract)
    if identity is None:
        return ((ref, side, "any", loose),)
    return (ref, side, "identity", identity), (ref, side, "no identity", loose)


def time_window(parents: Iterable[Fill]) -> TimeWindow | None:
    """Return the first and last time at which parts of these executions are expected; `None` where no time is known."""
    times = [fill.time for fill in parents if fill.time is not None]
    if not times:
        return None
    return min(times) - BEFORE, max(times) + AFTER


class TimeWindows(Generic[G]):
    """The time windows of the group orders under one key, for fast lookup: there may be thousands."""

    def __init__(self, windows: Collection[tuple[TimeWindow | None, G]]) -> None:
        self._owners = [owner for _, owner in windows]
        known = [(window, index) for index, (window, _) in enumerate(windows) if window is not None]
        self._timeless = [owner for window, owner in windows if window is None]
        starts = sorted(((window[0], index) for window, index in known), key=itemgetter(0))
        ends = sorted(((window[1], index) for window, index in known), key=itemgetter(0))
        self._starts, self._ends = [time for time, _ in starts], [time for time, _ in ends]
        self._sum_begun = [0, *accumulate(index for _, index in starts)]
        self._sum_ended = [0, *accumulate(index for _, index in ends)]

    def around(self, time: datetime | None) -> list[G]:
        """Return the owners whose window contains this time, at most two; an unknown time is in every window."""
        if time is None:
            return self._owners[:2]
        begun, ended = bisect_right(self._starts, time), bisect_left(self._ends, time)
        if begun - ended > 1:
            return self._owners[:2]
        fitting = self._timeless[:2]
        if begun - ended == 1:
            # All but one of the windows that began have ended: the sums of indexes differ by the index of that one.
            fitting.append(self._owners[self._sum_begun[begun] - self._sum_ended[ended]])
        return fitting

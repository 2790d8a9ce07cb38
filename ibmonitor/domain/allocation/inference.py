"""Which group orders an execution without a known order may be a part of: by orderRef, contract, side and time.

An inference, not IB's word: how a sub-account's executions refer to the allocation order is not documented.
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

Slot = tuple[object, ...]
"""What group orders and executions must have in common: orderRef, side, and one way to name the contract."""
Window = tuple[datetime, datetime]

BEFORE = timedelta(minutes=1)
"""A part may be this long before the first of the whole's executions: the times need not be of one clock."""
AFTER = timedelta(minutes=10)
"""And this long after the last of them: TWS may allocate at the order's end."""

_SIDES = {"BOT": "BUY", "SLONG": "BUY", "SLD": "SELL", "SSHORT": "SELL"}


def buy_or_sell(side: str) -> str:
    """Return BUY or SELL for an order's action or an execution's side; another word as it is."""
    return _SIDES.get(side, side)


def contract_names(contract: Contract) -> tuple[Identity | None, Slot]:
    """Return the conId or a combo's legs, `None` where they are not known, and what stands for them then."""
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


def slots_to_stand_in(ref: str, side: str, contract: Contract) -> tuple[Slot, ...]:
    """Return where executions look for a group order; nowhere without an orderRef."""
    if not ref:
        return ()
    identity, loose = contract_names(contract)
    named = ("identity", identity) if identity is not None else ("no identity", loose)
    return (ref, side, *named), (ref, side, "any", loose)


def slots_to_look_in(fill: Fill) -> tuple[Slot, ...]:
    """Return where an execution's group order is to be found; nowhere without an orderRef, and for a combo's leg."""
    ref = fill.execution.order_ref
    if not ref or fill.combo_role is ComboRole.LEG:
        return ()
    side = buy_or_sell(fill.execution.side)
    identity, loose = contract_names(fill.contract)
    if identity is None:
        return ((ref, side, "any", loose),)
    return (ref, side, "identity", identity), (ref, side, "no identity", loose)


def window_of(parents: Iterable[Fill]) -> Window | None:
    """Return from when until when the parts of these executions may be; `None` where no time is known."""
    times = [fill.time for fill in parents if fill.time is not None]
    if not times:
        return None
    return min(times) - BEFORE, max(times) + AFTER


class Windows(Generic[G]):
    """The windows of the group orders in one slot: 100,000 executions may look for theirs among thousands."""

    def __init__(self, windows: Collection[tuple[Window | None, G]]) -> None:
        self._owners = [owner for _, owner in windows]
        known = [(window, index) for index, (window, _) in enumerate(windows) if window is not None]
        self._timeless = [owner for window, owner in windows if window is None]
        starts = sorted(((window[0], index) for window, index in known), key=itemgetter(0))
        ends = sorted(((window[1], index) for window, index in known), key=itemgetter(0))
        self._starts, self._ends = [time for time, _ in starts], [time for time, _ in ends]
        self._sum_begun = [0, *accumulate(index for _, index in starts)]
        self._sum_ended = [0, *accumulate(index for _, index in ends)]

    def around(self, time: datetime | None) -> list[G]:
        """Return the owners whose window has this time in it, two where they are more; unknown times fit anything."""
        if time is None:
            return self._owners[:2]
        begun, ended = bisect_right(self._starts, time), bisect_left(self._ends, time)
        if begun - ended > 1:
            return self._owners[:2]
        fitting = self._timeless[:2]
        if begun - ended == 1:
            # Of those that have begun all but one have ended: its index is what the sums of indexes differ by.
            fitting.append(self._owners[self._sum_begun[begun] - self._sum_ended[ended]])
        return fitting

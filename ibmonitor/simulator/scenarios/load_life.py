"""An hour of trading on top of the load: orders are placed, filled in parts, charged late, corrected and cancelled."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal

from ibmonitor.simulator.account.records import SimExecution, SimOrder
from ibmonitor.simulator.account.world import World
from ibmonitor.simulator.scenarios.desk import FIRST_PERM_ID, Desk
from ibmonitor.simulator.scenarios.instruments import STOCKS, Instrument

PAUSE = 1.8
"""Seconds between two events: 2,000 in an hour."""

_CLIENTS = (1, 1, 7, 12)
_LOT = Decimal(100)
_MOST_OPEN = 300


class LoadLife:
    """The same seed gives the same hour. After `first`, order ids and permIds from `FIRST_PERM_ID` on are free."""

    def __init__(self, world: World, accounts: Sequence[str], first: int, seed: int) -> None:
        self._desk = Desk(world, lambda: datetime.now(UTC))
        self._accounts = accounts
        self._last = first
        self._random = random.Random(seed)  # noqa: S311 (a market, not a secret)
        self._working: list[tuple[SimOrder, Instrument]] = []
        self._uncharged: list[tuple[SimExecution, SimOrder]] = []
        self._charged: list[SimExecution] = []
        self._kinds = (
            (30, self._place),
            (35, self._fill),
            (15, self._charge),
            (8, self._cancel),
            (4, self._correct),
            (3, self._reject),
            (5, self._end_in_silence),
        )

    def step(self) -> float:
        """Play one event; return the seconds until the next."""
        weights = [weight for weight, _ in self._kinds]
        (happen,) = self._random.choices([happen for _, happen in self._kinds], weights)
        happen()
        return PAUSE

    def settle(self) -> None:
        """Charge the executions without a commission."""
        while self._uncharged:
            self._charge()

    def _place(self) -> None:
        if len(self._working) >= _MOST_OPEN:
            return
        chance = self._random
        instrument = chance.choice(STOCKS)
        self._last += 1
        order = self._desk.place(
            instrument,
            chance.choice(("BUY", "SELL")),
            _LOT * chance.randint(1, 9),
            account=chance.choice(self._accounts),
            client_id=chance.choice(_CLIENTS),
            order_id=self._last,
            perm_id=FIRST_PERM_ID + self._last,
            lmt_price=instrument.price + Decimal(chance.randint(-300, 300)) / 100,
            order_ref=f"life-{self._last}",
        )
        self._working.append((order, instrument))

    def _pick(self) -> tuple[SimOrder, Instrument] | None:
        return self._random.choice(self._working) if self._working else None

    def _fill(self) -> None:
        picked = self._pick()
        if picked is None:
            return
        order, instrument = picked
        shares = min(order.remaining, _LOT * self._random.randint(1, 3))
        price = instrument.price + Decimal(self._random.randint(-50, 50)) / 100
        early = self._random.random() < 0.2
        execution = self._desk.execute(order, shares, price, self._random.choice(instrument.venues), status_first=early)
        self._uncharged.append((execution, order))
        if not order.is_open:
            self._working.remove(picked)

    def _charge(self) -> None:
        if self._uncharged:
            execution, order = self._uncharged.pop(0)
            self._desk.charge(execution, order)
            self._charged.append(execution)

    def _correct(self) -> None:
        if self._charged:
            execution = self._charged.pop(self._random.randrange(len(self._charged)))
            corrected = self._desk.correct(execution, execution.price + Decimal("0.01"))
            self._desk.charge(corrected)

    def _cancel(self) -> None:
        picked = self._pick()
        if picked is not None:
            self._working.remove(picked)
            self._desk.cancel(picked[0])

    def _reject(self) -> None:
        picked = self._pick()
        if picked is not None and not picked[0].filled:
            self._working.remove(picked)
            self._desk.reject(picked[0], "The limit price is too far outside of the market.")

    def _end_in_silence(self) -> None:
        """Only the list of completed orders has it."""
        picked = self._pick()
        if picked is not None:
            self._working.remove(picked)
            self._desk.complete(picked[0], "Cancelled")

"""Streams of events of which fills, commissions and orders hang together in many ways, and what they add up to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from random import Random

from ibmonitor.domain.records.events import Event
from ibmonitor.domain.records.exec_id import is_leg
from ibmonitor.domain.records.records import Commission, Fill
from ibmonitor.domain.sums.totals import Sums, Totals
from tests.support.blotter_events import AAPL, BAG, commission, execution, open_order, order_status

LEG = replace(AAPL, sec_type="OPT")
MASTER = "DF9"


def full_count(fills: Iterable[Fill], commissions: Iterable[Commission]) -> Sums:
    totals = Totals()
    for fill in fills:
        totals.add(fill)
    for each in commissions:
        totals.add_commission(each)
    return totals.sums


def values(sums: Sums) -> object:
    counts = (sums.fills, sums.pending, sums.superseded, sums.without_execution, dict(+sums.left_out))
    return counts, sums.commissions, sums.realized_pnl


class Stream:
    """Events of few trades of two orders, so that wholes and parts, combos and legs, and corrections come together."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)  # noqa: S311
        self.are_combos = self.random.random() < 0.6
        self.accounts = ["DU1"] if self.random.random() < 0.4 else ["DU1", "DU2", MASTER, "U1"]

    def event(self) -> Event:
        makers = [self.execution, self.commission, self.order]
        return self.random.choices(makers, [6, 6, 1])[0]()

    def exec_id(self, trade: int) -> str:
        leg = self.random.choice(["01", "02.01", "03.01"]) if self.are_combos else "01"
        return f"e.{trade}.{leg}.0{self.random.choice([1, 1, 1, 2])}"

    def execution(self) -> Event:
        trade, choice = self.random.randint(1, 8), self.random.choice
        exec_id, number = self.exec_id(trade), trade % 2 + 1
        whole = BAG if self.are_combos else AAPL
        return execution(
            exec_id,
            contract=LEG if is_leg(exec_id) else whole,
            shares=Decimal(choice([50, 100])),
            acct_number=choice(self.accounts),
            perm_id=choice([number + 70] * 3 + [None, 0]),
            client_id=choice([number, number, None]),
            order_id=number + 10,
        )

    def commission(self) -> Event:
        return commission(
            self.exec_id(self.random.randint(1, 8)),
            self.random.choice([None, "1.0003", "2", "-0.25", "1E+40"]),
            currency=self.random.choice(["USD", "EUR"]),
            realized_pnl=self.random.choice([None, Decimal(7), Decimal("1E-20")]),
        )

    def order(self) -> Event:
        number = self.random.randint(1, 2)
        perm_id = self.random.choice([number + 70, None])
        if self.random.random() < 0.3:
            return order_status(perm_id, number, number + 10)
        return open_order(perm_id, number, number + 10, contract=BAG if self.are_combos else AAPL)

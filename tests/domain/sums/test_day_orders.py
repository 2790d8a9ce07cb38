"""What counts of an order whose fills change: fill by fill, and a whole place only where that counts no longer."""

from __future__ import annotations

from decimal import Decimal

from ibmonitor.domain.records.records import Fill
from ibmonitor.domain.sums.day_orders import DayEntry, DayOrders
from ibmonitor.domain.sums.day_trades import place_of
from tests.support.make_records import NOON, make_fill


class Orders:
    """One order, and what is counted of it: the serials."""

    def __init__(self) -> None:
        self.entries: dict[Fill, DayEntry] = {}
        self.trades: list[int] = []
        self.paid: list[int] = []
        self.calls = 0
        self.orders = DayOrders(self.entries.__getitem__, self.count_trade, self.count_paid)

    def count_trade(self, entry: DayEntry, sign: int) -> None:
        self.calls += 1
        (self.trades.append if sign > 0 else self.trades.remove)(entry.fill.serial)

    def count_paid(self, entry: DayEntry, sign: int) -> None:
        (self.paid.append if sign > 0 else self.paid.remove)(entry.fill.serial)

    def put(self, serial: int, shares: int, *, is_whole: bool, amount: int | None = 1) -> Fill:
        fill = make_fill(serial)
        fill.is_whole = is_whole
        money = ("USD", None if amount is None else Decimal(amount), None)
        self.entries[fill] = DayEntry(fill, NOON, 7, place_of(fill), "", Decimal(shares), money)
        self.orders.put(self.entries[fill])
        return fill

    def settle(self) -> tuple[list[int], list[int]]:
        for _ in self.orders.settle():
            pass
        for fill, entry in self.entries.items():
            assert self.orders.standing(entry) == (fill.serial in self.trades, fill.serial in self.paid)
        return sorted(self.trades), sorted(self.paid)


def test_the_whole_counts_until_its_parts_are_all_there() -> None:
    orders = Orders()
    orders.put(1, 50, is_whole=False)
    assert orders.settle() == ([1], [1])
    orders.put(2, 100, is_whole=True)
    assert orders.settle() == ([2], [2])
    part = orders.put(3, 50, is_whole=False)
    assert orders.settle() == ([1, 3], [1, 3])
    orders.orders.take_out(orders.entries.pop(part))
    assert orders.settle() == ([2], [2])


def test_the_money_is_that_of_the_whole_where_the_parts_have_none() -> None:
    orders = Orders()
    orders.put(1, 100, is_whole=True)
    orders.put(2, 100, is_whole=False, amount=None)
    assert orders.settle() == ([2], [1])


def test_one_more_part_counts_no_other_again() -> None:
    orders = Orders()
    orders.put(0, 10, is_whole=True)
    for serial in range(1, 50):
        orders.put(serial, 10, is_whole=False)
    orders.settle()
    calls = orders.calls
    orders.put(50, 10, is_whole=False)
    assert orders.settle()[0] == list(range(1, 51))
    assert orders.calls == calls + 1


def test_an_order_without_fills_is_forgotten() -> None:
    orders = Orders()
    fills = [orders.put(1, 10, is_whole=True), orders.put(2, 10, is_whole=False)]
    for fill in fills:
        orders.orders.take_out(orders.entries.pop(fill))
    assert orders.settle() == ([], [])
    orders.put(3, 10, is_whole=False)
    assert orders.settle() == ([3], [3])

"""The index has every order as it is now, and each unknown order once."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from ibmonitor.domain.blotter.blotter import Blotter
from ibmonitor.domain.records.records import Fill
from ibmonitor.domain.search.fields import Names
from ibmonitor.domain.search.index import SearchIndex
from tests.support.blotter_events import AAPL, execution, new_blotter, open_order

KO = replace(AAPL, con_id=7, symbol="KO", local_symbol="KO")


def index_of(blotter: Blotter) -> SearchIndex:
    index = SearchIndex()
    index.outdate(blotter.orders, blotter.fills)
    catch_up(index)
    return index


def catch_up(index: SearchIndex) -> None:
    for _ in index.catch_up():
        pass
    assert not is_behind(index)


def is_behind(index: SearchIndex) -> bool:
    return index.size > len(index.entries())


def texts(index: SearchIndex) -> list[str]:
    return [entry.text for entry in index.entries()]


def test_an_order_is_read_again_when_it_has_changed() -> None:
    blotter = new_blotter(open_order(1, 1, 5))
    index = index_of(blotter)
    assert " 100 " in texts(index)[0]
    blotter.apply(open_order(1, 1, 5, totalQuantity=Decimal(90)))
    assert " 100 " in texts(index)[0]
    index.outdate(blotter.orders)
    assert is_behind(index)
    assert " 90 " in index.entry(blotter.orders[0]).text
    assert not is_behind(index)


def test_an_order_that_has_not_been_read_is_read_when_asked_for() -> None:
    blotter = new_blotter(open_order(1, 1, 5))
    assert " aapl " in SearchIndex().entry(blotter.orders[0]).text


def test_an_order_that_became_part_of_another_is_forgotten() -> None:
    blotter = new_blotter(open_order(1, 1, 5), open_order(2, 1, 6))
    index = index_of(blotter)
    index.forget(blotter.orders[:1])
    assert [entry.record for entry in index.entries()] == blotter.orders[1:]


def test_fills_of_an_unknown_order_are_one_entry_until_it_is_known() -> None:
    blotter = new_blotter(
        execution("1.1", perm_id=9, acct_number="DU1"),
        execution("1.2", perm_id=9, acct_number="DU2"),
        execution("2.1", perm_id=8, contract=KO),
    )
    index = index_of(blotter)
    first, second = index.entries()
    assert isinstance(first.record, Fill)
    assert (first.record.execution.exec_id, " du1 " in first.text, " du2 " in first.text) == ("1.2", True, True)
    assert index.newest_like(blotter.fills[0]) is first.record
    assert " ko " in second.text
    change = blotter.apply(open_order(9, 1, 5))
    index.outdate(change.orders, change.fills)
    catch_up(index)
    assert [entry.record for entry in index.entries()] == [blotter.fills[2], blotter.orders[0]]


def test_other_names_are_read_when_there_is_time() -> None:
    names = {"DU1": "Anna"}
    blotter = new_blotter(open_order(1), execution("1.1", perm_id=9, acct_number="DU1"))
    index = SearchIndex(Names(account=lambda account: names.get(account, account)))
    index.outdate(blotter.orders, blotter.fills)
    catch_up(index)
    names["DU1"] = "Zoe"
    index.outdate_names()
    assert " anna " in index.entry(blotter.orders[0]).text
    catch_up(index)
    assert all(" zoe " in text for text in texts(index))


def test_reading_can_be_given_up_and_begun_again() -> None:
    blotter = new_blotter(*(open_order(number, 1, number) for number in range(1, 100)))
    blotter.apply(execution("1.1", perm_id=1000))
    index = SearchIndex()
    index.outdate(blotter.orders, blotter.fills)
    for _ in range(3):
        next(index.catch_up(), None)
    assert is_behind(index)
    catch_up(index)
    assert len(index.entries()) == 100
    index.clear()
    assert (index.entries(), is_behind(index), index.symbols) == ([], False, set())


def test_the_newest_are_read_first_and_then_the_fills_of_unknown_orders() -> None:
    blotter = new_blotter(*(open_order(number, 1, number) for number in range(1, 41)), execution("1.1", perm_id=99))
    index = SearchIndex()
    index.start(blotter.orders, blotter.fills)
    next(index.catch_up())
    assert [entry.record.serial for entry in index.entries()] == [order.serial for order in blotter.orders[:-17:-1]]
    catch_up(index)
    assert [entry.record for entry in index.entries()][40:] == blotter.fills


def test_only_orders_that_are_there_are_known() -> None:
    blotter = new_blotter(open_order(1, 1, 5), open_order(2, 1, 6))
    index = index_of(blotter)
    index.forget(blotter.orders[:1])
    assert [index.knows(order) for order in blotter.orders] == [False, True]

"""The search goes on in the event loop, and only the last one counts."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from ibmonitor.domain.search import find
from ibmonitor.domain.search.find import Results
from ibmonitor.models.live import order_search
from ibmonitor.models.live.order_search import OrderSearch
from ibmonitor.models.text.account_names import ACCOUNT_NAMES
from tests.models.desk import Desk
from tests.support.blotter_events import execution, open_order, order_status


class Searching:
    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.search = OrderSearch(desk.feed)
        self.results: list[Results] = []
        self.search.found.connect(self.results.append)

    def find(self, text: str) -> list[int | None]:
        """The Perm IDs of what is found at once."""
        self.search.search(text)
        assert not self.search.is_searching
        return [each.record.perm_id for each in self.results[-1].found]  # type: ignore[union-attr]


@pytest.fixture
def searching(qapp: object) -> Searching:
    del qapp
    searching = Searching(Desk())
    searching.desk.receive(*(open_order(number, 1, number) for number in range(1, 6)))
    return searching


def test_few_orders_are_found_at_once(searching: Searching) -> None:
    assert searching.find("order 3") == [3]
    assert searching.results[-1].meaning == "Order ID 3"


def test_changes_are_found_without_waiting(searching: Searching) -> None:
    assert searching.find("cancelled") == []
    searching.desk.receive(order_status(2, 1, 2, status="Cancelled"), open_order(9, 1, 9))
    assert searching.find("cancelled") == [2]
    assert searching.find("order 9") == [9]


def test_two_rows_that_are_one_order_are_found_once(searching: Searching) -> None:
    searching.desk.receive(execution("1.1", perm_id=77, client_id=4, order_id=8))
    assert len(searching.results) == 0
    searching.search.search("77")
    assert searching.results[-1].total == 1
    searching.desk.receive(open_order(77, 4, 8))
    assert searching.find("77") == [77]
    assert searching.results[-1].total == 1


def test_an_older_search_is_given_up(searching: Searching, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(order_search, "_FEW", -1)
    monkeypatch.setattr(order_search, "_SLICE", 0)
    searching.search.search("order 3")
    searching.search.search("order 4")
    assert searching.search.is_searching
    assert searching.results == []
    monkeypatch.setattr(order_search, "_SLICE", 10)
    qtbot.waitUntil(lambda: bool(searching.results))
    assert [results.meaning for results in searching.results] == ["Order ID 4"]


def test_a_search_can_be_given_up(searching: Searching, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(order_search, "_FEW", -1)
    monkeypatch.setattr(order_search, "_SLICE", 0)
    searching.search.search("order 3")
    assert searching.search.is_searching
    searching.search.cancel()
    assert not searching.search.is_searching


def test_nothing_is_left_of_cleared_records(searching: Searching) -> None:
    assert searching.find("order 3") == [3]
    searching.desk.feed.clear()
    assert searching.find("order 3") == []


def test_other_names_are_found_once_they_are_read(searching: Searching, qtbot: QtBot) -> None:
    assert searching.find("miller") == []
    ACCOUNT_NAMES.set_aliases({"DU1": "Anna Miller"})
    try:
        qtbot.waitUntil(lambda: len(searching.find("miller")) == 5)
    finally:
        ACCOUNT_NAMES.set_aliases({})


def test_what_is_read_ahead_is_there_before_the_search(searching: Searching, qtbot: QtBot) -> None:
    searching.search.prepare()
    index = searching.search._index
    assert index.entries() == []
    qtbot.waitUntil(lambda: len(index.entries()) == 5)


def test_orders_are_read_as_soon_as_nothing_changes(
    searching: Searching, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(order_search, "_CALM_MS", 0)
    searching.desk.receive(open_order(6, 1, 6))
    qtbot.waitUntil(lambda: len(searching.search._index.entries()) == 6)
    assert searching.results == []


def test_the_newest_are_found_before_all_have_been_read(
    searching: Searching, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(find, "_FIRST", 0)
    searching.desk.receive(*(open_order(number, 1, number) for number in range(6, 31)))
    searching.search.search("AAPL")
    qtbot.waitUntil(lambda: not searching.search.is_searching)
    assert [(results.total, results.is_partial) for results in searching.results] == [(16, True), (30, False)]
    assert searching.results[0].found == searching.results[1].found[:16]


def test_a_change_is_reported_once_it_has_been_read(searching: Searching, qtbot: QtBot) -> None:
    searching.find("AAPL")
    searching.desk.receive(open_order(9, 1, 9))
    with qtbot.waitSignal(searching.search.changed):
        pass
    assert searching.search.knows(searching.desk.blotter.orders[-1])
    order = searching.desk.blotter.orders[-1]
    searching.desk.feed.clear()
    with qtbot.waitSignal(searching.search.changed):
        pass
    assert not searching.search.knows(order)


def test_a_few_changes_that_nobody_has_searched_in_are_left_for_the_next_search(
    searching: Searching, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    search, timer = searching.search, searching.search._idle_timer
    searching.find("AAPL")
    searching.desk.receive(open_order(6, 1, 6))
    with qtbot.waitSignal(search.changed):
        assert timer.isActive()
    searching.desk.receive(open_order(7, 1, 7))
    assert not timer.isActive()
    assert searching.find("order 7") == [7]
    monkeypatch.setattr(order_search, "_FEW", 1)
    with qtbot.waitSignal(search.changed):
        searching.desk.receive(open_order(8, 1, 8))
    searching.desk.receive(open_order(9, 1, 9), open_order(10, 1, 10))
    assert timer.isActive()


def test_what_was_found_fits_by_other_names_once_they_have_been_read(searching: Searching, qtbot: QtBot) -> None:
    searching.find("DU1")
    fits = searching.results[-1].fits
    assert fits is not None
    order = searching.desk.blotter.orders[0]
    ACCOUNT_NAMES.set_aliases({"DU1": "Anna Miller"})
    try:
        with qtbot.waitSignal(searching.search.renamed):
            pass
        searching.find("miller")
        fits = searching.results[-1].fits
        assert fits is not None
        assert fits(order)
        with qtbot.waitSignal(searching.search.renamed):
            ACCOUNT_NAMES.set_aliases({})
        assert not fits(order)
    finally:
        ACCOUNT_NAMES.set_aliases({})


def test_a_few_changes_do_not_put_off_the_reading(
    searching: Searching, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(order_search, "_CALM_MS", 0)
    monkeypatch.setattr(order_search, "_FEW", 1)
    searching.desk.receive(open_order(6, 1, 6), open_order(7, 1, 7))
    monkeypatch.setattr(order_search, "_CALM_MS", 10**8)
    searching.desk.receive(open_order(8, 1, 8))
    qtbot.waitUntil(lambda: len(searching.search._index.entries()) == 8)

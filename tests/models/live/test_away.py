"""What became of working orders while the connection was lost."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from ibmonitor.domain.records.link import LinkState
from ibmonitor.domain.records.records import Order
from ibmonitor.models.live.away import AwayWatch
from tests.support.blotter_events import completed_order, open_order
from tests.windows.bench import Bench


@pytest.fixture
def bench(qtbot: QtBot) -> Bench:
    bench = Bench()
    qtbot.addWidget(bench.window)
    bench.window.show()
    return bench


Report = tuple[str, list[Order]]


def watched(bench: Bench) -> list[Report]:
    reports: list[Report] = []
    watch = AwayWatch(bench.feed, bench.window)
    watch.found.connect(lambda words, orders: reports.append((words, orders)))
    return reports


def test_orders_that_ended_meanwhile_are_reported_once_all_is_received(bench: Bench) -> None:
    reports = watched(bench)
    bench.connect()
    bench.receive(*(open_order(10 + number, 7, number, status="Submitted") for number in (1, 2, 3)))
    bench.receive(completed_order(20, status="Filled"))
    bench.link(LinkState.WAITING)
    bench.link(LinkState.SYNCHRONISING)
    bench.receive(completed_order(11, status="Filled"), completed_order(12, status="Cancelled"))
    assert reports == [("", [])]
    bench.link(LinkState.UP)
    assert reports[1:] == [("1 filled, 1 cancelled while away", bench.blotter.orders[:2])]


def test_nothing_is_reported_where_nothing_ended(bench: Bench) -> None:
    reports = watched(bench)
    bench.connect()
    bench.receive(open_order(11, 7, 1, status="Submitted"))
    bench.link(LinkState.WAITING)
    bench.connect()
    assert reports == [("", [])]


def test_the_window_offers_to_show_them(bench: Bench) -> None:
    bench.connect()
    bench.receive(*(open_order(10 + number, 7, number, status="Submitted") for number in (1, 2)))
    bench.link(LinkState.WAITING)
    bench.link(LinkState.SYNCHRONISING)
    bench.receive(completed_order(11, status="Filled"))
    bench.link(LinkState.UP)
    offer = bench.window.bottom.away
    assert (offer.isVisible(), offer.text()) == (True, "1 filled while away  Show")
    offer.click()
    assert [order.perm_id for order in bench.window.page("orders").table.visible_records()] == [11]
    assert not offer.isVisible()

"""What has become of today's orders while the user is looking at a past day."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from ibmonitor.domain.records.records import Order
from ibmonitor.models.live.today_news import TodayNews
from tests.support.blotter_events import completed_order, open_order
from tests.windows.bench import Bench

Report = tuple[str, list[Order]]


@pytest.fixture
def bench(qtbot: QtBot) -> Bench:
    bench = Bench()
    qtbot.addWidget(bench.window)
    return bench


def followed(bench: Bench) -> list[Report]:
    reports: list[Report] = []
    news = TodayNews(bench.feed, bench.window)
    news.found.connect(lambda words, orders: reports.append((words, orders)))
    return reports


def test_orders_that_end_are_news_and_those_that_had_ended_are_not(bench: Bench) -> None:
    bench.connect()
    bench.receive(open_order(1, 7, 1, status="Submitted"), completed_order(2, status="Filled"))
    reports = followed(bench)
    bench.receive(completed_order(2, status="Filled", orderRef="again"))
    assert reports == []
    bench.receive(completed_order(1, status="Filled"))
    bench.receive(completed_order(3, status="Cancelled"))
    orders = bench.blotter.orders
    assert reports == [
        ("Today: 1 filled since", [orders[0]]),
        ("Today: 1 filled, 1 cancelled since", [orders[0], orders[2]]),
    ]


def test_what_tws_lists_at_first_is_no_news(bench: Bench) -> None:
    reports = followed(bench)
    bench.receive(completed_order(2, status="Filled"))
    bench.connect()
    assert reports == []
    bench.receive(completed_order(3, status="Filled"))
    assert [words for words, _ in reports] == ["Today: 1 filled since"]

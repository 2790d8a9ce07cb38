"""What has arrived while the connection synchronizes, in the panel and on the empty page."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from ibmonitor.domain.records.events import RequestChanged
from ibmonitor.domain.records.link import LinkState, RequestProgress
from ibmonitor.domain.records.requests import RequestKind
from ibmonitor.windows.connection.sync_progress import INTERVAL_MS, SyncProgress
from tests.support.blotter_events import open_order
from tests.windows.bench import Bench


def test_it_counts_from_the_start_of_each_synchronization(qtbot: QtBot) -> None:
    bench = Bench()
    qtbot.addWidget(bench.window)
    seconds = 0.0
    progress = SyncProgress(bench.blotter, bench.window, clock=lambda: seconds)
    said: list[str] = []
    progress.changed.connect(said.append)
    bench.receive(open_order(1, 7, 1))
    bench.link(LinkState.SYNCHRONISING)
    progress.follow()
    bench.add_fills(1, 3)
    seconds = 2.4
    progress.update()
    progress.update()
    bench.receive(RequestChanged(RequestKind.EXECUTIONS, RequestProgress.RUNNING))
    seconds = 9
    progress.update()
    bench.link(LinkState.UP)
    progress.follow()
    assert said == [
        "Synchronizing: 3 fills so far, 2 s",
        "Synchronizing: 3 fills so far, 9 s. Waiting for TWS to answer: executions",
        "",
    ]


def test_it_says_so_at_most_four_times_a_second() -> None:
    assert INTERVAL_MS >= 250


def test_the_panel_and_the_empty_page_show_it_and_nothing_moves(bench: Bench) -> None:
    window = bench.window
    bench.link(LinkState.SYNCHRONISING)
    before = window.tabs.geometry()
    window._progress.update()
    words = "Synchronizing: nothing received yet"
    assert words in window.bottom.updated.text()
    assert words in window.page("orders").empty.label.text()
    assert window.tabs.geometry() == before
    bench.link(LinkState.UP)
    assert words not in window.bottom.updated.text()
    assert words not in window.page("orders").empty.label.text()

"""The charts next to the tree: created late, shown by their switch, and restored with their width."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from ibmonitor.settings.window_state import ColumnState
from tests.windows.allocations.test_page import PageBench


@pytest.fixture
def bench(qtbot: QtBot) -> PageBench:
    bench = PageBench()
    qtbot.addWidget(bench.page)
    return bench


def test_the_charts_are_hidden_at_first_however_wide_the_window_is(bench: PageBench) -> None:
    bench.page.resize(2400, 400)
    bench.page.show()
    assert bench.page.splitter.state() == ColumnState("charts", 320, visible=False)
    bench.page.splitter.restore(ColumnState("charts", 444, visible=False))
    assert bench.page.splitter.state() == ColumnState("charts", 444, visible=False)


def test_the_charts_open_with_the_saved_width(bench: PageBench, qtbot: QtBot) -> None:
    splitter = bench.page.splitter
    splitter.restore(ColumnState("charts", 444, visible=True))
    bench.page.resize(1300, 400)
    bench.page.show()
    # The splitter is shown with the first rows.
    bench.page.body.setCurrentWidget(splitter)
    qtbot.waitUntil(lambda: splitter.charts is not None)
    assert splitter.charts is not None
    assert splitter.sizes()[1] in range(440, 449)

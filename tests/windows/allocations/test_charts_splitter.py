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


@pytest.mark.parametrize(("width", "shown"), [(1100, False), (1300, True)])
def test_the_width_of_the_window_decides_at_first(bench: PageBench, qtbot: QtBot, width: int, shown: bool) -> None:
    bench.page.resize(width, 400)
    bench.page.show()
    assert bench.page.bar.charts.isChecked() == shown
    qtbot.waitUntil(lambda: (bench.page.splitter.charts is not None) == shown)


def test_a_saved_choice_comes_before_the_width(bench: PageBench) -> None:
    bench.page.splitter.restore(ColumnState("charts", 444, visible=False))
    bench.page.resize(1300, 400)
    bench.page.show()
    assert not bench.page.bar.charts.isChecked()
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

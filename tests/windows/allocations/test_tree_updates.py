"""The tree of the allocations: updated while it is visible, in slices, and cleared with the records."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from ibmonitor.windows.allocations import tree_updates
from tests.windows.allocations.test_page import PageBench, bench, group_order

__all__ = ["bench"]


def test_the_tree_is_updated_only_while_it_is_visible(bench: PageBench, qtbot: QtBot) -> None:
    counts: list[int] = []
    bench.page.counts_changed.connect(lambda: counts.append(bench.page.total_count))
    bench.page.hide()
    bench.receive(*group_order(1, 50, 50))
    bench.settle(qtbot)
    assert (counts, bench.orders) == ([1], [])
    bench.page.show()
    assert [order.allocated for order in bench.orders] == [100]
    bench.receive(*group_order(2, 10, 10))
    bench.settle(qtbot)
    assert [order.allocated for order in bench.orders] == [20, 100]
    assert counts == [1, 2]


def test_an_unfinished_update_does_not_show_an_empty_tab(
    bench: PageBench, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.page.hide()
    bench.receive(*group_order(1, 50, 50), *group_order(2, 10, 10))
    bench.settle(qtbot)
    monkeypatch.setattr(tree_updates, "_SLICE", -1)
    bench.page.show()
    assert bench.page.empty.label.text() == "Computing the allocations…"
    monkeypatch.undo()
    qtbot.waitUntil(lambda: len(bench.orders) == 2)
    assert not bench.page.empty.isVisible()


def test_cleared_records_leave_an_empty_tree(bench: PageBench, qtbot: QtBot) -> None:
    bench.receive(*group_order(1, 50, 50))
    bench.settle(qtbot)
    bench.page.view.setCurrentIndex(bench.row(0))
    bench.feed.clear()
    assert (bench.orders, bench.page.total_count) == ([], 0)


def test_many_rows_are_made_in_several_turns(bench: PageBench, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    bench.page.hide()
    for number in range(1, 4):
        bench.receive(*group_order(number, 10 * number, 0))
    bench.settle(qtbot)
    monkeypatch.setattr(tree_updates, "_SLICE_OF_ROWS", -1)
    bench.page.show()
    assert bench.orders == []
    assert bench.page.empty.label.text() == "Computing the allocations…"
    qtbot.waitUntil(lambda: len(bench.orders) == 3)
    bench.settle(qtbot)
    bench.receive(*group_order(1, 50, 50))
    bench.settle(qtbot)
    assert [order.allocated for order in bench.orders if order.key == 1] == [100]

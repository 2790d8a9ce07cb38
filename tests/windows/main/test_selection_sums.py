"""The sums of the selected rows follow the selection and the rows, and cost nothing while others change."""

from __future__ import annotations

import pytest

from ibmonitor.windows.main import selection_sums
from tests.support.blotter_events import commission, execution, open_order
from tests.windows.bench import Bench, exec_id


def test_the_sums_are_of_the_selection_in_the_tab_in_front(bench: Bench) -> None:
    bench.connect()
    bench.add_fills(1, 3)
    bench.window.tabs.show_page("fills")
    bench.view("fills").selectAll()
    bottom = bench.window.bottom
    assert bottom.selection.isVisible()
    assert bottom.selection.text().startswith("3 selected")
    bench.window.tabs.show_page("orders")
    assert not bottom.selection.isVisible()
    bench.window.tabs.show_page("fills")
    bench.view("fills").selectRow(0)
    assert not bottom.selection.isVisible()


def test_a_commission_that_follows_is_added_and_too_many_rows_are_only_counted(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.connect()
    bench.add_fills(1, 5)
    bench.window.tabs.show_page("fills")
    bench.view("fills").selectAll()
    assert bench.window.bottom.selection.text().endswith("5 commissions pending")
    bench.receive(commission(exec_id(1), "1.25"))
    assert "commission 1.25 USD" in bench.window.bottom.selection.text()
    monkeypatch.setattr(selection_sums, "MOST", 4)
    bench.receive(commission(exec_id(2), "1.25"))
    assert bench.window.bottom.selection.text() == "5 selected"


def test_an_order_selected_with_others_follows_its_fills(bench: Bench) -> None:
    bench.connect()
    bench.receive(open_order(1, 1, 11), open_order(2, 1, 12))
    bench.view("orders").selectAll()
    bench.receive(execution(exec_id(1), perm_id=2, client_id=1, order_id=12))
    assert bench.window.bottom.selection.text() == "2 selected · 1 commission pending"
    bench.receive(commission(exec_id(1), "1.25"))
    assert bench.window.bottom.selection.text() == "2 selected · commission 1.25 USD"


def test_a_commission_that_was_alone_follows_its_execution(bench: Bench) -> None:
    bench.connect()
    bench.receive(commission(exec_id(1), "1.25"), commission(exec_id(2), "2.50"))
    bench.window.tabs.show_page("commissions")
    bench.view("commissions").selectAll()
    assert bench.window.bottom.selection.text() == "2 selected"
    bench.add_fills(2, 2)
    assert bench.window.bottom.selection.text() == "2 selected · commission 2.50 USD"


def test_other_rows_are_not_summed(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    bench.connect()
    bench.add_fills(1, 3)
    bench.window.tabs.show_page("fills")
    bench.view("fills").selectAll()
    monkeypatch.setattr(selection_sums, "selection_text", lambda _records: "again")
    bench.add_fills(4, 5)
    assert bench.window.bottom.selection.text() != "again"
    bench.receive(commission(exec_id(1), "1.25"))
    assert bench.window.bottom.selection.text() == "again"


def test_after_a_clear_there_are_none(bench: Bench) -> None:
    bench.connect()
    bench.add_fills(1, 3)
    bench.window.tabs.show_page("fills")
    bench.view("fills").selectAll()
    bench.feed.clear()
    assert not bench.window.bottom.selection.isVisible()

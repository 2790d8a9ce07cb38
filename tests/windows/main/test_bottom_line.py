"""The last line of the window: the sums of the tab in front and of the selection, and what must not be forgotten."""

from __future__ import annotations

import dataclasses

import pytest

from ibmonitor.windows.main import main_window
from tests.support.blotter_events import commission, open_order
from tests.windows.bench import Bench, exec_id


def test_it_has_the_counts_of_the_tab_in_front(bench: Bench) -> None:
    bench.connect()
    bench.add_fills(1, 3)
    bench.receive(open_order(50, 7, 1))
    assert bench.window.page("orders").footer.isVisible()
    bench.window.tabs.show_page("fills")
    assert bench.window.page("fills").footer.isVisible()
    assert not bench.window.page("orders").footer.isVisible()
    assert bench.window.bottom.isAncestorOf(bench.window.page("fills").footer)
    bench.window.tabs.show_page("day")
    assert bench.window.day.sums.isVisible()
    assert bench.window.bottom.isAncestorOf(bench.window.day.sums)


def test_it_has_the_sums_of_the_selection_in_the_tab_in_front(bench: Bench) -> None:
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


def test_hidden_accounts_are_not_forgotten(bench: Bench) -> None:
    bottom = bench.window.bottom
    assert not bottom.sign.isVisible()
    bench.window.set_settings(dataclasses.replace(bench.window.settings, hide_accounts=True))
    assert (bottom.sign.isVisible(), bottom.sign.text()) == (True, "Account numbers hidden")


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
    monkeypatch.setattr(main_window, "MOST", 4)
    bench.receive(commission(exec_id(2), "1.25"))
    assert bench.window.bottom.selection.text() == "5 selected"

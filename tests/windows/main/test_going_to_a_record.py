"""A record can be shown whatever hides it, and a table can be filtered from outside."""

from __future__ import annotations

from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QToolButton

from ibmonitor.windows.table.table_page import TablePage
from tests.support.blotter_events import BAG, completed_order, execution, open_order
from tests.support.label_texts import label_texts
from tests.windows.bench import Bench, exec_id


def selected(page: TablePage) -> list[object]:
    return [page.table.record(index.row()) for index in page.view.selectionModel().selectedRows()]


def test_a_record_is_selected_and_scrolled_to(bench: Bench) -> None:
    bench.connect()
    bench.add_fills(1, 500)
    page = bench.window.page("fills")
    bench.window.tabs.setCurrentWidget(page)
    wanted = bench.blotter.fills[400]
    assert page.go_to(wanted)
    assert selected(page) == [wanted]
    assert page.view.viewport().rect().intersects(page.view.visualRect(page.view.currentIndex()))


def test_going_to_a_record_clears_the_filters_that_hide_it(bench: Bench) -> None:
    bench.connect()
    bench.receive(open_order(7, 1, 5, account="DU1"), completed_order(8, account="DU2"))
    page = bench.window.page("orders")
    page._text.setText("nothing like it")
    page.selection.select_accounts(["DU1"])
    page._choices.button(0).setChecked(True)
    page.narrow("an answer", lambda _: False)
    assert page.table.rowCount() == 0
    assert page.go_to(bench.blotter.orders[1])
    assert selected(page) == [bench.blotter.orders[1]]
    assert not page.is_filtered


def test_a_record_that_is_in_no_table_is_not_selected(bench: Bench) -> None:
    bench.connect()
    bench.receive(open_order(7, 1, 5))
    page = bench.window.page("orders")
    gone = bench.blotter.orders[0]
    bench.feed.clear()
    assert not page.go_to(gone)


def test_a_button_names_and_clears_a_filter_from_outside(bench: Bench) -> None:
    bench.connect()
    bench.add_fills(1, 3)
    page = bench.window.page("fills")
    bench.window.tabs.setCurrentWidget(page)
    widened = QSignalSpy(page.widened)
    page.narrow("the answer to: AAPL, sells", lambda fill: fill.execution.exec_id == exec_id(2))
    assert page.table.visible_records() == [bench.blotter.fills[1]]
    (button,) = [each for each in page.findChildren(QToolButton) if "AAPL" in each.text()]
    assert button.isVisible()
    button.click()
    assert page.table.rowCount() == 3
    assert not button.isVisible()
    assert widened.count() == 1


def test_filters_that_match_nothing_can_be_cleared(bench: Bench) -> None:
    bench.connect()
    bench.add_fills(1, 3)
    page = bench.window.page("fills")
    page.narrow("nothing", lambda _: False)
    assert page.empty.label.text() == "No fill matches the filters."
    page.empty.button.click()
    assert page.table.rowCount() == 3


def test_going_to_a_leg_expands_its_combo(bench: Bench) -> None:
    bench.connect()
    bench.receive(
        execution("0000e1a7.00000001.01.01", perm_id=7, contract=BAG),
        execution("0000e1a7.00000001.02.01.01", perm_id=7),
    )
    page = bench.window.page("fills")
    bench.window.tabs.setCurrentWidget(page)
    assert "  ".join(label_texts(page.footer)).startswith("2 fills")
    leg = bench.blotter.fills[1]
    assert page.table.row_of(leg) < 0
    assert page.go_to(leg)
    assert selected(page) == [leg]

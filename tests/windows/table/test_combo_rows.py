"""A combo in the fills table: its legs expand by mouse, key and menu, and the sums do not change."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from ibmonitor.windows.table.record_view import RecordView
from tests.support.blotter_events import AAPL, BAG, commission, execution
from tests.support.label_texts import label_texts
from tests.windows.bench import Bench, exec_id

LEG = replace(AAPL, sec_type="OPT", strike=Decimal(590), right="C", last_trade_date_or_contract_month="20261218")


@pytest.fixture
def fills(bench: Bench) -> RecordView:
    bench.connect()
    bench.receive(
        execution("a.1.02.01.01", contract=LEG, perm_id=7),
        execution(exec_id(9), perm_id=9),
        execution("a.1.01.01", contract=BAG, perm_id=7, price=Decimal("-1.5"), shares=Decimal("0.5")),
        execution("a.1.03.01.01", contract=LEG, perm_id=7),
        commission("a.1.02.01.01", "1.25"),
        commission("a.1.03.01.01", "2.25"),
        commission(exec_id(9), "1"),
    )
    view = bench.view("fills")
    view.table.sort(-1)
    return view


def shown(view: RecordView) -> list[str]:
    return [view.table.record(row).execution.exec_id for row in range(view.table.rowCount())]


FOLDED = [exec_id(9), "a.1.01.01"]
UNFOLDED = [*FOLDED, "a.1.02.01.01", "a.1.03.01.01"]


def make_current(view: RecordView, row: int) -> None:
    view.setCurrentIndex(view.table.index(row, view.table.column_number("contract")))


def test_keys_collapse_and_expand(fills: RecordView) -> None:
    assert shown(fills) == FOLDED
    make_current(fills, 1)
    for key, expected in (
        (Qt.Key.Key_Right, UNFOLDED),
        (Qt.Key.Key_Left, FOLDED),
        (Qt.Key.Key_Plus, UNFOLDED),
        (Qt.Key.Key_Minus, FOLDED),
    ):
        QTest.keyClick(fills, key)
        assert shown(fills) == expected


def test_left_on_a_leg_collapses_its_combo_and_goes_there(fills: RecordView) -> None:
    fills.table.set_all_expanded(expanded=True)
    make_current(fills, 3)
    QTest.keyClick(fills, Qt.Key.Key_Left)
    assert (shown(fills), fills.currentIndex().row()) == (FOLDED, 1)


def test_a_click_on_the_mark_collapses_and_expands(fills: RecordView) -> None:
    cell = fills.visualRect(fills.table.index(1, fills.table.column_number("contract")))
    mark = QPoint(cell.x() + 8, cell.center().y())
    for expected in (UNFOLDED, FOLDED):
        QTest.mouseClick(fills.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, mark)
        assert shown(fills) == expected
    QTest.mouseClick(
        fills.viewport(),
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
        QPoint(cell.x() + 60, cell.center().y()),
    )
    assert shown(fills) == FOLDED
    assert fills.currentIndex().row() == 1


def test_the_menu_expands_all(fills: RecordView) -> None:
    actions = {action.text().replace("&", ""): action for action in fills._menu(0).actions()}
    actions["Expand all combos"].trigger()
    assert shown(fills) == UNFOLDED
    actions["Collapse all combos"].trigger()
    assert shown(fills) == FOLDED


def test_the_sums_are_the_same_collapsed_and_expanded(bench: Bench, fills: RecordView, qtbot: QtBot) -> None:
    footer = bench.footer("fills")
    qtbot.waitUntil(lambda: "Commission 4.50 USD" in "  ".join(label_texts(footer)))
    fills.table.set_all_expanded(expanded=True)
    qtbot.waitUntil(lambda: not footer._work.isActive() and not footer._wait.isActive())
    assert "Commission 4.50 USD" in "  ".join(label_texts(footer))


def test_a_leg_that_the_filter_finds_is_shown_below_its_combo(fills: RecordView) -> None:
    fills.table.set_text_filter("a.1.03")
    while fills.table.is_searching:
        fills.table.read_texts()
    assert shown(fills) == ["a.1.01.01", "a.1.03.01.01"]

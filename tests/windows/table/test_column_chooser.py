"""The dialog of all columns of a table: each change takes effect at once, and the columns can be searched."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from ibmonitor.models.live.tables import make_tables
from ibmonitor.windows.table.column_chooser import ColumnChooser
from ibmonitor.windows.table.record_view import RecordView

pytestmark = pytest.mark.usefixtures("style_sheet")


@pytest.fixture
def fills(qtbot: QtBot) -> RecordView:
    view = RecordView(make_tables().fills)
    qtbot.addWidget(view)
    return view


@pytest.fixture
def chooser(fills: RecordView) -> ColumnChooser:
    return ColumnChooser(fills.header, fills.table.columns, fills)


def test_every_column_is_listed_and_shown_at_once(chooser: ColumnChooser, fills: RecordView) -> None:
    number = fills.table.column_number("ev_rule")
    assert fills.isColumnHidden(number)
    chooser.items["ev_rule"].setCheckState(0, Qt.CheckState.Checked)
    assert not fills.isColumnHidden(number)
    assert fills.columnWidth(number) > 0
    chooser.items["ev_rule"].setCheckState(0, Qt.CheckState.Unchecked)
    assert fills.isColumnHidden(number)
    assert all(chooser.items[c.key].text(1) == c.key for c in fills.table.columns)


def test_columns_are_searched_by_title_key_and_tooltip(chooser: ColumnChooser) -> None:
    contract, execution = (chooser.items[key].parent() for key in ("con_id", "last_liquidity"))
    assert contract is not None
    assert execution is not None
    for wanted in ("LIQUID", "last_liq"):
        chooser.search.setText(wanted)
        assert not chooser.items["last_liquidity"].isHidden()
        assert chooser.items["price"].isHidden()
    assert contract.isHidden(), "a group without a found column"
    assert not execution.isHidden()
    chooser.search.setText("")
    assert not chooser.items["price"].isHidden()
    assert not contract.isHidden()


def test_the_last_shown_column_keeps_its_tick(chooser: ColumnChooser) -> None:
    for item in chooser.items.values():
        item.setCheckState(0, Qt.CheckState.Unchecked)
    ticked = [key for key, item in chooser.items.items() if item.checkState(0) == Qt.CheckState.Checked]
    assert len(ticked) == 1


def test_resetting_ticks_the_default_columns(chooser: ColumnChooser, fills: RecordView) -> None:
    chooser.items["price"].setCheckState(0, Qt.CheckState.Unchecked)
    chooser.items["ev_rule"].setCheckState(0, Qt.CheckState.Checked)
    (reset,) = (each for each in chooser.findChildren(QPushButton) if each.text() == "&Reset columns")
    reset.click()
    assert [chooser.items[key].checkState(0) for key in ("price", "ev_rule")] == [
        Qt.CheckState.Checked,
        Qt.CheckState.Unchecked,
    ]
    assert not fills.isColumnHidden(fills.table.column_number("price"))

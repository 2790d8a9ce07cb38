"""The panel of the accounts' parts of an order."""

from __future__ import annotations

from decimal import Decimal

from pytestqt.qtbot import QtBot

from ibmonitor.windows.details.allocations_panel import AllocationsPanel
from tests.support.make_records import make_fill, make_order

REPORTED = {"account": "DU5", "desiredAllocQty": Decimal(30), "isMonetary": False}


def test_parts_are_shown_below_how_the_order_is_divided(qtbot: QtBot) -> None:
    panel = AllocationsPanel()
    qtbot.addWidget(panel)
    state = {"orderAllocations": (REPORTED,)}
    order = make_order(
        0, account="DF1", fa_group="All", fa_method="Equal", state_fields=state, fills=[make_fill(1, "2", 10)]
    )
    order.executed_whole = Decimal(40)
    panel.show_order(order)
    assert panel.table.rowCount() == 2
    assert panel.line.text() == "FA group: All   ·   Method: Equal   ·   Executed in the master account: 40"
    cells = [[panel.table.index(row, column).data() for column in range(6)] for row in range(2)]
    assert cells == [["DU5", "", "", "", "30", ""], ["DU9000001", "10", "2.00", "1 pending", "", ""]]


def test_a_refresh_keeps_the_selection(qtbot: QtBot) -> None:
    panel = AllocationsPanel()
    qtbot.addWidget(panel)
    order = make_order(0, account="DF1", fills=[make_fill(1)])
    panel.show_order(order)
    panel.view.selectRow(0)
    order.state_fields = {"orderAllocations": (REPORTED,)}
    panel.show_order(order)
    (index,) = panel.view.selectionModel().selectedRows()
    assert panel.table.record(index.row()).account == "DU9000001"


def test_an_order_of_one_account_has_nothing_to_show(qtbot: QtBot) -> None:
    panel = AllocationsPanel()
    qtbot.addWidget(panel)
    for order in (make_order(0, account="DU9000001", fills=[make_fill(1)]), None):
        panel.show_order(order)
        assert (panel.table.rowCount(), panel.line.text()) == (0, "")

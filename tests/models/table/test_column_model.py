"""What a cell and a header answer for each role."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from ibmonitor.models.table.record_table import RecordTable
from ibmonitor.models.table.roles import DecimalsRole, RecordRole, RowToneRole, ToneRole
from tests.models.table.things import (
    NAME,
    SIZE,
    WEIGHT,
    Thing,
)


def test_the_roles_of_a_cell(table: RecordTable[Thing]) -> None:
    thing = Thing(0, 12, "<b>", weight=Decimal("1.5"))
    table.merge([thing])
    name, size = table.index(0, NAME), table.index(0, SIZE)
    assert name.data(RecordRole) is thing
    assert (name.data(ToneRole), size.data(ToneRole)) == ("done", "good")
    assert (name.data(RowToneRole), size.data(RowToneRole)) == ("done", "done")
    assert name.data(Qt.ItemDataRole.ToolTipRole) == "<qt>a &lt;b&gt;<br>hint</qt>"
    assert size.data(Qt.ItemDataRole.ToolTipRole) is None
    assert Qt.AlignmentFlag(size.data(Qt.ItemDataRole.TextAlignmentRole)) & Qt.AlignmentFlag.AlignRight
    assert Qt.AlignmentFlag(name.data(Qt.ItemDataRole.TextAlignmentRole)) & Qt.AlignmentFlag.AlignLeft
    assert name.data(Qt.ItemDataRole.BackgroundRole) is None
    assert name.data(Qt.ItemDataRole.ForegroundRole) is None


def test_the_header(table: RecordTable[Thing]) -> None:
    horizontal = Qt.Orientation.Horizontal
    assert [table.headerData(section, horizontal) for section in range(4)] == ["Name", "Size", "Weight", None]
    assert table.headerData(SIZE, horizontal, Qt.ItemDataRole.ToolTipRole) == "<qt>The size</qt>"
    assert table.headerData(SIZE, horizontal, Qt.ItemDataRole.TextAlignmentRole) == int(table.columns[SIZE].alignment)
    assert table.headerData(0, horizontal, Qt.ItemDataRole.DecorationRole) is None
    assert table.headerData(0, Qt.Orientation.Vertical) is None
    assert (table.column_number("weight"), table.column_number("height")) == (WEIGHT, -1)


def test_decimals_are_aligned_at_the_longest_fraction_that_was_shown(qtbot: QtBot, table: RecordTable[Thing]) -> None:
    weights = ["1.5", "2.12345", None, "0.0000000001"]
    table.merge([Thing(serial, weight=Decimal(weight) if weight else None) for serial, weight in enumerate(weights)])
    short, long, unknown, longest = (table.index(row, WEIGHT) for row in range(4))
    assert short.data(DecimalsRole) == 2
    assert short.data() == "1.50"
    assert short.data(DecimalsRole) == 2
    with qtbot.waitSignal(table.dataChanged) as changed:
        assert long.data() == "2.12345"
    assert changed.args is not None
    assert changed.args[2] == [DecimalsRole]
    assert (short.data(DecimalsRole), unknown.data(DecimalsRole)) == (5, None)
    with qtbot.waitSignal(table.dataChanged):
        longest.data()
    assert short.data(DecimalsRole) == 8
    assert table.index(0, SIZE).data(DecimalsRole) is None

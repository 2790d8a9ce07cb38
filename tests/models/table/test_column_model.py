"""What a cell and a header answer for each role."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import Qt

from ibmonitor.models.table.record_table import RecordTable
from ibmonitor.models.table.roles import RecordRole, RowToneRole, ToneRole
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

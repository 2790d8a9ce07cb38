"""`ColumnModel`: what a Qt table model answers about a record, written once. Subclasses decide which rows there are."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Sequence
from typing import Any, Generic, NamedTuple, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from ibmonitor.models.table.column import RIGHT, Column
from ibmonitor.models.table.roles import RecordRole, RowToneRole, Tone, ToneRole
from ibmonitor.models.text.account_mask import ACCOUNT_MASK
from ibmonitor.models.text.account_names import ACCOUNT_NAMES
from ibmonitor.models.text.plain_text import plain_tooltip
from ibmonitor.models.text.shown_zone import SHOWN_ZONE

R = TypeVar("R")
Index = QModelIndex | QPersistentModelIndex

NO_PARENT = QModelIndex()
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_ALIGNMENT = int(Qt.ItemDataRole.TextAlignmentRole)
_TOOLTIP = int(Qt.ItemDataRole.ToolTipRole)
_ACCESSIBLE = int(Qt.ItemDataRole.AccessibleTextRole)
_ANSWERED = frozenset({_ACCESSIBLE, _DISPLAY, _ALIGNMENT, _TOOLTIP, ToneRole, RowToneRole, RecordRole})
CHANGED_ROLES = [_DISPLAY, _TOOLTIP, ToneRole, RowToneRole]
"""What a changed record may change."""


class CellLook(NamedTuple):
    """Everything needed to paint one cell, in one call: Qt's way, role by role, costs ten calls per cell."""

    text: str
    alignment: int
    """A `Qt.AlignmentFlag`."""
    tone: Tone
    """The cell's own tone; "" where it has none."""
    row_tone: Tone
    """The tone of its row; "" also where the cell's own tone replaces it."""
    tail: str | None
    """What of a number follows the place at which its column is aligned; `None` where it is not aligned."""
    mark: str = ""
    """Painted before the text of a row that can be expanded: ▾ if it is expanded, else ▸."""
    has_mark_room: bool = False
    """The text begins where that of a row with a mark does."""
    is_indented: bool = False
    """The row is part of the one above it."""
    share: float | None = None
    """What part of a bar under the text is filled, 0 to 1; `None` is no bar."""
    light: float = 0.0
    """How brightly the row is lit since it has changed: 1 just now, 0 not."""


class ColumnModel(QAbstractTableModel, Generic[R]):
    """A table of records by columns. Colors are left to the views: the model names tones."""

    def __init__(
        self,
        columns: Sequence[Column[R]],
        parent: QObject | None = None,
        *,
        row_tone: Callable[[R], Tone] | None = None,
    ) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._row_tone = row_tone
        self._mixed = [column.is_mixed for column in self.columns]
        self._alignments = [int(column.alignment) for column in self.columns]
        ACCOUNT_MASK.changed.connect(self.repaint)
        ACCOUNT_NAMES.changed.connect(self.repaint)
        SHOWN_ZONE.changed.connect(self.repaint)
        SHOWN_ZONE.day_changed.connect(self.repaint)

    @abstractmethod
    def record(self, row: int) -> R:
        """The record that a row shows."""

    def accessible_text(self, row: int, number: int) -> str:  # noqa: ARG002
        """What a screen reader announces for a cell; empty where that is the text shown."""
        return ""

    def row_tone(self, record: R) -> Tone:
        """The tone of all cells of a record that have none of their own."""
        return self._row_tone(record) if self._row_tone else ""

    def column_number(self, key: str) -> int:
        """The place of the column with this key; -1 if there is none."""
        return next((number for number, column in enumerate(self.columns) if column.key == key), -1)

    def repaint(self) -> None:
        """Repaint all rows, because something outside the records has changed how they look."""
        self._emit_all_changed([*CHANGED_ROLES, _ACCESSIBLE])

    def columnCount(self, parent: Index = NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        # A view asks each cell it paints for eight roles, most of which have no answer here: these are handled first.
        if role not in _ANSWERED or not index.isValid():
            return None
        number = index.column()
        if role == _ALIGNMENT and not self._mixed[number]:
            return self._alignments[number]
        if role == _ACCESSIBLE:
            return ACCOUNT_MASK.text(self.accessible_text(index.row(), number)) or None
        record = self.record(index.row())
        if role == _DISPLAY:
            return ACCOUNT_MASK.text(self.columns[number].text(record))
        return self._more_data(number, record, role)

    def look(self, row: int, number: int) -> CellLook:
        """What the cell of a row and a column number looks like."""
        record = self.record(row)
        column = self.columns[number]
        text = column.text(record)
        tone: Tone = column.tone(record) if column.tone else ""
        row_tone: Tone = self._row_tone(record) if self._row_tone else ""
        if row_tone == "done" and tone and column.is_toned_when_done:
            row_tone = ""
        tail = column.tail(record, text) if column.is_decimal else None
        alignment = self._alignments[number] if tail is None else int(RIGHT)
        if ACCOUNT_MASK.is_hiding:
            text = ACCOUNT_MASK.text(text)
        share = column.share(record) if column.share else None
        return CellLook(text, alignment, tone, row_tone, tail, share=share)

    def tail(self, row: int, number: int) -> str | None:
        """`CellLook.tail` alone."""
        record, column = self.record(row), self.columns[number]
        return column.tail(record, column.text(record))

    def _more_data(self, number: int, record: R, role: int) -> Any:
        column = self.columns[number]
        if role == ToneRole:
            return (column.tone(record) if column.tone else "") or self.row_tone(record)
        if role == RowToneRole:
            return self.row_tone(record)
        if role == RecordRole:
            return record
        if role == _ALIGNMENT:
            return int(RIGHT) if column.is_number(record) else self._alignments[number]
        return (plain_tooltip(column.hint(record)) if column.hint else "") or None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        if role == _DISPLAY:
            return column.title
        if role == _ALIGNMENT:
            return self._alignments[section]
        if role == _TOOLTIP:
            return plain_tooltip(column.tooltip) or None
        return None

    def _emit_all_changed(self, roles: list[int]) -> None:
        if self.rowCount():
            end = self.index(self.rowCount() - 1, len(self.columns) - 1)
            self.dataChanged.emit(self.index(0, 0), end, roles)

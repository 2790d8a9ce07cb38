"""The dialog that lists all columns of a table, by group, and lets the user choose which to show."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLineEdit, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from ibmonitor.models.table.column import Column
from ibmonitor.models.text.plain_text import plain_tooltip

_COLUMN_ROLE = Qt.ItemDataRole.UserRole
_SIZE = (540, 600)


class ColumnHeader(Protocol):
    """The header whose columns the user chooses; columns are numbered as in the model."""

    def isSectionHidden(self, logical: int, /) -> bool:
        """Whether a column is hidden."""

    def set_shown(self, logical: int, *, shown: bool) -> None:
        """Show or hide a column."""

    def reset_columns(self) -> None:
        """Show the default columns."""


class ColumnChooser(QDialog):
    """Show with `open()`; each change takes effect at once."""

    def __init__(self, header: ColumnHeader, columns: Sequence[Column[Any]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Columns")
        self._header = header
        self._columns = columns
        self.search = QLineEdit(self)
        self.search.setPlaceholderText("Search all columns")
        self.search.setClearButtonEnabled(True)
        self.search.setAccessibleName("Search columns")
        self.search.textChanged.connect(self._on_search)
        self.tree = QTreeWidget(self)
        self.tree.setHeaderHidden(True)
        self.tree.setColumnCount(2)
        self.tree.setAccessibleName("Columns")
        self._fill()
        self.tree.itemChanged.connect(self._on_item_changed)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        reset = buttons.addButton("&Reset columns", QDialogButtonBox.ButtonRole.ResetRole)
        reset.setAutoDefault(False)
        reset.clicked.connect(self._on_reset)
        layout = QVBoxLayout(self)
        layout.addWidget(self.search)
        layout.addWidget(self.tree)
        layout.addWidget(buttons)
        self.resize(*_SIZE)

    def _fill(self) -> None:
        self.items: dict[str, QTreeWidgetItem] = {}
        groups: dict[str, QTreeWidgetItem] = {}
        for logical, column in enumerate(self._columns):
            group = groups.get(column.group)
            if group is None:
                group = groups[column.group] = QTreeWidgetItem(self.tree, [column.group or "Main"])
                group.setExpanded(True)
            item = QTreeWidgetItem(group, [column.title, column.key])
            item.setData(0, _COLUMN_ROLE, logical)
            item.setToolTip(0, plain_tooltip(column.tooltip))
            item.setForeground(1, self.palette().placeholderText())
            self.items[column.key] = item
        self._groups = list(groups.values())
        self._show_ticks()
        self.tree.resizeColumnToContents(0)

    def _show_ticks(self) -> None:
        self.tree.blockSignals(True)
        for column, item in zip(self._columns, self.items.values(), strict=True):
            hidden = self._header.isSectionHidden(item.data(0, _COLUMN_ROLE))
            item.setCheckState(0, Qt.CheckState.Unchecked if hidden else Qt.CheckState.Checked)
            item.setText(0, column.title)
        self.tree.blockSignals(False)
        self.tree.viewport().update()

    def _on_item_changed(self, item: QTreeWidgetItem) -> None:
        logical = item.data(0, _COLUMN_ROLE)
        if logical is not None:
            self._header.set_shown(logical, shown=item.checkState(0) == Qt.CheckState.Checked)
            self._show_ticks()

    def _on_reset(self) -> None:
        self._header.reset_columns()
        self._show_ticks()

    def _on_search(self, text: str) -> None:
        wanted = text.casefold()
        for column, item in zip(self._columns, self.items.values(), strict=True):
            item.setHidden(wanted not in f"{column.title}\n{column.key}\n{column.tooltip}".casefold())
        for group in self._groups:
            group.setHidden(all(item.isHidden() for item in self.items.values() if item.parent() is group))

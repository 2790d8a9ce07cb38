"""The row above the rows of a tab: chips, the text filter, the buttons of the tab, and the one that exports."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ibmonitor.windows.export.control import export_button
from ibmonitor.windows.widgets.masked import MaskedEdit
from ibmonitor.windows.widgets.row_views import ENTER

_LEAST_EDIT = 88
"""Pixels of the text filter: the chips of many filters leave it at least so much."""


class FilterEdit(MaskedEdit):
    """Esc clears it; Esc, Down and Enter go back to the rows."""

    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key == Qt.Key.Key_Escape:
            self.clear()
        elif key != Qt.Key.Key_Down and key not in ENTER:
            super().keyPressEvent(event)
            return
        self.left.emit()


class FilterBar(QWidget):
    """`edit` is the text filter; `add_first` puts widgets to its left, and `add` to its right."""

    export_requested = Signal()

    def __init__(self, what: str, parent: QWidget | None = None, *, spacing: int = -1) -> None:
        """`what` names the rows, such as "fills"; a `spacing` of -1 is the style's."""
        super().__init__(parent)
        self.edit = FilterEdit(self)
        self.edit.setPlaceholderText(f"Filter {what}: any text, in any column")
        self.edit.setClearButtonEnabled(True)
        self.edit.setAccessibleName(f"Filter {what}")
        self.edit.setMinimumWidth(_LEAST_EDIT)
        self._export = export_button(self)
        self._export.setMinimumHeight(self.edit.sizeHint().height())
        self._export.clicked.connect(self.export_requested)
        self._last_before: QWidget | None = None
        """The widget to the left of the text filter."""
        self._last: QWidget = self.edit
        """The widget to the left of the export button."""
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(10, 0, 10, 0)
        self._layout.setSpacing(spacing)
        self._layout.addWidget(self.edit, 1)
        self._layout.addWidget(self._export)

    @property
    def parts(self) -> list[QWidget]:
        """From left to right."""
        widgets = [each for each in self.children() if isinstance(each, QWidget) and self._layout.indexOf(each) >= 0]
        return sorted(widgets, key=self._layout.indexOf)

    def add(self, widget: QWidget) -> None:
        """Add a widget to the left of the export button, on the screen and in the tab order."""
        widget.setMinimumHeight(self.edit.sizeHint().height())
        self._layout.insertWidget(self._layout.indexOf(self._export), widget)
        QWidget.setTabOrder(self._last, widget)
        QWidget.setTabOrder(widget, self._export)
        self._last = widget

    def add_first(self, widget: QWidget) -> None:
        """Add a widget to the left of the text filter, on the screen and in the tab order."""
        widget.setMinimumHeight(self.edit.sizeHint().height())
        self._layout.insertWidget(self._layout.indexOf(self.edit), widget)
        if self._last_before is not None:
            QWidget.setTabOrder(self._last_before, widget)
        QWidget.setTabOrder(widget, self.edit)
        self._last_before = widget

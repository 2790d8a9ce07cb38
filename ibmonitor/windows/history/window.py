"""The window of the history, over all of its days."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QTabWidget, QVBoxLayout, QWidget

from ibmonitor.windows.history.find_page import FindPage
from ibmonitor.windows.history.sums_page import SumsPage

_FIRST_SIZE = (1180, 680)


class HistoryWindow(QDialog):
    """Not modal. Show it with `show()`; it asks by the signals of its pages."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("History — IB Monitor")
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self.find_page, self.sums_page = FindPage(self), SumsPage(self)
        self.tabs = QTabWidget(self)
        self.tabs.addTab(self.find_page, "&Find on all days")
        self.tabs.addTab(self.sums_page, "&Totals over days")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        # Otherwise Enter in the field would press it.
        buttons.button(QDialogButtonBox.StandardButton.Close).setAutoDefault(False)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(self.tabs, 1)
        layout.addWidget(buttons)
        self.resize(*_FIRST_SIZE)
        self.find_page.field.setFocus()

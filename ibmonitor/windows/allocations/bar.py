"""The filter bar of the allocations tab: the text, and the buttons for the tree, the charts and the export."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from ibmonitor.windows.table.filter_bar import FilterBar
from ibmonitor.windows.widgets.choice_button import ChoiceButton


class AllocationsBar(FilterBar):
    """Emits what the user chooses; the page carries it out."""

    expand_requested = Signal()
    collapse_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("allocations", parent)
        self._export.setText("Export allocations…")
        expand = QPushButton("Expand all", self)
        expand.clicked.connect(self.expand_requested)
        collapse = QPushButton("Collapse all", self)
        collapse.clicked.connect(self.collapse_requested)
        self.charts = ChoiceButton("Charts", self)
        self.charts.setToolTip("Expected and allocated quantities, and commissions, next to the tree")
        for button in (expand, collapse, self.charts):
            self.add(button)

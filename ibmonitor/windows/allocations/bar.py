"""The filter bar of the allocations tab: the text, the choice of orders that need review, and the buttons."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QPushButton, QWidget

from ibmonitor.windows.table.filter_bar import FilterBar
from ibmonitor.windows.widgets.choice_button import ChoiceButton


class AllocationsBar(FilterBar):
    """Emits what the user chooses; the page carries it out."""

    choice_changed = Signal()
    expand_requested = Signal()
    collapse_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("allocations", parent)
        self.needs_review = ChoiceButton("Needs review", self)
        self.needs_review.setToolTip("Only group orders in which something is flagged")
        self.needs_review.setAccessibleName("Show group orders that need review")
        self.all = ChoiceButton("All", self)
        self.all.setToolTip("All group orders")
        self.all.setAccessibleName("Show all group orders")
        self.all.setChecked(True)
        choices = QButtonGroup(self)
        choices.addButton(self.needs_review)
        choices.addButton(self.all)
        self.needs_review.toggled.connect(self.choice_changed)
        expand = QPushButton("Expand all", self)
        expand.clicked.connect(self.expand_requested)
        collapse = QPushButton("Collapse all", self)
        collapse.clicked.connect(self.collapse_requested)
        self.charts = ChoiceButton("Charts", self)
        self.charts.setToolTip("Expected and allocated quantities, and commissions, next to the tree")
        for button in (self.needs_review, self.all, expand, collapse, self.charts):
            self.add(button)

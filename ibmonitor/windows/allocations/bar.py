"""The filter bar of the allocations tab: the text, the choice of orders that need review, and the buttons."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QWidget

from ibmonitor.windows.export.control import export_button
from ibmonitor.windows.widgets.choice_button import ChoiceButton
from ibmonitor.windows.widgets.masked import MaskedEdit


class AllocationsBar(QWidget):
    """Says what the user wants; the page does it."""

    text_changed = Signal()
    choice_changed = Signal()
    charts_switched = Signal()
    expand_requested = Signal()
    collapse_requested = Signal()
    export_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.edit = MaskedEdit(self)
        self.edit.setPlaceholderText("Filter allocations: any text, in any column")
        self.edit.setClearButtonEnabled(True)
        self.edit.setAccessibleName("Filter allocations")
        self.edit.textChanged.connect(self.text_changed)
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
        self.charts.toggled.connect(self.charts_switched)
        self._export = export_button(self)
        self._export.clicked.connect(self.export_requested)
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(10, 0, 10, 0)
        self._layout.addWidget(self.edit, 1)
        for button in (self.needs_review, self.all, expand, collapse, self.charts, self._export):
            button.setMinimumHeight(self.edit.sizeHint().height())
            self._layout.addWidget(button)

    def add(self, widget: QWidget) -> None:
        """Put a widget at the right, before the button that exports."""
        widget.setMinimumHeight(self.edit.sizeHint().height())
        self._layout.insertWidget(self._layout.indexOf(self._export), widget)
        QWidget.setTabOrder(self.charts, widget)
        QWidget.setTabOrder(widget, self._export)

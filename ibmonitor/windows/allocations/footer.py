"""The line below the allocations: counts of group orders, and sums of the visible parts of the accounts."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from ibmonitor.windows.widgets.labels import ElidedLabel, ToneLabel


class AllocationFooter(QWidget):
    """`words.py` formats the texts."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counts = ToneLabel(parent=self)
        self._sums = ElidedLabel(parent=self)
        self._sums.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._counts.setAccessibleName("Group orders")
        self._sums.setAccessibleName("Sums of the accounts' parts shown")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(10, 3, 10, 3)
        layout.setSpacing(18)
        layout.addWidget(self._counts)
        layout.addWidget(self._sums, 1)

    def set_texts(self, counts: str, sums: str) -> None:
        """Show the counts of group orders, and the sums of their parts."""
        self._counts.setText(counts)
        self._sums.setText(sums)

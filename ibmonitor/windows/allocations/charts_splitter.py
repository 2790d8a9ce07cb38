"""The tree of group orders with the charts of the current one next to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QAbstractButton, QSplitter, QWidget

from ibmonitor.settings.window_state import ColumnState
from ibmonitor.windows.allocations.view import AllocationView

if TYPE_CHECKING:
    from ibmonitor.windows.allocations.charts import AllocationCharts

CHARTS = "charts"
"""The charts are saved among the columns' states under this key: their width, and whether they are shown."""
_FIRST_WIDTH = 320
_LEAST_WIDTH = 200


class ChartsSplitter(QSplitter):
    """`switch` is the button that shows and hides the charts: at first the tree answers alone, whatever the width.

    They are created when they are first shown.
    """

    def __init__(self, view: AllocationView, switch: QAbstractButton, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._view = view
        self._switch = switch
        self.charts: AllocationCharts | None = None
        self._width = _FIRST_WIDTH
        self.setChildrenCollapsible(False)
        self.addWidget(view)
        self.splitterMoved.connect(self._on_moved)
        switch.toggled.connect(self.show_charts)
        view.chosen.changed.connect(self.show_current)

    def state(self) -> ColumnState:
        """The state to save."""
        return ColumnState(CHARTS, self._width, self._switch.isChecked())

    def restore(self, state: ColumnState) -> None:
        """Restore a saved state."""
        self._width = state.width
        self._switch.setChecked(state.visible)

    def show_later(self) -> None:
        """Show the charts that the switch asks for, once the tab is there and has its focus."""
        QTimer.singleShot(0, self, self.show_charts)

    def show_charts(self) -> None:
        """Show or hide the charts, as the switch says."""
        wanted = self._switch.isChecked()
        if wanted and self.charts is None and self._switch.isVisible():
            from ibmonitor.windows.allocations.charts import AllocationCharts  # noqa: PLC0415 - not at the start

            self.charts = AllocationCharts(self)
            self.charts.setMinimumWidth(_LEAST_WIDTH)
            self.addWidget(self.charts)
            self.setStretchFactor(0, 1)
            self.setStretchFactor(1, 0)
            self.setSizes([max(1, self.width() - self._width), self._width])
        if self.charts is not None:
            self.charts.setVisible(wanted)
            self.show_current()

    def show_current(self) -> None:
        """Show the charts of the current group order."""
        if self.charts is not None and not self.charts.isHidden():
            self.charts.show_allocation(self._view.tree.allocation(self._view.currentIndex()))

    def _on_moved(self) -> None:
        if self.charts is not None:
            self._width = self.charts.width()

"""The charts of one group order: expected against allocated, and commission, both by account."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QStackedLayout, QVBoxLayout, QWidget

from ibmonitor.domain.allocation.values import GroupAllocation
from ibmonitor.models.allocations.bars import Bars, commission_bars, order_line, quantity_bars
from ibmonitor.models.text.account_mask import ACCOUNT_MASK
from ibmonitor.models.text.account_names import ACCOUNT_NAMES
from ibmonitor.models.text.contract_names import CONTRACT_NAMES
from ibmonitor.windows.allocations.bar_chart import BarChart
from ibmonitor.windows.allocations.chart_legend import ChartLegend
from ibmonitor.windows.widgets.labels import ElidedLabel, ToneLabel
from ibmonitor.windows.widgets.masked import MaskedText

NOTHING_CHOSEN = "Select a group order to see its charts."
_LEAST_SEEN = 110
"""The minimum visible height of a long chart, in pixels."""
_USUAL_SIZE = QSize(420, 480)


class _ChartScroll(QScrollArea):
    """As high as the whole chart if there is room, otherwise it scrolls; with the keys too, while it has the focus."""

    def __init__(self, chart: BarChart, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chart = chart
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setWidget(chart)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)

    def sizeHint(self) -> QSize:
        return self._chart.sizeHint()

    def minimumSizeHint(self) -> QSize:
        least = self._chart.minimumSizeHint()
        return QSize(least.width(), min(least.height(), _LEAST_SEEN))


class _Sections(QScrollArea):
    """Both charts. They scroll where they have no room, so that the window need not grow beyond the screen."""

    def __init__(self, page: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._page = page
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # The charts inside take the focus.
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(page)

    def minimumSizeHint(self) -> QSize:
        bar = self.verticalScrollBar().sizeHint().width()
        return QSize(self._page.minimumSizeHint().width() + bar, _LEAST_SEEN)


class _ChartSection(QWidget):
    """A title, a legend, the chart, and a note about what its bars do not show."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = title
        self._heading = ElidedLabel(title, parent=self)
        font = self._heading.font()
        font.setBold(True)
        self._heading.setFont(font)
        self.legend = ChartLegend(self)
        self.chart = BarChart(self)
        self.area = _ChartScroll(self.chart, self)
        # The area takes the focus, so a screen reader reads its name.
        MaskedText(self.area, self.area.setAccessibleName).set_text(f"Chart: {title}, by account")
        self._description = MaskedText(self.area, self.area.setAccessibleDescription)
        self.note = ToneLabel(tone="muted", parent=self)
        self.note.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self._heading)
        layout.addWidget(self.legend)
        layout.addWidget(self.area)
        layout.addWidget(self.note)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def show_bars(self, bars: Bars) -> None:
        self.chart.show_bars(bars)
        self._description.set_text(bars.summary)
        self.legend.show_series(bars.series)
        self.note.setText(bars.note)
        # One series is named by the title: the currency of the commissions.
        alone = bars.series[0].title if len(bars.series) == 1 else ""
        self._heading.setText(", ".join(filter(None, (self._title, alone))))
        for widget, is_needed in (
            (self.legend, bars.series and not alone),
            (self.area, bars.series),
            (self.note, bars.note),
        ):
            widget.setVisible(bool(is_needed))
        self.area.updateGeometry()


class AllocationCharts(QWidget):
    """Two charts, one above the other, or a sentence about how to get them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._allocation: GroupAllocation | None = None
        # No `EmptyState`: that is wider than these charts.
        self.label = ToneLabel(NOTHING_CHOSEN, tone="muted", parent=self)
        self.label.setWordWrap(True)
        self.label.setMargin(14)
        self.label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        page = QWidget()
        self.order = ElidedLabel(tone="muted", parent=page)
        self.quantities = _ChartSection("Expected and allocated", page)
        self.commissions = _ChartSection("Commission", page)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(8, 6, 8, 6)
        layout.setSpacing(10)
        layout.addWidget(self.order)
        layout.addWidget(self.quantities)
        layout.addWidget(self.commissions)
        layout.addStretch(1)
        self._pages = QStackedLayout(self)
        self._pages.addWidget(self.label)
        self._page = _Sections(page, self)
        self._pages.addWidget(self._page)
        ACCOUNT_MASK.changed.connect(self._on_accounts_called_otherwise)
        ACCOUNT_NAMES.changed.connect(self._on_accounts_called_otherwise)
        CONTRACT_NAMES.changed.connect(self._show)

    def show_allocation(self, allocation: GroupAllocation | None) -> None:
        """Show this group order; `None` if none is chosen."""
        if allocation is self._allocation:
            return
        self._allocation = allocation
        self._show()

    def sizeHint(self) -> QSize:
        """Less than many accounts need: then the charts scroll."""
        return _USUAL_SIZE

    def _on_accounts_called_otherwise(self) -> None:
        self._show()

    def _show(self) -> None:
        allocation = self._allocation
        if allocation is None:
            self._pages.setCurrentWidget(self.label)
            return
        self.order.setText(order_line(allocation))
        self.quantities.show_bars(quantity_bars(allocation))
        self.commissions.show_bars(commission_bars(allocation))
        self._pages.setCurrentWidget(self._page)

"""The three charts of a day, one above the other, with one time axis."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from ibmonitor.domain.wording.money import currency_name
from ibmonitor.models.day import words as day_words
from ibmonitor.models.day.series import DayView, Mark, Series
from ibmonitor.windows.day.panel import DayPanel
from ibmonitor.windows.day.plot import DayPlot, Pointed
from ibmonitor.windows.widgets.labels import ElidedLabel, ToneLabel
from ibmonitor.windows.widgets.masked import MaskedText

COMMISSION, REALIZED_PNL, FILLS = "Commission", "Realized P&L", "Fills per hour"


class DaySection(QWidget):
    """A title and a chart, or a sentence about why there is none."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = title
        self._heading = ElidedLabel(title, parent=self)
        font = self._heading.font()
        font.setBold(True)
        self._heading.setFont(font)
        body = QWidget(self)
        self.plot = DayPlot(body)
        # The plot takes the focus, so a screen reader reads its name.
        MaskedText(self.plot, self.plot.setAccessibleName).set_text(f"Chart: {title}")
        self.description = MaskedText(self.plot, self.plot.setAccessibleDescription)
        self.label = ToneLabel(tone="muted", parent=body)
        self.label.setWordWrap(True)
        self.label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._pages = QStackedLayout(body)
        self._pages.addWidget(self.plot)
        self._pages.addWidget(self.label)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._heading)
        layout.addWidget(body, 1)

    def show_series(self, view: DayView, series: tuple[Series, ...], unit: str, note: str) -> None:
        self._heading.setText(f"{self.title}, {unit}" if unit else self.title)
        self.label.setText(note)
        self._pages.setCurrentWidget(self.label if note else self.plot)
        self.plot.show_series(view, series)


class DayCharts(QWidget):
    """Shows a `DayView`."""

    chosen = Signal(str, object)
    """A description of the fills of a mark, and these fills as a list."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view = DayView()
        self.commission = DaySection(f"{COMMISSION} so far", self)
        self.realized_pnl = DaySection(f"{REALIZED_PNL} so far", self)
        self.hours = DaySection(FILLS, self)
        self.sections = (self.commission, self.realized_pnl, self.hours)
        self.panel = DayPanel(self)
        charts = QVBoxLayout()
        charts.setSpacing(6)
        for section in self.sections:
            charts.addWidget(section, 1)
            section.plot.pointed.connect(lambda at, where=section: self._on_pointed(where, at))
            section.plot.chosen.connect(lambda mark, where=section: self._on_chosen(where, mark))
            section.plot.align_with([each.plot for each in self.sections])
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(charts, 1)
        layout.addWidget(self.panel)

    def show_view(self, view: DayView) -> None:
        """Show this view."""
        self._view = view
        unit = currency_name(view.currency) if view.currencies else ""
        self.commission.show_series(view, view.commissions, unit, day_words.no_commission_text(view))
        self.realized_pnl.show_series(view, view.realized_pnl, unit, day_words.no_pnl_text(view))
        self.hours.show_series(view, view.hours, "", "" if view.hours else "No fills.")
        self.show_words()

    def show_words(self) -> None:
        """Update the names of accounts and instruments."""
        self.panel.legend.show_view(self._view)
        summary = day_words.summary(self._view)
        for section in self.sections:
            section.description.set_text(summary)
        for section in self.sections:
            if section.plot.mark is not None:
                self._describe(section)
                return
        self.panel.show_text("", "")

    def _on_pointed(self, section: DaySection, at: Pointed | None) -> None:
        if at is None:
            self.panel.show_text("", "")
            section.description.set_text(day_words.summary(self._view))
            return
        for other in self.sections:
            if other is not section:
                other.plot.point_at(None)
        self._describe(section)

    def _describe(self, section: DaySection) -> None:
        mark, group = section.plot.mark, section.plot.group
        if mark is not None:
            title = day_words.mark_title(mark, section.title.removesuffix(" so far"), self._view, group)
            fills = day_words.fills_text(mark.fills)
            self.panel.show_text(title, fills)
            section.description.set_text(f"{title}\n{fills}")

    def _on_chosen(self, section: DaySection, mark: Mark) -> None:
        self.chosen.emit(day_words.description(mark, self._view, section.plot.group), list(mark.fills))

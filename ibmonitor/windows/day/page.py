"""The tab of the day's charts: choices above, the charts or the reason why there are none, sums below."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ibmonitor.domain.blotter.blotter import Blotter
from ibmonitor.domain.sums.day_sums import GroupBy
from ibmonitor.models.day.series import DaySeries
from ibmonitor.models.day.words import totals_text
from ibmonitor.models.live.account_selection import AccountSelection
from ibmonitor.models.live.feed import Feed
from ibmonitor.models.text.account_mask import ACCOUNT_MASK
from ibmonitor.models.text.account_names import ACCOUNT_NAMES
from ibmonitor.models.text.contract_names import CONTRACT_NAMES
from ibmonitor.models.text.shown_zone import SHOWN_ZONE
from ibmonitor.settings.window_state import TableState
from ibmonitor.windows.day.bar import DayBar
from ibmonitor.windows.table.page import Page
from ibmonitor.windows.table.pages import DAY
from ibmonitor.windows.widgets.sums_line import SumsLine

if TYPE_CHECKING:
    from ibmonitor.windows.day.charts import DayCharts

SHOW_ALL = "Show all accounts"
WITHOUT_TIME = "Fills are known, but not their times. The Fills tab shows TWS's times and what is missing."


class DayChartsPage(Page):
    """Nothing is computed while the tab is not visible."""

    fills_chosen = Signal(str, object)
    """A description of what was clicked, and its fills as a list."""

    def __init__(
        self, feed: Feed, blotter: Blotter, selection: AccountSelection, parent: QWidget | None = None
    ) -> None:
        super().__init__(DAY, selection, parent)
        self._blotter = blotter
        self.series = DaySeries(blotter, self._admits, self)
        self.bar = DayBar(self)
        self.charts: DayCharts | None = None
        self._footer = SumsLine(self)
        self._footer.counts.hide()
        self.sums = self._footer.sums
        self.sums.setAccessibleName("Sums of the day")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 6, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.bar)
        layout.addWidget(self.body, 1)
        layout.addWidget(self.notice)
        layout.addWidget(self._footer)
        feed.changed.connect(lambda _orders, fills: self.series.refresh(fills))
        feed.flushed.connect(self._on_flushed)
        feed.cleared.connect(self.series.refresh_now)
        self._known = 0, 0
        selection.changed.connect(self.series.refresh_now)
        ACCOUNT_MASK.changed.connect(self._on_names_changed)
        ACCOUNT_NAMES.changed.connect(self._on_names_changed)
        CONTRACT_NAMES.changed.connect(self._on_names_changed)
        SHOWN_ZONE.changed.connect(self._on_zone_changed)
        SHOWN_ZONE.day_changed.connect(self._show)
        self.series.changed.connect(self._show)
        self.bar.day_chosen.connect(lambda day: self.series.choose(day=day))
        self.bar.grouping_chosen.connect(lambda group_by: self.series.choose(group_by=group_by))
        self.bar.currency_chosen.connect(lambda currency: self.series.choose(currency=currency))
        self._show()

    @property
    def bottom(self) -> QWidget:
        return self._footer

    @property
    def hides_all(self) -> bool:
        return self.selection.accounts is not None and bool(self._blotter.fills)

    def content(self) -> QWidget | None:
        return self.charts if self.series.view.day is not None else None

    def reason(self) -> tuple[str, str]:
        if self.series.view.day is not None:
            return "", ""
        if self.hides_all:
            return "The chosen accounts have no fills.", SHOW_ALL
        if self._blotter.fills and not self.series.is_working:
            return WITHOUT_TIME, ""
        return super().reason()

    def table_state(self) -> TableState:
        """The state to save: `show` is the grouping, `text` the currency."""
        return TableState(show=self.series.group_by.value, text=self.series.chosen_currency)

    def restore(self, state: TableState) -> None:
        known = {each.value: each for each in GroupBy}
        self.series.restore(known.get(state.show, GroupBy.ALL), state.text)
        self.bar.buttons[self.series.group_by].setChecked(True)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.series.set_active(True)
        # After the tab has its focus, which would otherwise go to a chart.
        QTimer.singleShot(0, self, self._make_charts)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.series.set_active(False)

    def _admits(self) -> Callable[[str], bool] | None:
        return None if self.selection.accounts is None else self.selection.admits

    def _make_charts(self) -> None:
        if self.charts is None and self.isVisible():
            from ibmonitor.windows.day.charts import DayCharts  # noqa: PLC0415 - not at the start

            self.charts = DayCharts(self)
            self.charts.chosen.connect(self.fills_chosen)
            self.body.addWidget(self.charts)
            self._show()

    def _on_flushed(self) -> None:
        # A commission of an unknown execution changes no fill.
        known = len(self._blotter.fills), len(self._blotter.commissions)
        if known != self._known:
            self._known = known
            self.series.refresh()

    def _on_zone_changed(self) -> None:
        self._show()
        self.series.refresh_now()

    def _on_names_changed(self) -> None:
        if self.charts is not None:
            self.charts.show_words()

    def _show(self) -> None:
        view = self.series.view
        self.bar.show_view(view)
        self.sums.setText(totals_text(view) if view.day is not None else "")
        if self.charts is not None:
            self.charts.show_view(view)
        self.show_content()

"""The allocations tab: filters above, the tree of group orders with charts beside it, counts and sums below."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable
from time import perf_counter
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QSplitter, QWidget

from ibmonitor.domain.allocation.book import AllocationBook
from ibmonitor.domain.allocation.values import AccountShare, GroupAllocation, UnassignedReason
from ibmonitor.domain.records.records import Fill, Order
from ibmonitor.models.allocations.items import ApartAccount
from ibmonitor.models.allocations.sheets import SHEET_TITLES, allocation_sheets, tree_printout
from ibmonitor.models.allocations.tree import AllocationTree
from ibmonitor.models.live.account_selection import AccountSelection
from ibmonitor.models.live.feed import Feed
from ibmonitor.models.text.account_names import ACCOUNT_NAMES
from ibmonitor.models.text.plain_text import cut
from ibmonitor.settings.window_state import ColumnState, TableState
from ibmonitor.windows.allocations import words as allocation_words
from ibmonitor.windows.allocations.bar import AllocationsBar
from ibmonitor.windows.allocations.footer import AllocationFooter
from ibmonitor.windows.allocations.view import AllocationView, Place
from ibmonitor.windows.export.control import Exportable, ExportControl
from ibmonitor.windows.table.chosen_row import ChosenRow
from ibmonitor.windows.table.page import RowsPage
from ibmonitor.windows.table.pages import ALLOCATIONS
from ibmonitor.windows.table.record_header import RecordHeader
from ibmonitor.windows.widgets.filter_words import filter_words
from ibmonitor.windows.widgets.labels import ToneLabel

if TYPE_CHECKING:
    from ibmonitor.windows.allocations.charts import AllocationCharts

_ALL, _NEEDS_REVIEW = "all", "to_look_at"
_CHARTS = "charts"
"""The charts are kept among the columns' states under this key: their width, and whether they are shown."""
_CHARTS_WIDTH = 320
_CHARTS_LEAST = 200
_WIDE = 1200
"""Pixels: in a window as wide as that there is room for the charts at first."""
_ACCOUNTS_TOO = "The choice of accounts is one of them, for all tabs."
_PAUSE_MS = 100
"""The tree is brought up to date at least so long after a change: changes come by the dozen."""
_LONGEST = 60
"""Characters of a filter's text that are repeated."""
_SLICE = 0.02
"""Seconds that allocations are reckoned for at a stretch: thousands of them take longer than a window may pause."""
_BREATHER = 4
"""And at least this many times as long as that took the last time, as in `feed.py`."""


_NOT_YET = "The allocations are being worked out."
"""While the tree has not caught up with the group orders that are known."""


class AllocationsPage(RowsPage):
    """The tree is updated only while it is visible."""

    open_requested = Signal(object)
    """The order or the fill that was double-clicked, or on which Enter was pressed."""

    def __init__(
        self,
        book: AllocationBook,
        feed: Feed,
        selection: AccountSelection,
        parent: QWidget | None = None,
        *,
        exporter: ExportControl | None = None,
    ) -> None:
        super().__init__(ALLOCATIONS, selection, exporter, parent)
        self._book = book
        self._link = feed.blotter.link
        self._total = 0
        self._is_behind = True
        """Something has changed since the tree was brought up to date."""
        self._is_filter_behind = False
        self.tree = AllocationTree(self)
        self.view: AllocationView = AllocationView(self.tree, self)
        self._charts: AllocationCharts | None = None
        self._charts_width = _CHARTS_WIDTH
        self._are_charts_decided = False
        """Whether the user, or the room there is, has said if they are to be shown."""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE_MS)
        self._timer.timeout.connect(self._catch_up)
        self._folding = QTimer(self)
        """Thousands of rows may be folded at once."""
        self._folding.setSingleShot(True)
        self._folding.setInterval(0)
        self.bar: AllocationsBar = AllocationsBar(self)
        self._asking = ToneLabel(tone="muted", parent=self)
        self._asking.setWordWrap(True)
        self._asking.setContentsMargins(10, 0, 10, 0)
        self._asking.setAccessibleName("Executions of the accounts")
        self._asking.hide()
        self.footer = AllocationFooter(self)
        self._splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.addWidget(self.view)
        self._splitter.splitterMoved.connect(self._on_splitter_moved)
        self.lay_out(self._splitter, self._asking, footer=self.footer)
        self._follow(feed)
        self._show_link()
        self.show_content()

    @property
    def total_count(self) -> int:
        return self._total

    @property
    def is_filtered(self) -> bool:
        """Whether any filter may hide group orders."""
        typed = bool(self.bar.edit.text().strip())
        return typed or self.bar.needs_review.isChecked() or self.selection.accounts is not None

    @property
    def hides_all(self) -> bool:
        return self.is_filtered and bool(self._total or self._book.unassigned())

    def content(self) -> QWidget | None:
        return self._splitter if self.tree.rowCount() else None

    def reason(self) -> tuple[str, str]:
        if self.hides_all:
            shared = "" if self.selection.accounts is None else f"\n{_ACCOUNTS_TOO}"
            return f"No group order matches the filters.{shared}", "Clear filters"
        if self._total and self._timer.isActive():
            return _NOT_YET, ""
        given, action = super().reason()
        reason = allocation_words.reason_without_orders(self._link, given)
        return reason, action if reason == given else ""

    def show_content(self) -> None:
        self._show_footer()
        super().show_content()

    @property
    def header(self) -> RecordHeader:
        return self.view.columns_header

    @property
    def is_waiting(self) -> bool:
        """Whether the tree is about to be brought up to date."""
        return self._timer.isActive()

    @property
    def charts(self) -> AllocationCharts | None:
        """The charts, once they have been shown."""
        return self._charts

    @property
    def chosen(self) -> ChosenRow[Place]:
        return self.view.chosen

    @property
    def chosen_record(self) -> Order | Fill | None:
        place = self.chosen.key
        return None if place is None else place.record

    def replace_chosen(self, order: Order | None) -> None:
        place = self.chosen.key
        self.chosen.replace(None if place is None or order is None else place._replace(record=order))

    def hiding_words(self) -> str:
        if self.chosen.is_shown:
            return "a collapsed row" if self.chosen.is_folded else ""
        return " and ".join(words for words, _ in self._hiding())

    def show_chosen(self) -> None:
        for _, clear in self._hiding():
            clear()
        self._bring_up_to_date()
        self.chosen.unfold()
        self.chosen.bring_into_sight()
        self.view.setFocus()

    def _hiding(self) -> list[tuple[str, Callable[[], object]]]:
        """The filters that hide the chosen row, in words, each with what takes it off."""
        place = self.chosen.key
        if place is None or self.chosen.is_shown:
            return []
        filters: dict[str, tuple[str, Callable[[], object]]] = {
            "text": (f"the text filter “{cut(self.bar.edit.meant().strip(), _LONGEST)}”", self.bar.edit.clear),
            "flagged_only": (f"the view “{self.bar.needs_review.text()}”", self.bar.all.click),
            "admits": ("the choice of accounts", self.selection.select_all),
        }
        return [filters[name] for name in self.tree.hidden_by(place.path)]

    def exportable(self) -> Exportable:
        columns = self.header.visible_columns
        return Exportable(
            name=self.kind.key,
            titles=SHEET_TITLES,
            row_count=lambda: sum(1 for _ in self.tree.items()),
            make_sheets=lambda: allocation_sheets(self.tree, columns()),
            make_printout=lambda: tree_printout(self.tree, columns()),
            facts=self.facts,
        )

    def filters(self) -> tuple[str, ...]:
        chosen = self.bar.needs_review.text() if self.bar.needs_review.isChecked() else ""
        return filter_words(self.selection, self.bar.edit.meant(), chosen)

    def clear_filters(self) -> None:
        """Show all group orders, of all accounts."""
        self.bar.edit.clear()
        self.bar.all.setChecked(True)
        self.selection.select_all()

    def asking_text(self) -> str:
        """The line that says how the asking for the accounts' executions stands; empty where there is none."""
        return "" if self._asking.isHidden() else self._asking.text()

    def table_state(self) -> TableState:
        state = self.header.table_state()
        charts = ColumnState(_CHARTS, self._charts_width, self.bar.charts.isChecked())
        return dataclasses.replace(
            state,
            columns=(*state.columns, charts),
            text=self.bar.edit.meant(),
            show=_NEEDS_REVIEW if self.bar.needs_review.isChecked() else _ALL,
        )

    def restore(self, state: TableState) -> None:
        self.header.restore(state)
        self.bar.edit.mean(state.text)
        (self.bar.needs_review if state.show == _NEEDS_REVIEW else self.bar.all).setChecked(True)
        for column in state.columns:
            if column.key == _CHARTS:
                self._are_charts_decided = True
                self._charts_width = column.width
                self.bar.charts.setChecked(column.visible)
        self.view.go_to_start()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_behind or self._is_filter_behind:
            self._catch_up()
        if not self._are_charts_decided:
            self._are_charts_decided = True
            self.bar.charts.setChecked(self.window().width() >= _WIDE)
        # Once the tab has been painted: the charts' library takes its time to be loaded.
        QTimer.singleShot(0, self, self._show_charts)

    def _follow(self, feed: Feed) -> None:
        feed.changed.connect(self._on_changed)
        feed.merging.connect(self._on_merging)
        feed.cleared.connect(self._on_cleared)
        feed.link_changed.connect(self._on_link_changed)
        self.selection.changed.connect(self._on_choice_changed)
        ACCOUNT_NAMES.changed.connect(self._show_link)
        self.tree.counts_changed.connect(self.show_content)
        self.view.record_activated.connect(self.open_requested)
        self.bar.edit.textChanged.connect(self._on_filter_changed)
        self.bar.choice_changed.connect(self._on_choice_changed)
        self.bar.charts_switched.connect(self._show_charts)
        self.bar.expand_requested.connect(self.view.expandAll)
        self.bar.collapse_requested.connect(self.view.collapseAll)
        self.chosen.changed.connect(self._show_chart_of_current)
        self._folding.timeout.connect(self.chosen.changed)
        self.view.collapsed.connect(self._folding.start)
        self.view.expanded.connect(self._folding.start)

    def _on_changed(self, orders: Iterable[Order], fills: Iterable[Fill]) -> None:
        self._book.update(orders, fills)
        self._on_book_changed()

    def _on_merging(self, merged: Iterable[Order]) -> None:
        self._book.forget(merged)
        self._on_book_changed()

    def _on_cleared(self) -> None:
        self._book.clear()
        self._is_behind = True
        self._catch_up()
        self.chosen.replace(None)

    def _on_link_changed(self) -> None:
        self._book.refresh()
        self._show_link()
        # What is stale, or is not any more, is so by the link alone.
        self.view.viewport().update()
        self._on_book_changed()

    def _on_book_changed(self) -> None:
        self._is_behind = True
        if not self._timer.isActive():
            self._timer.start()

    def _on_filter_changed(self) -> None:
        self._is_filter_behind = True
        self._on_book_changed()

    def _on_choice_changed(self) -> None:
        self._is_filter_behind = True
        if self.isVisible():
            self._bring_up_to_date()

    def _catch_up(self) -> None:
        total = len(self._book.keys())
        if total != self._total:
            self._total = total
            self.counts_changed.emit()
        if self.isVisible():
            self._bring_up_to_date()

    def _bring_up_to_date(self) -> None:
        self._timer.stop()
        started = perf_counter()
        allocations = []
        for key in self._book.keys():  # noqa: SIM118 - no mapping
            allocations.append(self._book.allocation(key))
            if perf_counter() - started > _SLICE:
                # The book keeps what it has reckoned: the rest comes when the window has had its turn.
                self._timer.start(0)
                self.show_content()
                return
        is_other_filter = self._is_filter_behind
        with self.view.kept_in_place():
            if self._is_filter_behind:
                self._take_filter()
            if self._is_behind:
                self._is_behind = False
                self.tree.show(allocations, self._book.unassigned())
        if is_other_filter:
            self.view.go_to_start()
        self.show_content()
        self._show_chart_of_current()
        self._timer.setInterval(max(_PAUSE_MS, int(_BREATHER * 1000 * (perf_counter() - started))))

    def _take_filter(self) -> None:
        self._is_filter_behind = False
        with self.view.folded():
            self.tree.set_filter(
                text=self.bar.edit.meant(),
                flagged_only=self.bar.needs_review.isChecked(),
                admits=None if self.selection.accounts is None else self.selection.admits,
            )

    def _show_link(self) -> None:
        text = allocation_words.asking_text(self._link)
        self._asking.setText(text)
        self._asking.set_tone("warning" if allocation_words.is_something_missing(self._link) else "muted")
        self._asking.setVisible(bool(text))

    def _show_footer(self) -> None:
        shares: list[AccountShare] = []
        to_review = waiting = unassigned = 0
        for item in self.tree.visible_items():
            match item:
                case AccountShare():
                    shares.append(item)
                case GroupAllocation():
                    to_review += bool(item.flagged)
                    waiting += item.is_waiting
                case ApartAccount(why=why, fills=fills) if why is not UnassignedReason.OWN_ORDER:
                    unassigned += len(fills)
        counts = allocation_words.counts_text(*self.tree.counts(), to_review, waiting, unassigned)
        self.footer.say(counts, allocation_words.ShareSums(shares).text())

    def _show_charts(self) -> None:
        """Show the charts, or hide them; they are made when they are seen for the first time."""
        wanted = self.bar.charts.isChecked()
        if wanted and self._charts is None and self.isVisible():
            from ibmonitor.windows.allocations.charts import AllocationCharts  # noqa: PLC0415 - takes its time

            self._charts = AllocationCharts(self)
            self._charts.setMinimumWidth(_CHARTS_LEAST)
            self._splitter.addWidget(self._charts)
            self._splitter.setStretchFactor(0, 1)
            self._splitter.setStretchFactor(1, 0)
            self._splitter.setSizes([max(1, self._splitter.width() - self._charts_width), self._charts_width])
        if self._charts is not None:
            self._charts.setVisible(wanted)
            self._show_chart_of_current()

    def _show_chart_of_current(self) -> None:
        if self._charts is not None and not self._charts.isHidden():
            self._charts.show_allocation(self.tree.allocation(self.view.currentIndex()))

    def _on_splitter_moved(self) -> None:
        if self._charts is not None:
            self._charts_width = self._charts.width()

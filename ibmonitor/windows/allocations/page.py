"""The allocations tab: filters above, the tree of group orders with charts beside it, counts and sums below."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable
from time import perf_counter
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from ibmonitor.domain.allocation.book import AllocationBook
from ibmonitor.domain.allocation.values import AccountShare, GroupAllocation, UnassignedReason
from ibmonitor.domain.records.records import Fill, Order
from ibmonitor.models.allocations.items import ApartAccount
from ibmonitor.models.allocations.sheets import SHEET_TITLES, allocation_sheets, tree_printout
from ibmonitor.models.allocations.tree import AllocationTree
from ibmonitor.models.live.account_selection import AccountSelection
from ibmonitor.models.live.feed import Feed
from ibmonitor.models.output.printout import PrintFacts
from ibmonitor.models.text.account_names import ACCOUNT_NAMES
from ibmonitor.models.text.plain_text import cut
from ibmonitor.settings.window_state import ColumnState, TableState
from ibmonitor.windows.allocations import words as allocation_words
from ibmonitor.windows.allocations.bar import AllocationsBar
from ibmonitor.windows.allocations.footer import AllocationFooter
from ibmonitor.windows.allocations.view import AllocationView, Place
from ibmonitor.windows.export.control import Exportable, ExportControl
from ibmonitor.windows.export.notice import ExportNotice
from ibmonitor.windows.export.run import ExportRun
from ibmonitor.windows.table.chosen_row import ChosenRow
from ibmonitor.windows.table.pages import ALLOCATIONS
from ibmonitor.windows.widgets.empty_state import EmptyState
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


def _no_facts() -> PrintFacts:
    return PrintFacts("")


class AllocationsPage(QWidget):
    """Follows the feed. The tree is brought up to date only while it is in sight."""

    action_requested = Signal()
    """The button of the empty state, other than "Clear filters"."""
    open_requested = Signal(object)
    """The order or the fill that was double-clicked, or on which Enter was pressed."""
    counts_changed = Signal()
    """`total_count` is another."""

    def __init__(
        self,
        book: AllocationBook,
        feed: Feed,
        selection: AccountSelection,
        parent: QWidget | None = None,
        *,
        exporter: ExportControl | None = None,
    ) -> None:
        """`exporter` is shared by all tabs; without one the page has its own."""
        super().__init__(parent)
        self.kind = ALLOCATIONS
        self._book = book
        self._link = feed.blotter.link
        self._selection = selection
        self._reason = ""
        self._action = ""
        self._total = 0
        self._is_behind = True
        """Something has changed since the tree was brought up to date."""
        self._is_filter_behind = False
        self.tree = AllocationTree(self)
        self.view = AllocationView(self.tree, self)
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
        self._bar = AllocationsBar(self)
        self._asking = ToneLabel(tone="muted", parent=self)
        self._asking.setWordWrap(True)
        self._asking.setContentsMargins(10, 0, 10, 0)
        self._asking.setAccessibleName("Executions of the accounts")
        self._asking.hide()
        self.exporter = exporter or ExportControl(self)
        self._print_facts = _no_facts
        self._notice = ExportNotice(self)
        self.empty = EmptyState(self)
        self.empty.action_requested.connect(self._on_empty_action)
        self.footer = AllocationFooter(self)
        self._splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.addWidget(self.view)
        self._splitter.splitterMoved.connect(self._on_splitter_moved)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self._splitter)
        self._stack.addWidget(self.empty)
        self._lay_out()
        self._follow(feed)
        self._show_link()
        self._show_rows_or_reason()

    @property
    def total_count(self) -> int:
        """How many group orders are known."""
        return self._total

    @property
    def is_filtered(self) -> bool:
        """Whether any filter may hide group orders."""
        typed = bool(self._bar.edit.text().strip())
        return typed or self._bar.needs_review.isChecked() or self._selection.accounts is not None

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
        """The row whose order or fill the details show."""
        return self.view.chosen

    @property
    def chosen_record(self) -> Order | Fill | None:
        """The order or the fill of the chosen row."""
        place = self.chosen.key
        return None if place is None else place.record

    def replace_chosen(self, order: Order | None) -> None:
        """Choose this order in place of the one chosen, which has become part of it."""
        place = self.chosen.key
        self.chosen.replace(None if place is None or order is None else place._replace(record=order))

    def hiding_words(self) -> str:
        """What keeps the chosen row from being seen; empty while it is shown."""
        if self.chosen.is_shown:
            return "a collapsed row" if self.chosen.is_folded else ""
        return " and ".join(words for words, _ in self._hiding())

    def show_chosen(self) -> None:
        """Take off what hides the chosen row, and go to it."""
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
            "text": (f"the text filter “{cut(self._bar.edit.meant().strip(), _LONGEST)}”", self._bar.edit.clear),
            "flagged_only": (f"the view “{self._bar.needs_review.text()}”", self._bar.all.click),
            "admits": ("the choice of accounts", self._selection.select_all),
        }
        return [filters[name] for name in self.tree.hidden_by(place.path)]

    def add_to_bar(self, widget: QWidget) -> None:
        """Put a widget at the right of the filter bar."""
        self._bar.add(widget)

    def set_print_facts(self, facts: Callable[[], PrintFacts]) -> None:
        """Have what is printed say where it comes from; title and filters are the page's own."""
        self._print_facts = facts

    def export(self) -> None:
        """Ask for a file, and write to it the rows that pass the filters, in their order, and their executions."""
        columns = self.view.columns_header.visible_columns
        table = Exportable(
            name=self.kind.key,
            titles=SHEET_TITLES,
            row_count=lambda: sum(1 for _ in self.tree.items()),
            make_sheets=lambda: allocation_sheets(self.tree, columns()),
            make_printout=lambda: tree_printout(self.tree, columns()),
            facts=self._facts,
        )
        self.exporter.export(self, table, self._notice.follow)

    def follow_export(self, run: ExportRun) -> None:
        """Say on this tab how an export goes that was begun beside it."""
        self._notice.follow(run)

    def export_notice(self) -> str:
        """What came of the last export; empty while nothing has."""
        return self._notice.text()

    def _facts(self) -> PrintFacts:
        chosen = self._bar.needs_review.text() if self._bar.needs_review.isChecked() else ""
        filters = filter_words(self._selection, self._bar.edit.meant(), chosen)
        return dataclasses.replace(self._print_facts(), title=self.kind.title, filters=filters)

    def take_focus(self) -> None:
        """Bring the keyboard to the rows, or to what stands in their place."""
        if self._stack.currentWidget() is self.empty:
            self.empty.take_focus()
        else:
            self.view.setFocus()

    def focus_filter(self) -> None:
        """Bring the keyboard to the text filter."""
        self._bar.edit.setFocus()
        self._bar.edit.selectAll()

    def clear_filters(self) -> None:
        """Show all group orders, of all accounts."""
        self._bar.edit.clear()
        self._bar.all.setChecked(True)
        self._selection.select_all()

    def set_reason(self, reason: str, action: str = "") -> None:
        """Say why there is nothing, while there is; `action` is the label of a button, where one helps."""
        self._reason = reason
        self._action = action
        self._show_rows_or_reason()

    def asking_text(self) -> str:
        """The line that says how the asking for the accounts' executions stands; empty where there is none."""
        return "" if self._asking.isHidden() else self._asking.text()

    def table_state(self) -> TableState:
        """How the tab is to be found again."""
        state = self.view.columns_header.table_state()
        charts = ColumnState(_CHARTS, self._charts_width, self._bar.charts.isChecked())
        return dataclasses.replace(
            state,
            columns=(*state.columns, charts),
            text=self._bar.edit.meant(),
            show=_NEEDS_REVIEW if self._bar.needs_review.isChecked() else _ALL,
        )

    def restore(self, state: TableState) -> None:
        """Bring the tab back as it was left."""
        self.view.columns_header.restore(state)
        self._bar.edit.mean(state.text)
        (self._bar.needs_review if state.show == _NEEDS_REVIEW else self._bar.all).setChecked(True)
        for column in state.columns:
            if column.key == _CHARTS:
                self._are_charts_decided = True
                self._charts_width = column.width
                self._bar.charts.setChecked(column.visible)
        self.view.go_to_start()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_behind or self._is_filter_behind:
            self._catch_up()
        if not self._are_charts_decided:
            self._are_charts_decided = True
            self._bar.charts.setChecked(self.window().width() >= _WIDE)
        # Once the tab has been painted: the charts' library takes its time to be loaded.
        QTimer.singleShot(0, self, self._show_charts)

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 6, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self._bar)
        layout.addWidget(self._asking)
        layout.addWidget(self._stack, 1)
        layout.addWidget(self._notice)
        layout.addWidget(self.footer)

    def _follow(self, feed: Feed) -> None:
        feed.changed.connect(self._on_changed)
        feed.merging.connect(self._on_merging)
        feed.cleared.connect(self._on_cleared)
        feed.link_changed.connect(self._on_link_changed)
        self._selection.changed.connect(self._on_choice_changed)
        ACCOUNT_NAMES.changed.connect(self._show_link)
        self.tree.counts_changed.connect(self._show_rows_or_reason)
        self.view.record_activated.connect(self.open_requested)
        self._bar.text_changed.connect(self._on_filter_changed)
        self._bar.choice_changed.connect(self._on_choice_changed)
        self._bar.charts_switched.connect(self._show_charts)
        self._bar.expand_requested.connect(self.view.expandAll)
        self._bar.collapse_requested.connect(self.view.collapseAll)
        self._bar.export_requested.connect(self.export)
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
                self._show_rows_or_reason()
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
        self._show_rows_or_reason()
        self._show_chart_of_current()
        self._timer.setInterval(max(_PAUSE_MS, int(_BREATHER * 1000 * (perf_counter() - started))))

    def _take_filter(self) -> None:
        self._is_filter_behind = False
        with self.view.folded():
            self.tree.set_filter(
                text=self._bar.edit.meant(),
                flagged_only=self._bar.needs_review.isChecked(),
                admits=None if self._selection.accounts is None else self._selection.admits,
            )

    def _show_link(self) -> None:
        text = allocation_words.asking_text(self._link)
        self._asking.setText(text)
        self._asking.set_tone("warning" if allocation_words.is_something_missing(self._link) else "muted")
        self._asking.setVisible(bool(text))

    def _show_rows_or_reason(self) -> None:
        self._show_footer()
        if self.tree.rowCount():
            self._stack.setCurrentWidget(self._splitter)
            return
        if self._hides_all:
            shared = "" if self._selection.accounts is None else f"\n{_ACCOUNTS_TOO}"
            self.empty.say(f"No group order matches the filters.{shared}", "Clear filters")
        elif self._total and self._timer.isActive():
            self.empty.say(_NOT_YET)
        else:
            reason = allocation_words.reason_without_orders(self._link, self._reason)
            self.empty.say(reason, self._action if reason == self._reason else "")
        self._stack.setCurrentWidget(self.empty)

    @property
    def _hides_all(self) -> bool:
        return self.is_filtered and bool(self._total or self._book.unassigned())

    def _on_empty_action(self) -> None:
        if self._hides_all:
            self.clear_filters()
        else:
            self.action_requested.emit()

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
        wanted = self._bar.charts.isChecked()
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

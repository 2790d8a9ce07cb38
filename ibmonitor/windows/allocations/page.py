"""The allocations tab: tiles and filters above, the tree of group orders with charts next to it, sums below."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from ibmonitor.domain.allocation.book import AllocationBook
from ibmonitor.domain.records.records import Fill, Order
from ibmonitor.models.allocations.cell_filter import CellFilter
from ibmonitor.models.allocations.columns import NAME, review_sentence
from ibmonitor.models.allocations.items import Item, fills_of
from ibmonitor.models.allocations.sheets import SHEET_TITLES, allocation_sheets, tree_printout
from ibmonitor.models.allocations.tiles import Tile
from ibmonitor.models.allocations.tree import AllocationTree
from ibmonitor.models.live.account_selection import AccountSelection
from ibmonitor.models.live.feed import Feed
from ibmonitor.models.text.account_names import ACCOUNT_NAMES
from ibmonitor.models.text.plain_text import cut
from ibmonitor.settings.window_state import TableState
from ibmonitor.windows.allocations import words as allocation_words
from ibmonitor.windows.allocations.bar import AllocationsBar
from ibmonitor.windows.allocations.charts_splitter import CHARTS, ChartsSplitter
from ibmonitor.windows.allocations.tiles import TileRow
from ibmonitor.windows.allocations.tree_updates import TreeUpdates
from ibmonitor.windows.allocations.view import AllocationView, Place
from ibmonitor.windows.export.control import Exportable, ExportControl
from ibmonitor.windows.table.chosen_row import ChosenRow
from ibmonitor.windows.table.narrowings import Narrowings
from ibmonitor.windows.table.page import RowsPage
from ibmonitor.windows.table.pages import ALLOCATIONS
from ibmonitor.windows.table.record_header import RecordHeader
from ibmonitor.windows.widgets.filter_words import filter_words
from ibmonitor.windows.widgets.labels import ToneLabel
from ibmonitor.windows.widgets.sums_line import SumsLine

_ACCOUNTS_TOO = "The choice of accounts is one of them, for all tabs."
_LONGEST = 60
"""Characters of a filter's text that are repeated."""
_NOT_YET = "Computing the allocations…"
"""Shown until the tree has the group orders that are known."""


class AllocationsPage(RowsPage):
    """The tree is updated only while it is visible."""

    open_requested = Signal(object)
    """The order or the fill that the user wants to see in its own table."""
    details_requested = Signal()
    """A row with an order or a fill was double-clicked, or Enter was pressed on it."""
    fills_chosen = Signal(str, object)
    """A row in words, and the list of its fills, which the user wants to see in their table."""

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
        self._link = feed.blotter.link
        self._book = book
        self.tree = AllocationTree(self)
        self.view: AllocationView = AllocationView(self.tree, self)
        self.bar: AllocationsBar = AllocationsBar(self)
        self.tiles = TileRow(self)
        self._cells: dict[str, CellFilter] = {}
        """The filters by the values of cells, by their keys."""
        self.narrowings = Narrowings(self)
        self.bar.add_first(self.narrowings)
        self.answers = ToneLabel(tone="muted", parent=self)
        """For which accounts TWS has not answered, or not yet."""
        self.answers.setWordWrap(True)
        self.answers.setContentsMargins(10, 0, 10, 0)
        self.answers.setAccessibleName("Executions of the accounts")
        self.answers.hide()
        self.footer = SumsLine(self)
        self.footer.counts.setAccessibleName("Group orders")
        self.footer.sums.setAccessibleName("Sums of the accounts' parts shown")
        self._announced = 0
        """The number to review when `counts_changed` was last emitted."""
        self.splitter = ChartsSplitter(self.view, self.bar.charts, self)
        self.lay_out(self.splitter, self.answers, footer=self.footer)
        self._put_tiles_on_top()
        self.updates = TreeUpdates(book, feed, self.view, self.selection, self._apply_filter, self.isVisible)
        self._connect_parts()
        feed.link_changed.connect(self._show_link)
        self._show_link()
        self.show_content()

    def _connect_parts(self) -> None:
        self.updates.counts_changed.connect(self.counts_changed)
        self.updates.updated.connect(self.show_content)
        self.updates.updated.connect(self.splitter.show_current)
        self.selection.changed.connect(self.updates.on_accounts_changed)
        ACCOUNT_NAMES.changed.connect(self._show_link)
        self.tree.counts_changed.connect(self.show_content)
        self.view.record_activated.connect(self.details_requested)
        self.view.open_requested.connect(self.open_requested)
        self.view.fills_requested.connect(self._on_fills_requested)
        self.view.filter_requested.connect(self._narrow)
        self.narrowings.closed.connect(self._widen)
        self.bar.edit.textChanged.connect(self.updates.on_text_changed)
        self.tiles.chosen_changed.connect(self.updates.on_choice_changed)
        self.updates.tiles_changed.connect(self._show_tiles)
        self.bar.expand_requested.connect(self.view.expandAll)
        self.bar.collapse_requested.connect(self.view.collapseAll)
        # Thousands of rows may be collapsed at once.
        folding = QTimer(self, singleShot=True, interval=0)
        folding.timeout.connect(self.chosen.changed)
        self.view.collapsed.connect(folding.start)
        self.view.expanded.connect(folding.start)

    @property
    def total_count(self) -> int:
        return self.updates.total_count

    @property
    def to_review(self) -> int:
        """How many group orders of the chosen accounts need review, whether or not the tab is in front."""
        return self.updates.counts.to_review

    @property
    def count_words(self) -> str:
        return f"{self.to_review:,} to review" if self.to_review else ""

    @property
    def is_filtered(self) -> bool:
        """Whether any filter may hide group orders."""
        typed = bool(self.bar.edit.text().strip())
        chosen = self.tiles.chosen is not Tile.ORDERS or self.selection.accounts is not None
        return typed or chosen or bool(self._cells)

    @property
    def hides_all(self) -> bool:
        return self.is_filtered and bool(self.total_count or self._book.unassigned())

    def content(self) -> QWidget | None:
        return self.splitter if self.tree.rowCount() else None

    def review_of(self, order: Order) -> str:
        """What needs review in how an order was divided."""
        return review_sentence(self._book.of_order(order))

    def reason(self) -> tuple[str, str]:
        if self.hides_all:
            shared = "" if self.selection.accounts is None else f"\n{_ACCOUNTS_TOO}"
            return f"No group order matches the filters.{shared}", "Clear filters"
        if self.total_count and self.updates.is_waiting:
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
        self.updates.update()
        self.chosen.unfold()
        self.chosen.scroll_into_view()
        self.view.setFocus()

    def _hiding(self) -> list[tuple[str, Callable[[], object]]]:
        """The filters that hide the chosen row, in words, each with what clears it."""
        place = self.chosen.key
        if place is None or self.chosen.is_shown:
            return []
        filters: dict[str, tuple[str, Callable[[], object]]] = {
            "text": (f"the text filter “{cut(self.bar.edit.value().strip(), _LONGEST)}”", self.bar.edit.clear),
            "tile": (f"the view “{self.tiles.words}”", partial(self.tiles.choose, None)),
            "cells": (f"“{cut(', '.join(self.narrowings.descriptions.values()), _LONGEST)}”", self._widen_all),
            "admits": ("the choice of accounts", self.selection.select_all),
        }
        return [filters[name] for name in self.tree.hidden_by(place.path)]

    def exportable(self) -> Exportable:
        columns = self.header.visible_columns
        return Exportable(
            name=self.kind.key,
            titles=SHEET_TITLES,
            row_count=lambda: sum(1 for _ in self.tree.rows()),
            make_sheets=lambda: allocation_sheets(self.tree),
            make_printout=lambda: tree_printout(self.tree, columns()),
            facts=self.facts,
            hint="One row for each account and group order, also where it got nothing; then a sheet of the executions.",
        )

    def filters(self) -> tuple[str, ...]:
        narrowed = ", ".join(self.narrowings.descriptions.values())
        return filter_words(self.selection, self.bar.edit.value(), self.tiles.words, narrowed)

    def clear_filters(self) -> None:
        """Show all group orders, of all accounts."""
        self.bar.edit.clear()
        self.tiles.choose(None)
        self._widen_all()
        self.selection.select_all()

    def table_state(self) -> TableState:
        state = self.header.table_state()
        return dataclasses.replace(
            state,
            columns=(*state.columns, self.splitter.state()),
            text=self.bar.edit.value(),
            show=self.tiles.chosen.value,
        )

    def restore(self, state: TableState) -> None:
        # The charts are saved among the columns.
        shown = tuple(column.key for column in state.columns if column.visible and column.key != CHARTS)
        if shown == self.kind.former_columns:
            self.renew_columns()
            self.header.choose_order(-1)
        else:
            self.header.restore(state)
        self.bar.edit.set_value(state.text)
        self.tiles.choose(next((tile for tile in Tile if tile.value == state.show), None))
        for column in state.columns:
            if column.key == CHARTS:
                self.splitter.restore(column)
        self.view.go_to_start()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.updates.update_if_outdated()
        self.splitter.show_later()

    def _narrow(self, cell: CellFilter) -> None:
        """Show only the rows that this filter keeps, in addition to the others; a chip names and clears it."""
        self._cells[cell.key] = cell
        self.narrowings.add(cell.key, cell.words)
        self.updates.on_choice_changed()

    def _widen(self, key: str) -> None:
        self.narrowings.remove(key)
        if self._cells.pop(key, None) is not None:
            self.updates.on_choice_changed()

    def _widen_all(self) -> None:
        for key in [*self._cells]:
            self._widen(key)

    def _on_fills_requested(self, item: Item) -> None:
        names = [column for column in self.tree.columns if column.key in (NAME, "order")]
        words = " ".join(filter(None, (column.text(item) for column in names)))
        self.fills_chosen.emit(f"Fills of {words}", list(fills_of(item)))

    def _put_tiles_on_top(self) -> None:
        layout = self.layout()
        assert isinstance(layout, QBoxLayout)  # noqa: S101 - as `lay_out` makes it
        layout.insertWidget(0, self.tiles)
        self.tiles.hide()
        buttons = list(self.tiles.buttons.values())
        for button, after in zip(buttons, (*buttons[1:], self.bar.edit), strict=True):
            QWidget.setTabOrder(button, after)

    def _show_tiles(self) -> None:
        self.tiles.show_counts(self.updates.counts)
        # Without group orders, the reason why there are none is all there is to show.
        self.tiles.setVisible(self.total_count > 0)
        if self.to_review != self._announced:
            self._announced = self.to_review
            self.counts_changed.emit()

    def _apply_filter(self) -> None:
        self.tree.set_filter(
            text=self.bar.edit.value(),
            tile=self.tiles.chosen,
            cells=tuple(self._cells.values()),
            admits=None if self.selection.accounts is None else self.selection.admits,
        )

    def _show_link(self) -> None:
        text = allocation_words.answers_text(self._link)
        self.answers.setText(text)
        self.answers.set_tone("warning" if allocation_words.is_something_missing(self._link) else "muted")
        self.answers.setVisible(bool(text))

    def _show_footer(self) -> None:
        shown = self.tree.shown
        counts = allocation_words.counts_text(*self.tree.counts(), shown.to_review, shown.waiting, shown.unassigned)
        self.footer.counts.setText(counts)
        self.footer.sums.setText(allocation_words.sums_of_parts_text(shown.sums))

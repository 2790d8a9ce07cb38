"""The fills of one order with their commissions, as a tree, and the sums of those that count."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFont, QKeyEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from ibmonitor.domain.records.records import ComboRole, Fill, Order
from ibmonitor.domain.sums.totals import Totals
from ibmonitor.models.columns.fill_tree import FillTree
from ibmonitor.models.table.roles import RowToneRole, ToneRole
from ibmonitor.models.table.tree_rows import Path
from ibmonitor.models.text.formats import count_text
from ibmonitor.windows.export.list_export import add_export_action
from ibmonitor.windows.table.chosen_row import ChosenRow
from ibmonitor.windows.table.column_room import first_width
from ibmonitor.windows.table.footer import totals_text
from ibmonitor.windows.theme.theme import row_height, selection_tint, tabular, tone_color
from ibmonitor.windows.widgets.cell_delegate import COLORS
from ibmonitor.windows.widgets.clipboard import copy_text
from ibmonitor.windows.widgets.labels import ToneLabel
from ibmonitor.windows.widgets.row_views import ENTER, add_copy_action, set_up_rows, text_of_records

_FREE, _LEAST_TIME = 12, 96
"""Pixels."""
_IMPORTANCE = (
    *("time", "shares", "price", "contract", "side", "acct_number", "commission_and_fees", "exchange", "realized_pnl"),
    *("correction", "currency", "exec_id", "last_liquidity"),
)
"""The keys of the columns of the fills, the most important first."""


class _TreeDelegate(QStyledItemDelegate):
    """Paints cells in the color and the font of their tone."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        super().initStyleOption(option, index)
        font = tabular(option.font)
        font.setStrikeOut(index.data(RowToneRole) == "superseded")
        tone = index.data(ToneRole) or ""
        font.setItalic(tone in {"pending", "stale"})
        option.font = font
        color = tone_color(option.palette, COLORS.get(tone, ""))
        for role in (QPalette.ColorRole.Text, QPalette.ColorRole.HighlightedText):
            option.palette.setColor(role, color)
        option.palette.setColor(QPalette.ColorRole.Highlight, selection_tint(option.palette))
        option.textElideMode = Qt.TextElideMode.ElideRight

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> object:  # type: ignore[override]
        size = super().sizeHint(option, index)
        size.setHeight(row_height(option.fontMetrics))
        return size


class FillTreeView(QTreeView):
    """The tree; whole rows can be selected and copied."""

    fill_activated = Signal(object)
    """The fill that was double-clicked, or on which Enter was pressed."""

    def __init__(self, tree: FillTree, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tree = tree
        self.chosen: ChosenRow[Path] = ChosenRow(self, tree, tree.path, tree.index_at)
        self.setAccessibleName("Fills and commissions")
        self.setItemDelegate(_TreeDelegate(self))
        set_up_rows(self)
        self.setUniformRowHeights(True)
        self.setExpandsOnDoubleClick(False)
        header = self.header()
        header.setSectionsMovable(False)
        header.setStretchLastSection(True)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        for number, column in enumerate(tree.columns):
            header.resizeSection(number, first_width(header, column))
        add_copy_action(self, self.copy_selection)
        add_export_action(self, "Fills of the order", lambda: (tree.columns, [fill for _, fill in tree.rows()]))
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.doubleClicked.connect(self._on_row_chosen)

    def copy_selection(self) -> None:
        """Put the selected rows on the clipboard, in the order they were selected in."""
        fills = [self._tree.item(index) for index in self.selectionModel().selectedRows()]
        if fills:
            copy_text(text_of_records(fills, self._tree.columns))

    def choose_columns(self) -> None:
        """Show as many columns as the width has room for, those that say the same in each row last."""
        fills = [fill for _, fill in self._tree.rows()]
        first = max(self.sizeHintForColumn(0) + _FREE, _LEAST_TIME)
        widths = [first, *(first_width(self.header(), column) for column in self._tree.columns[1:])]
        numbers = {column.key: number for number, column in enumerate(self._tree.columns)}
        room = self.viewport().width()
        shown = set()
        for number in map(numbers.__getitem__, columns_by_importance(fills)):
            if widths[number] <= room or not number:
                shown.add(number)
                room -= widths[number]
        for number, width in enumerate(widths):
            self.setColumnHidden(number, number not in shown)
            self.header().resizeSection(number, width)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.choose_columns()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER and self.currentIndex().isValid():
            self._on_row_chosen(self.currentIndex())
            return
        super().keyPressEvent(event)
        self.chosen.select_current()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.chosen.select_current()

    def _on_row_chosen(self, index: QModelIndex) -> None:
        fill = self._tree.item(index)
        if fill is not None:
            self.fill_activated.emit(fill)


class OrderFillsPanel(QWidget):
    """The tree of fills over the line of sums."""

    find_requested = Signal(str)
    """The exec id of the fill that was chosen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._order: Order | None = None
        self.tree = FillTree(self)
        self.view = FillTreeView(self.tree, self)
        self.sums = ToneLabel(parent=self)
        self.sums.setWordWrap(True)
        self.sums.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.sums.setAccessibleName("Sums of the order's fills")
        font = QFont(self.sums.font())
        font.setBold(True)
        self.sums.setFont(font)
        self.sums.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 6, 6, 4)
        layout.setSpacing(4)
        layout.addWidget(self.view, 1)
        layout.addWidget(self.sums)
        self.view.fill_activated.connect(self._on_fill_activated)

    def show_order(self, order: Order | None) -> None:
        """Show this order's current fills; `None` shows nothing."""
        if order is not self._order:
            self.tree.show(())
        self._order = order
        fills = [] if order is None else order.fills
        self.tree.show(fills)
        self.view.choose_columns()
        self.view.setVisible(bool(fills))
        text = _sums_of(fills) if order is not None else ""
        if text != self.sums.text():
            self.sums.setText(text)

    def _on_fill_activated(self, fill: Fill) -> None:
        self.find_requested.emit(fill.execution.exec_id)


def columns_by_importance(fills: Sequence[Fill]) -> list[str]:
    """The keys of the columns, the most important first; one that would be empty, or say the same in each row, last."""
    differs = {
        "correction": any(fill.superseded_by for fill in fills),
        "contract": any(fill.combo_role is not ComboRole.NONE for fill in fills),
        "side": any(fill.combo_role is not ComboRole.NONE for fill in fills),
        "acct_number": len({fill.execution.acct_number for fill in fills}) > 1,
        "realized_pnl": any(fill.commission is not None and fill.commission.realized_pnl is not None for fill in fills),
        "currency": len({fill.commission.currency for fill in fills if fill.commission is not None}) > 1,
    }
    return sorted(_IMPORTANCE, key=lambda key: not differs.get(key, True))


def _sums_of(fills: list[Fill]) -> str:
    if not fills:
        return "No fills known."
    totals = Totals()
    for fill in fills:
        totals.add(fill)
    count = f"{count_text(totals.fills, 'execution')} counted"
    return "   ·   ".join(filter(None, (count, totals_text(totals.sums))))

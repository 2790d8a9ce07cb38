"""The identity of an order: its ids, which can be copied and searched for, and its related orders."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from operator import attrgetter

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QSplitter,
    QToolButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ibmonitor.domain.records.records import Fill, Order
from ibmonitor.domain.search.identifiers import Identifier, KeptIdentifiers
from ibmonitor.domain.search.related_orders import Member, RelatedOrders
from ibmonitor.models.table.column import Column, text_column
from ibmonitor.models.table.list_table import ListTable
from ibmonitor.models.table.roles import Tone
from ibmonitor.models.table.stale_hints import stale_hint
from ibmonitor.models.text.account_mask import ACCOUNT_MASK
from ibmonitor.models.text.account_names import ACCOUNT_NAMES
from ibmonitor.models.text.order_words import order_words
from ibmonitor.models.text.plain_text import plain_tooltip
from ibmonitor.windows.table.list_view import ListView
from ibmonitor.windows.table.wrapped_rows import WrappedAnchor
from ibmonitor.windows.theme.theme import tone_color
from ibmonitor.windows.widgets.clipboard import copy_text
from ibmonitor.windows.widgets.row_views import ENTER

_RecordRole = int(Qt.ItemDataRole.UserRole)
_MOST_BUTTONS = 200
"""Rows with a copy button; an order may have thousands of executions, and Ctrl+C copies those too."""
_TITLES = ("Order", "Type", "Status", "Perm ID", "Order ID")
_ACCOUNT = "Account"
_WIDTHS = (270, 56, 92, 92, 66)
_LOWEST = 48
"""Pixels."""
_SIDE_BY_SIDE, _WITH_COPY = 700, 900
"""From these widths on, in pixels, the related orders are next to the IDs instead of below them, with copy buttons."""


def _tone(row: Identifier) -> Tone:
    return "superseded" if row.is_superseded else ""


def _value(row: Identifier) -> str:
    return ACCOUNT_NAMES.name(row.value) if row.name == _ACCOUNT else row.value


_COLUMNS: tuple[Column[Identifier], ...] = (
    text_column("name", "Name", "Which ID it is.", attrgetter("name"), width=104, visible=True),
    text_column("value", "Value", "The ID itself.", _value, tone=_tone, width=178, visible=True),
    text_column("copy", "", "Copies the ID.", lambda _: "", width=52, visible=True),
    text_column("note", "Note", "What the ID means.", attrgetter("note"), width=100, visible=True),
)
_COPY = 2


class IdentifierView(ListView):
    """The ids; only the ids are copied, not their labels."""

    def selected_text(self) -> str:
        """The selected ids, one per line."""
        rows = sorted({index.row() for index in self.selectionModel().selectedIndexes()})
        return ACCOUNT_MASK.text("\n".join(filter(None, (self._columns.record(row).value for row in rows))))


class RelatedOrdersTree(QTreeWidget):
    """The bracket and the OCA group of an order."""

    order_chosen = Signal(object)
    """The order that was double-clicked, or on which Enter was pressed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Bracket and OCA group")
        self.setHeaderLabels(_TITLES)
        for number, width in enumerate(_WIDTHS):
            self.header().resizeSection(number, width)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setExpandsOnDoubleClick(False)
        self.setUniformRowHeights(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._related: RelatedOrders | None = None
        self._shown: object = None
        self.itemDoubleClicked.connect(self._on_item_chosen)
        ACCOUNT_MASK.changed.connect(self._on_mask_changed)

    def show_related_orders(self, related: RelatedOrders | None) -> None:
        """Show related orders; if nothing visible has changed, expanded rows, selection and scroll position stay."""
        self._related = related
        lines = _lines_of(related)
        if lines == self._shown:
            return
        kept, value = self._place(), self.verticalScrollBar().value()
        self._shown = lines
        self.clear()
        self._fill(lines)
        self._restore(*kept)
        self.verticalScrollBar().setValue(value)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        # Qt may send a palette change during construction.
        if event.type() == QEvent.Type.PaletteChange and getattr(self, "_shown", None):
            self._shown = None
            self.show_related_orders(self._related)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        item = self.currentItem()
        if event.key() in ENTER and item is not None:
            self._on_item_chosen(item)
            return
        super().keyPressEvent(event)

    def _fill(self, lines: list[_Line]) -> None:
        path: list[QTreeWidgetItem] = []
        for line in lines:
            del path[line.depth :]
            item = QTreeWidgetItem(path[-1] if path else self, list(line.texts))
            item.setData(0, _RecordRole, line.order)
            font = QFont(self.font())
            font.setBold(line.is_bold)
            item.setFont(0, font)
            if line.hint:
                self._mark_stale(item, line)
            item.setExpanded(True)
            path.append(item)

    def _mark_stale(self, item: QTreeWidgetItem, line: _Line) -> None:
        color = tone_color(self.palette(), "muted")
        for column in range(len(_TITLES)):
            font = QFont(item.font(column))
            font.setItalic(True)
            item.setFont(column, font)
            item.setForeground(column, color)
            item.setToolTip(column, plain_tooltip(line.hint))

    def _place(self) -> tuple[object, set[object]]:
        """The selected order and the collapsed items."""
        items = list(self._items())
        selected = next((_name(item) for item in items if item.isSelected()), None)
        return selected, {_name(item) for item in items if item.childCount() and not item.isExpanded()}

    def _restore(self, selected: object, closed: set[object]) -> None:
        for item in self._items():
            item.setExpanded(_name(item) not in closed)
            if selected is not None and _name(item) == selected:
                self.setCurrentItem(item)

    def _items(self) -> Iterable[QTreeWidgetItem]:
        waiting = [self.topLevelItem(number) for number in range(self.topLevelItemCount())]
        while waiting:
            item = waiting.pop()
            if item is not None:
                yield item
                waiting += [item.child(number) for number in range(item.childCount())]

    def _on_mask_changed(self) -> None:
        self.show_related_orders(self._related)

    def _on_item_chosen(self, item: QTreeWidgetItem) -> None:
        order = item.data(0, _RecordRole)
        if order is not None:
            self.order_chosen.emit(order)


class IdentityPanel(QWidget):
    """The ids, and the related orders next to them."""

    find_requested = Signal(str)
    """The id that was double-clicked."""
    order_chosen = Signal(object)
    """The related order that was chosen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._order: Order | None = None
        self._kept: KeptIdentifiers | None = None
        self._start = 0
        """The first row that may be different from what is shown."""
        self.table: ListTable[Identifier] = ListTable(_COLUMNS, self, key=attrgetter("name", "value"))
        self.view = IdentifierView(self.table, "IDs of the order", wide="note", wraps=True, parent=self)
        self._anchor = WrappedAnchor(self.view, self.table)
        self.related = RelatedOrdersTree(self)
        self._splitter = QSplitter(self)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.addWidget(self.view)
        self._splitter.addWidget(self.related)
        self._splitter.setSizes([530, 470])
        for part in (self.view, self.related):
            # Below each other, both have room in a low pane too.
            part.setMinimumHeight(_LOWEST)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 6, 6, 0)
        layout.addWidget(self._splitter)
        self.view.record_activated.connect(self._on_identifier_activated)
        self.related.order_chosen.connect(self.order_chosen)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_wide = event.size().width() >= _SIDE_BY_SIDE
        self._splitter.setOrientation(Qt.Orientation.Horizontal if is_wide else Qt.Orientation.Vertical)
        # Ctrl+C and the menu copy, too; what an ID means needs the room.
        has_copy = event.size().width() >= _WITH_COPY
        self.view.show_columns(lambda column: has_copy or column.key != "copy")

    def show_order(self, order: Order | None, related: RelatedOrders | None) -> None:
        """Show this order's current ids and related orders; `None` shows nothing."""
        for _ in self.take_in(order):
            pass
        self.show_taken(related)

    def take_in(self, order: Order | None, changed: Collection[Fill] | None = None) -> Iterator[None]:
        """Take in an order's ids piece by piece; `show_taken` shows them.

        `changed` are the fills that are new or have changed since the last call, and perhaps others; `None` if any may
        have.
        """
        is_other = order is not self._order
        if is_other:
            self.table.clear()
        self._order = order
        if is_other or changed is None:
            self._kept = None if order is None else KeptIdentifiers(order)
            self._start = 0
        return self._taking_in(self._kept, changed or ())

    def _taking_in(self, kept: KeptIdentifiers | None, changed: Collection[Fill]) -> Iterator[None]:
        if kept is not None:
            for start in kept.updating(changed):
                self._start = min(self._start, start)
                yield

    def show_taken(self, related: RelatedOrders | None) -> None:
        """Show what has been taken in, and related orders."""
        if self._kept is not None:
            self.table.show(self._kept.rows, self._start)
            self._start = len(self._kept.rows)
        self._add_buttons()
        self.related.show_related_orders(related)
        self.related.setVisible(related is not None and bool(related.bracket or related.oca))

    def _add_buttons(self) -> None:
        for row in range(min(self.table.rowCount(), _MOST_BUTTONS)):
            index = self.table.index(row, _COPY)
            record = self.table.record(row)
            if record.value and self.view.indexWidget(index) is None:
                button = _copy_button(record, self.view)
                self.view.setIndexWidget(index, button)
                header = self.view.horizontalHeader()
                header.resizeSection(_COPY, max(header.sectionSize(_COPY), button.sizeHint().width()))

    def _on_identifier_activated(self, record: Identifier) -> None:
        if record.query:
            self.find_requested.emit(record.query)


class _Line:
    """One line of the tree, compared by its contents."""

    def __init__(
        self, depth: int, texts: tuple[str, ...], order: Order | None = None, *, is_bold: bool, hint: str = ""
    ) -> None:
        self.depth = depth
        self.texts = tuple(map(ACCOUNT_MASK.text, texts))
        self.order = order
        self.is_bold = is_bold
        self.hint = hint
        """Since when and why the order is stale; empty if it is not."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Line) and vars(self) == vars(other)

    __hash__ = None  # type: ignore[assignment]  # lines are compared only


def _copy_button(record: Identifier, parent: QWidget) -> QToolButton:
    button = QToolButton(parent)
    button.setText("Copy")
    button.setAutoRaise(True)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setAccessibleName(f"Copy {record.name}")
    button.clicked.connect(lambda: copy_text(ACCOUNT_MASK.text(record.value)))
    return button


def _name(item: QTreeWidgetItem) -> object:
    """The identity of an item: its order, or its text."""
    return item.data(0, _RecordRole) or item.text(0)


def _lines_of(related: RelatedOrders | None) -> list[_Line]:
    if related is None:
        return []
    lines = []
    if related.bracket:
        lines.append(_Line(0, ("Bracket",), is_bold=False))
        lines += [_line(member) for member in related.bracket]
    if related.oca:
        lines.append(_Line(0, (f"OCA group {related.oca[0].oca_group}: the others",), is_bold=False))
        lines += [_line(Member(order, "", 0, is_self=False)) for order in related.oca]
    return lines


def _line(member: Member) -> _Line:
    order = member.order
    if order is None:
        return _Line(member.depth + 1, (member.name,), is_bold=False)
    words = order_words(order) + (" (this order)" if member.is_self else "")
    perm_id = "" if order.perm_id is None else str(order.perm_id)
    order_id = "" if order.order_id is None else str(order.order_id)
    texts = (words, order.order_type, order.status or "", perm_id, order_id)
    return _Line(member.depth + 1, texts, order, is_bold=member.is_self, hint=stale_hint(order))

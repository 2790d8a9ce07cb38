"""The list below the find box: how the text was understood, the results in columns, and what the keys do."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QAbstractListModel,
    QCoreApplication,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QCursor, QFontMetrics, QHoverEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ibmonitor.domain.records.records import Order
from ibmonitor.domain.records.value import value
from ibmonitor.models.text.account_mask import ACCOUNT_MASK
from ibmonitor.windows.theme.theme import THEME, tabular, tokens_of, tone_color
from ibmonitor.windows.theme.tokens import LARGE, MEDIUM, SMALL
from ibmonitor.windows.widgets.cell_delegate import BAR_WIDTH, COLORS
from ibmonitor.windows.widgets.labels import ElidedLabel, ToneLabel

if TYPE_CHECKING:
    from ibmonitor.domain.search.find import Found
    from ibmonitor.models.columns.found_orders import FoundCells

Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()

RECORD = int(Qt.ItemDataRole.UserRole)
"""The record of a row; `None` for a sentence."""
QUERY = RECORD + 1
"""What to search for instead, where the row offers that; empty in all others."""

_LEAST_WIDTH, _MOST_WIDTH = 680, 1100
"""Pixels of the list, whose width depends on that of the window only: it must not jump as the user types."""
_MOST_ROWS = 14
_LINE_PADDING = SMALL + 2
"""Pixels above and below the text of the lines around the rows, together."""
_FRAME = 1
_MOST_LETTERS = {"time": 16, "account": 30, "order": 48, "status": 22, "ids": 44}
"""Columns of this list but `why`, which takes what is left."""
_LEAST_WHY = 24
_SHRINKING, _LEAST_LETTERS = ("ids", "order", "account"), 16
"""Which of them give room to it where there is too little, the first at first, and what they keep."""
_WHY = "why"
_COLUMNS = ("time", "account", "order", "status", _WHY, "ids")
_MUTED = frozenset({"time", "ids"})
_SINGLE_LINE = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter) | int(Qt.TextFlag.TextSingleLine)
_WRAPPED = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter) | int(Qt.TextFlag.TextWordWrap)


@value
class Line:
    """A row that is a sentence; with a `query` it offers to search for that."""

    text: str
    query: str = ""


class FoundModel(QAbstractListModel):
    """The results, or sentences. Their texts are made when they are first shown."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: Sequence[Found | Line] = ()
        self._cells: dict[int, FoundCells] = {}
        self._reasons: dict[int, str] = {}

    def show(self, rows: Sequence[Found | Line]) -> None:
        """Show these rows instead."""
        self.beginResetModel()
        self._rows = rows
        self._cells, self._reasons = {}, {}
        self.endResetModel()

    def rows_with(self, found: Sequence[Found], knows: Callable[[Order], bool]) -> list[Found]:
        """The orders that are shown, as they are found now, then the others that are found; `MOST_FOUND` at most.

        An order that is no longer found stays as long as it is known.
        """
        from ibmonitor.domain.search.find import MOST_FOUND  # noqa: PLC0415 - see `OrderSearch`

        now = {each.record: each for each in found}
        shown = [row for row in self._rows if not isinstance(row, Line)]
        kept = [
            now.pop(row.record, row)
            for row in shown
            if row.record in now or (isinstance(row.record, Order) and knows(row.record))
        ]
        return [*kept, *now.values()][:MOST_FOUND]

    @property
    def is_list(self) -> bool:
        """Whether no row is a sentence."""
        return not any(isinstance(row, Line) for row in self._rows)

    def cells(self, row: int) -> FoundCells | None:
        """The texts of a result as they may be shown; `None` for a sentence."""
        found = self._rows[row]
        if isinstance(found, Line):
            return None
        if row not in self._cells:
            from ibmonitor.models.columns.found_orders import FoundCells, cells_of  # noqa: PLC0415 - see `OrderSearch`

            cells = cells_of(found)
            shown = {name: ACCOUNT_MASK.text(getattr(cells, name)) for name in _COLUMNS if name != _WHY}
            self._cells[row] = FoundCells(**shown, status_tone=cells.status_tone)
        return self._cells[row]

    def why(self, row: int) -> str:
        """The reason as it may be shown; empty for a sentence."""
        found = self._rows[row]
        if isinstance(found, Line):
            return ""
        if row not in self._reasons:
            from ibmonitor.models.columns.found_orders import why_of  # noqa: PLC0415 - see `OrderSearch`

            self._reasons[row] = ACCOUNT_MASK.text(why_of(found))
        return self._reasons[row]

    def text(self, row: int) -> str:
        """A row in words."""
        found, cells = self._rows[row], self.cells(row)
        return ACCOUNT_MASK.text(found.text) if isinstance(found, Line) else cells.line(self.why(row)) if cells else ""

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        found = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self.text(index.row())
        if role == RECORD:
            return None if isinstance(found, Line) else found.record
        if role == QUERY:
            return found.query if isinstance(found, Line) else ""
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        found = self._rows[index.row()] if index.isValid() else None
        if isinstance(found, Line) and not found.query:
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class FoundDelegate(QStyledItemDelegate):
    """Paints the results in columns, the status in its color."""

    def __init__(self, model: FoundModel, view: QListView) -> None:
        super().__init__(view)
        self._model = model
        self._view = view
        self._font = tabular(view.font())
        self._metrics = QFontMetrics(self._font)
        self._widths: dict[str, int] = {}
        """Of each column but `why`."""
        self.width = _LEAST_WIDTH
        """Of the rows."""

    def measure(self, width: int) -> None:
        """Divide this width of the rows among the columns, by what their texts need."""
        self.width = width
        self._font = tabular(self._view.font())
        self._metrics = metrics = QFontMetrics(self._font)
        letter = metrics.averageCharWidth()
        rows = [cells for row in range(self._model.rowCount()) if (cells := self._model.cells(row)) is not None]
        self._widths = {
            name: min(
                most * letter,
                max((metrics.horizontalAdvance(getattr(cells, name)) + 2 for cells in rows), default=0),
            )
            for name, most in _MOST_LETTERS.items()
        }
        used = sum(room + LARGE for room in self._widths.values() if room) + 2 * MEDIUM
        missing = used + _LEAST_WHY * letter - width
        for name in _SHRINKING:
            # The reason is the answer. Of the IDs the first is enough.
            less = max(0, min(missing, self._widths[name] - _LEAST_LETTERS * letter))
            self._widths[name] -= less
            missing -= less

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        del option
        metrics, padding = self._metrics, 2 * THEME.measures.list_padding
        if self._model.cells(index.row()) is not None:
            return QSize(0, metrics.height() + padding)
        room = QRect(0, 0, self.width - 2 * MEDIUM, 1 << 15)
        text = self._model.text(index.row())
        return QSize(0, metrics.boundingRect(room, _WRAPPED, text).height() + padding)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect: QRect = option.rect
        palette = self._view.palette()
        colors = tokens_of(palette)
        if option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, colors.hover)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, colors.selection)
            painter.fillRect(QRect(rect.topLeft(), QSize(BAR_WIDTH, rect.height())), colors.accent)
        painter.setFont(self._font)
        cells = self._model.cells(index.row())
        inner = rect.adjusted(MEDIUM, 0, -MEDIUM, 0)
        if cells is None:
            is_offer = bool(index.data(QUERY))
            painter.setPen(tone_color(palette, "info" if is_offer else ""))
            painter.drawText(inner, _WRAPPED, self._model.text(index.row()))
            return
        metrics = self._metrics
        for name, left, width in self._places(inner.width()):
            tone = "muted" if name in _MUTED else COLORS.get(cells.status_tone, "") if name == "status" else ""
            painter.setPen(tone_color(palette, tone))
            words = self._model.why(index.row()) if name == _WHY else getattr(cells, name)
            text = metrics.elidedText(words, Qt.TextElideMode.ElideRight, width)
            place = QRect(inner.left() + left, inner.top(), width, inner.height())
            painter.drawText(place, _SINGLE_LINE, text)

    def _places(self, width: int) -> list[tuple[str, int, int]]:
        """Each column that has texts: its name, its left edge and its width."""
        used = {name: room for name, room in self._widths.items() if room}
        used[_WHY] = max(0, width - sum(room + LARGE for room in used.values()))
        places, left = [], 0
        for name in _COLUMNS:
            if name in used:
                places.append((name, left, used[name]))
                left += used[name] + LARGE
        return places


class FoundList(QListView):
    """The popup of the find box's completer. The lines above and below the rows do not scroll."""

    def __init__(self, model: FoundModel) -> None:
        super().__init__()
        self.setAccessibleName("Orders found")
        self._source = model
        self._delegate = FoundDelegate(model, self)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._meaning = ElidedLabel(parent=self)
        self._count = ToneLabel(tone="muted", parent=self)
        self._keys = ElidedLabel(tone="muted", parent=self)
        font = self._meaning.font()
        font.setBold(True)
        self._meaning.setFont(font)

    def use_delegate(self) -> None:
        """Paint the rows in columns; the completer sets a delegate of its own when it takes the list over."""
        self.setItemDelegate(self._delegate)

    def set_lines(self, meaning: str, count: str, keys: str) -> None:
        """Show how the text was understood, how much was found, and what the keys do; empty lines take no room."""
        self._meaning.setText(meaning)
        self._count.setText(count)
        self._keys.setText(keys)
        for label in (self._meaning, self._count, self._keys):
            label.setVisible(bool(label.text()))
        self.setViewportMargins(0, self._height_of(self._meaning), 0, self._height_of(self._keys))

    @contextmanager
    def keep_choice(self) -> Iterator[bool]:
        """Keep the selected row, by its record, and the place of the list while other rows are shown.

        Yields whether the user is choosing: a row is selected, or the mouse is over the list.
        """
        selected = [index.data(RECORD) for index in self.selectedIndexes()]
        place = self.verticalScrollBar().value()
        is_under_mouse = self.viewport().underMouse()
        yield bool(selected) or is_under_mouse
        for row in range(self.model().rowCount()):
            index = self.model().index(row, 0)
            if index.data(RECORD) in selected:
                self.setCurrentIndex(index)
        self.verticalScrollBar().setValue(place)
        if is_under_mouse:
            # Qt would mark the row below the mouse when that moves next.
            at = self.viewport().mapFromGlobal(QCursor.pos())
            moved = QHoverEvent(QEvent.Type.HoverMove, at, QCursor.pos(), at)
            QCoreApplication.sendEvent(self.viewport(), moved)

    def place_below(self, box: QWidget) -> None:
        """Take the room that the rows need, below the box, inside its window if that is wide enough and the screen."""
        screen = box.screen().availableGeometry()
        window = box.window()
        around = 2 * _FRAME + self._bar_width()
        width = min(max(_LEAST_WIDTH, min(_MOST_WIDTH, window.width() - 2 * MEDIUM)), screen.width())
        self._delegate.measure(width - around)
        self.setUniformItemSizes(self._source.is_list)
        rows = [self.sizeHintForRow(row) for row in range(min(_MOST_ROWS, self._source.rowCount()))]
        margins = self.viewportMargins()
        height = sum(rows) + margins.top() + margins.bottom() + 2 * _FRAME
        corner = box.mapToGlobal(QPoint(0, box.height()))
        left = corner.x()
        right = window.mapToGlobal(QPoint(window.width(), 0)).x()
        if window.width() >= width:
            left = min(left, right - width)
        left = max(screen.left(), min(left, screen.right() + 1 - width))
        top = corner.y()
        height = min(height, max(rows[0] if rows else 0, screen.bottom() + 1 - top))
        self.setGeometry(left, top, width, height)
        self._place_lines()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_lines()

    def _place_lines(self) -> None:
        """Place the lines around the rows. The scroll bar stands next to them, too."""
        inner = self.rect().adjusted(MEDIUM, _FRAME, -MEDIUM - self._bar_width(), -_FRAME)
        top, bottom = self._height_of(self._meaning), self._height_of(self._keys)
        count = self._count.sizeHint().width() if self._count.text() else 0
        self._meaning.setGeometry(inner.left(), inner.top(), max(0, inner.width() - count - LARGE), top)
        self._count.setGeometry(inner.right() + 1 - count, inner.top(), count, top)
        self._keys.setGeometry(inner.left(), inner.bottom() + 1 - bottom, inner.width(), bottom)

    def _bar_width(self) -> int:
        if self._source.rowCount() <= _MOST_ROWS:
            return 0
        return self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent, None, self)

    def _height_of(self, label: ToneLabel) -> int:
        return label.fontMetrics().height() + _LINE_PADDING if label.text() else 0

"""The tiles above the allocations: large figures that are also the buttons that filter the tree."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from ibmonitor.models.allocations.tiles import Tile, TileCounts
from ibmonitor.models.text.account_mask import ACCOUNT_MASK
from ibmonitor.models.text.formats import PENDING, sums_text
from ibmonitor.models.text.plain_text import plain_tooltip
from ibmonitor.windows.theme.theme import THEME, sized, tabular, tokens_of
from ibmonitor.windows.theme.tokens import FONT_SMALL, FONT_TITLE, MEDIUM, RADIUS, SMALL

_SPARE = 4
"""Pixels more than the advances of the letters, which are rounded."""
_HINTS = {
    Tile.ORDERS: "All group orders",
    Tile.REVIEW: "Only group orders in which something is flagged",
    Tile.WAITING: "Only group orders whose accounts' parts have not been received yet",
    Tile.COST: "Only group orders with commissions of the accounts' parts. The master account's are not added",
}


class TileButton(QAbstractButton):
    """A figure, and behind it in small letters what it counts. Checked while it filters."""

    def __init__(self, tile: Tile, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tile = tile
        self._words = ("", "")
        self.figure = self.label = ""
        self._tone = ""
        self.setCheckable(True)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._set_fonts()
        THEME.changed.connect(self._on_sizes_changed)
        ACCOUNT_MASK.changed.connect(self._show_words)

    def show_words(self, figure: str, label: str, tone: str = "") -> None:
        """Show a figure in a tone, and what it counts."""
        if (figure, label, tone) != (*self._words, self._tone):
            self._words, self._tone = (figure, label), tone
            self._show_words()

    def _show_words(self) -> None:
        # A currency is a text of TWS like any other.
        self.figure, self.label = figure, label = tuple(map(ACCOUNT_MASK.text, self._words))
        # The sentence that a screen reader announces is also the text.
        self.setText(f"{figure} {label}")
        self.setToolTip(plain_tooltip(f"{figure} {label}\n{_HINTS[self.tile]}"))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        figure, label = QFontMetrics(self._figure_font), QFontMetrics(self._label_font)
        width = figure.horizontalAdvance(self.figure) + SMALL + label.horizontalAdvance(self.label)
        return QSize(width + 2 * MEDIUM + _SPARE, figure.height() + 2 * THEME.measures.control_padding)

    def minimumSizeHint(self) -> QSize:
        return QSize(4 * MEDIUM, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter)
        colors = tokens_of(self)
        figure, label = QFontMetrics(self._figure_font), QFontMetrics(self._label_font)
        room = self.width() - 2 * MEDIUM
        text = figure.elidedText(self.figure, Qt.TextElideMode.ElideRight, room)
        base = (self.height() + figure.ascent() - figure.descent()) // 2
        painter.setFont(self._figure_font)
        painter.setPen(colors.tone(self._tone))
        painter.drawText(MEDIUM, base, text)
        left = MEDIUM + figure.horizontalAdvance(text) + SMALL
        painter.setFont(self._label_font)
        painter.setPen(colors.text_muted)
        painter.drawText(
            left, base, label.elidedText(self.label, Qt.TextElideMode.ElideRight, self.width() - MEDIUM - left)
        )

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._on_sizes_changed()

    def _paint_ground(self, painter: QPainter) -> None:
        colors = tokens_of(self)
        ground, edge, width = colors.surface, colors.border, 1.0
        if self.isChecked():
            ground, edge = colors.selection, colors.accent
        if self.isDown():
            ground = colors.pressed
        elif self.underMouse() and not self.isChecked():
            ground = colors.hover
        if self.hasFocus():
            edge, width = colors.accent, 2.0
        painter.setBrush(ground)
        painter.setPen(QPen(edge, width))
        around = QRectF(self.rect()).adjusted(width / 2, width / 2, -width / 2, -width / 2)
        painter.drawRoundedRect(around, RADIUS, RADIUS)

    def _set_fonts(self) -> None:
        self._figure_font: QFont = tabular(sized(self.font(), FONT_TITLE, bold=True))
        self._label_font: QFont = sized(self.font(), FONT_SMALL)

    def _on_sizes_changed(self) -> None:
        self._set_fonts()
        self.updateGeometry()
        self.update()


class TileRow(QWidget):
    """One of the tiles is always chosen. Pressing the chosen one again shows all group orders."""

    chosen_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chosen = Tile.ORDERS
        self.buttons = {tile: TileButton(tile, self) for tile in Tile}
        layout = QHBoxLayout(self)
        layout.setContentsMargins(10, 0, 10, 0)
        layout.setSpacing(SMALL)
        for tile, button in self.buttons.items():
            layout.addWidget(button)
            button.clicked.connect(lambda _checked, tile=tile: self.choose(tile if tile is not self._chosen else None))
        layout.addStretch(1)
        self.show_counts(TileCounts())
        self.choose(None)

    @property
    def chosen(self) -> Tile:
        """The tile that filters."""
        return self._chosen

    @property
    def words(self) -> str:
        """The chosen tile in words for a list of filters; empty where it hides nothing."""
        return {Tile.REVIEW: "Needs review", Tile.WAITING: "Waiting", Tile.COST: "With cost"}.get(self._chosen, "")

    def choose(self, tile: Tile | None) -> None:
        """Choose a tile; `None` shows all group orders."""
        before, self._chosen = self._chosen, tile or Tile.ORDERS
        for each, button in self.buttons.items():
            button.setChecked(each is self._chosen)
        if self._chosen is not before:
            self.chosen_changed.emit()

    def show_counts(self, counts: TileCounts) -> None:
        """Show these counts."""
        buttons = self.buttons
        buttons[Tile.ORDERS].show_words(f"{counts.orders:,}", "order" if counts.orders == 1 else "orders")
        buttons[Tile.REVIEW].show_words(f"{counts.to_review:,}", "to review", "bad" if counts.to_review else "muted")
        buttons[Tile.WAITING].show_words(f"{counts.waiting:,}", "waiting", "" if counts.waiting else "muted")
        pending = f", {counts.pending:,} {PENDING}" if counts.pending else ""
        cost = sums_text(counts.commissions)
        buttons[Tile.COST].show_words(cost or "0", f"cost{pending}", "" if cost else "muted")

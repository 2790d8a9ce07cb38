"""The life of an order drawn as a strip: its states as spans with notches for modifications, fills as discs above.

The strip is not to scale; the tooltips show durations. `life_layout.py` computes the positions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, tzinfo
from typing import NamedTuple

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFontMetricsF,
    QHelpEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from ibmonitor.domain.records.statuses import Phase, describe
from ibmonitor.domain.timeline.life import OrderLife, Span, describe_life, duration_words
from ibmonitor.models.text.account_mask import ACCOUNT_MASK
from ibmonitor.models.text.formats import number_text, time_text, time_writer
from ibmonitor.models.text.plain_text import plain_tooltip
from ibmonitor.models.text.shown_zone import SHOWN_ZONE
from ibmonitor.windows.details.life_layout import RADIUS, Disc, LifeLayout, Notch
from ibmonitor.windows.theme.contrast import blend
from ibmonitor.windows.theme.theme import tabular, tone_color
from ibmonitor.windows.widgets.masked import MaskedText

_PADDING = 6.0
_TICK = 4.0
_LEAST_FOR_TEXT = 24
"""Pixels per disc; with fewer, hardly any has room for its quantity."""
_MOST_IN_TIP = 8
_NOTCH = 4.0
"""Half the width of a modification's triangle, in pixels."""


class _Look(NamedTuple):
    tone: str
    share: float
    """The opacity of the tone's color over the background, 0 to 1."""
    hatch: Qt.BrushStyle = Qt.BrushStyle.NoBrush
    """Distinguishes the states if their words do not fit and colors are not visible."""
    line: Qt.PenStyle = Qt.PenStyle.SolidLine


_LOOKS = {
    Phase.PENDING: _Look("muted", 0.12, Qt.BrushStyle.BDiagPattern),
    Phase.WORKING: _Look("info", 0.22),
    Phase.HELD: _Look("warning", 0.14, Qt.BrushStyle.Dense6Pattern),
    Phase.CANCELLING: _Look("warning", 0.14, Qt.BrushStyle.FDiagPattern),
    Phase.FILLED: _Look("good", 0.3),
    Phase.ENDED: _Look("bad", 0.16, Qt.BrushStyle.DiagCrossPattern),
    Phase.UNKNOWN: _Look("muted", 0.0, line=Qt.PenStyle.DashLine),
    Phase.MISSING: _Look("warning", 0.0, Qt.BrushStyle.Dense7Pattern, Qt.PenStyle.DashLine),
    Phase.DISCONNECTED: _Look("warning", 0.0, Qt.BrushStyle.FDiagPattern, Qt.PenStyle.DotLine),
}
_HATCH_SHARE = 0.2
"""How much stronger the lines of a hatch are than their background."""


_Write = Callable[[datetime], str]


class LifeStrip(QWidget):
    """Draws an order's life. The timeline below, and the accessible description, contain all of it in words."""

    moment_clicked = Signal(object)
    """The `Fill` or `Modification` whose disc or notch was clicked; the first of several at one place."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.present = "now"
        """What the end of a life is called that is not over; another word in a past day."""
        self._life: OrderLife | None = None
        self._layout: LifeLayout | None = None
        self._hovered: Disc | None = None
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Life of the order")
        self._description = MaskedText(self, self.setAccessibleDescription)
        self._time: _Write = time_text
        for changed in (ACCOUNT_MASK.changed, SHOWN_ZONE.changed):
            changed.connect(self._forget_layout)

    def show_life(self, life: OrderLife | None, exchange: tzinfo | None = None) -> None:
        """Draw this life of an order, whose exchange is in this zone where it is known; `None` draws nothing."""
        self._life = life
        self._time = time_writer(exchange)
        self._description.set_text("" if life is None else describe_life(life, number_text))
        self.updateGeometry()
        self._forget_layout()

    def layout_of_life(self) -> LifeLayout | None:
        """The positions of everything; `None` if there is nothing to draw."""
        if self._layout is None and self._life is not None and self._life.spans:
            metrics = self._metrics()
            words = [
                metrics.horizontalAdvance(ACCOUNT_MASK.text(span.status)) + 2 * _PADDING for span in self._life.spans
            ]
            self._layout = LifeLayout(self._life, float(self.width()), words)
        return self._layout

    def tip_at(self, point: QPointF) -> str:
        """The tooltip of a position, as plain text; empty if nothing is there."""
        layout, life = self.layout_of_life(), self._life
        if layout is None or life is None:
            return ""
        disc = self._disc_at(point)
        if disc is not None:
            return _disc_words(disc, self._time)
        notch = self._notch_at(point)
        if notch is not None:
            return _notch_words(notch, self._time)
        number = layout.span_at(point.x())
        if number < 0 or not self._band().contains(QPointF(point.x(), point.y())):
            return ""
        return _span_words(life, number, self._time, self.present)

    def sizeHint(self) -> QSize:
        return QSize(480, round(self._band().bottom() + _TICK + self._metrics().height()) + 2)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.sizeHint().height())

    # Qt events

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.setFont(tabular(self.font()))
        layout, life = self.layout_of_life(), self._life
        if life is None:
            return
        if layout is None:
            painter.setPen(tone_color(self.palette(), "muted"))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, "No status from TWS yet.")
            return
        for span, left, right in zip(life.spans, layout.edges, layout.edges[1:], strict=False):
            self._paint_span(painter, span, left, right)
        self._paint_notches(painter, layout)
        self._paint_discs(painter, layout)
        self._paint_times(painter, layout, life)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._forget_layout()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.PaletteChange, QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self.updateGeometry()
            self._forget_layout()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), plain_tooltip(self.tip_at(QPointF(event.pos()))), self)
            return True
        return super().event(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self._disc_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        disc, notch = self._disc_at(event.position()), self._notch_at(event.position())
        if (disc or notch) and event.button() == Qt.MouseButton.LeftButton:
            self.moment_clicked.emit(disc.marks[0].record if disc else notch.modifications[0] if notch else None)
            return
        super().mousePressEvent(event)

    # Positions

    def _metrics(self) -> QFontMetricsF:
        return QFontMetricsF(tabular(self.font()))

    @property
    def _middle(self) -> float:
        """The height of the center of all discs."""
        return RADIUS + 2

    def _band(self) -> QRectF:
        """The area of the states."""
        has_discs = self._life is None or bool(self._life.marks)
        top = self._middle + RADIUS + 2 if has_discs else _NOTCH
        return QRectF(0, top, self.width(), round(self._metrics().height()) + 7)

    def _disc_at(self, point: QPointF) -> Disc | None:
        layout = self.layout_of_life()
        return None if layout is None else layout.disc_at(point.x(), point.y() - self._middle)

    def _notch_at(self, point: QPointF) -> Notch | None:
        """The modification at a position, along the upper edge of the states."""
        layout, top = self.layout_of_life(), self._band().top()
        is_near = top - _NOTCH <= point.y() <= top + 2 * _NOTCH
        return layout.notch_at(point.x()) if layout is not None and is_near else None

    def _forget_layout(self) -> None:
        self._layout = None
        self._hovered = None
        self.update()

    def _hover(self, disc: Disc | None) -> None:
        if disc is not self._hovered:
            self._hovered = disc
            if disc is None:
                self.unsetCursor()
            else:
                self.setCursor(Qt.CursorShape.PointingHandCursor)
            self.update()

    # Painting

    def _paint_span(self, painter: QPainter, span: Span, left: float, right: float) -> None:
        look = _LOOKS[span.phase]
        ground, tone = self._ground(), tone_color(self.palette(), look.tone)
        fill = blend(ground, tone, look.share)
        box = QRectF(round(left), self._band().top(), round(right) - round(left) - 1, self._band().height())
        painter.fillRect(box, fill)
        if look.hatch != Qt.BrushStyle.NoBrush:
            painter.fillRect(box, QBrush(blend(ground, tone, look.share + _HATCH_SHARE), look.hatch))
        pen = QPen(tone, 1)
        pen.setStyle(look.line)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5))
        status = ACCOUNT_MASK.text(span.status)
        width = self._metrics().horizontalAdvance(status)
        if width + _PADDING > box.width():
            return
        word = QRectF(box.center().x() - width / 2, box.top() + 2, width, box.height() - 4)
        painter.fillRect(word.adjusted(-2, 0, 2, 0), fill)
        painter.setPen(self.palette().color(QPalette.ColorRole.Text))
        painter.drawText(word, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip, status)

    def _paint_discs(self, painter: QPainter, layout: LifeLayout) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle, top = self._middle, self._band().top()
        pens = {superseded: self._disc_pens(superseded=superseded) for superseded in (False, True)}
        is_set = None
        # The largest first, so that it does not hide smaller ones.
        for disc in sorted(layout.discs, key=lambda disc: -disc.radius):
            superseded, is_hovered, radius = disc.superseded, disc is self._hovered, disc.radius
            if is_set != (superseded, is_hovered):
                is_set = superseded, is_hovered
                tone, brush = pens[superseded]
                painter.setPen(QPen(tone, 2.4 if is_hovered else 1.2))
                painter.setBrush(brush)
            center = QPointF(disc.x, middle)
            painter.drawLine(QPointF(disc.x, middle + radius), QPointF(disc.x, top))
            painter.drawEllipse(center, radius, radius)
            if superseded:
                painter.drawLine(center + QPointF(-radius - 2, 0), center + QPointF(radius + 2, 0))
        painter.restore()
        self._paint_quantities(painter, layout)

    def _paint_notches(self, painter: QPainter, layout: LifeLayout) -> None:
        """Mark modifications by triangles that point into the state in which they happened."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tone_color(self.palette(), "info"))
        top = self._band().top()
        for notch in layout.notches:
            x = min(max(notch.x, _NOTCH), layout.width - _NOTCH)
            corners = [QPointF(x - _NOTCH, top), QPointF(x + _NOTCH, top), QPointF(x, top + 1.5 * _NOTCH)]
            painter.drawPolygon(corners)
        painter.restore()

    def _disc_pens(self, *, superseded: bool) -> tuple[QColor, QBrush]:
        """The color of the lines of discs, and what they are filled with."""
        tone = tone_color(self.palette(), "muted" if superseded else "good")
        return tone, QBrush(Qt.BrushStyle.NoBrush) if superseded else QBrush(blend(self._ground(), tone, 0.55))

    def _paint_quantities(self, painter: QPainter, layout: LifeLayout) -> None:
        """Draw the filled quantity next to each disc, if there is room before the next."""
        if len(layout.discs) * _LEAST_FOR_TEXT > layout.width:
            return
        metrics = self._metrics()
        painter.setPen(tone_color(self.palette(), "muted"))
        taken = [(disc.x - disc.radius, disc.x + disc.radius) for disc in layout.discs]
        for disc in layout.discs:
            text = _short_words(disc)
            width = metrics.horizontalAdvance(text)
            for left in (disc.x + disc.radius + 4, disc.x - disc.radius - 4 - width):
                if left >= 0 and left + width <= layout.width and _is_free(taken, left - 2, left + width + 2):
                    box = QRectF(left, self._middle - metrics.height() / 2, width, metrics.height())
                    painter.drawText(box, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip, text)
                    taken.append((left, left + width))
                    break

    def _paint_times(self, painter: QPainter, layout: LifeLayout, life: OrderLife) -> None:
        """Draw the first and the last time below the strip, and as many others as fit."""
        metrics, band = self._metrics(), self._band()
        painter.setPen(tone_color(self.palette(), "muted"))
        taken: list[tuple[float, float]] = []
        for x, text in self._times(layout, life):
            width = metrics.horizontalAdvance(text)
            left = min(x, layout.width - width)
            if _is_free(taken, left - 2 * _PADDING, left + width + 2 * _PADDING):
                taken.append((left, left + width))
                tick = min(round(x) + 0.5, layout.width - 1.5)
                painter.drawLine(QPointF(tick, band.bottom() + 1), QPointF(tick, band.bottom() + _TICK))
                box = QRectF(left, band.bottom() + _TICK, width, metrics.height())
                painter.drawText(box, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip, text)

    def _times(self, layout: LifeLayout, life: OrderLife) -> Iterator[tuple[float, str]]:
        """Positions and texts, most important first: the ends, then the starts of the longest states."""
        first, last = life.spans[0], life.spans[-1]
        day = self._time(first.start)[:10]

        def text(moment: datetime) -> str:
            whole = self._time(moment)
            return whole[11:] if whole[:10] == day else whole

        yield 0.0, self._time(first.start)
        if life.is_stale:
            yield layout.width, f"stale since {text(last.end)}"
        else:
            yield layout.width, text(last.end) if life.is_over else self.present
        others = range(1, len(life.spans))
        for number in sorted(others, key=lambda number: layout.edges[number] - layout.edges[number + 1]):
            yield layout.edges[number], text(life.spans[number].start)

    def _ground(self) -> QColor:
        return self.palette().color(QPalette.ColorRole.Base)


def _is_free(taken: Sequence[tuple[float, float]], left: float, right: float) -> bool:
    return all(right <= start or end <= left for start, end in taken)


def _short_words(disc: Disc) -> str:
    if len(disc.marks) > 1:
        return f"{len(disc.marks)} fills"
    return number_text(disc.marks[0].quantity)


def _disc_words(disc: Disc, write: _Write) -> str:
    lines = [f"{write(mark.moment)}  {mark.words}" for mark in disc.marks[:_MOST_IN_TIP]]
    more = len(disc.marks) - len(lines)
    return "\n".join([*lines, f"and {more} more fills"] if more else lines)


def _notch_words(notch: Notch, write: _Write) -> str:
    lines = [f"{write(each.moment)}  {each.words}" for each in notch.modifications[:_MOST_IN_TIP]]
    more = len(notch.modifications) - len(lines)
    return "\n".join([*lines, f"and {more} more modifications"] if more else lines)


def _span_words(life: OrderLife, number: int, write: _Write, present: str) -> str:
    span, is_last = life.spans[number], number == len(life.spans) - 1
    until = f"{write(span.start)} to {write(span.end)}, {duration_words(span.duration)}"
    if is_last and life.is_over:
        until = f"from {write(span.start)}"
    elif is_last and not life.is_stale:
        until = f"from {write(span.start)} until {present}, {duration_words(span.duration)}"
    after = "TWS has not confirmed it since." if is_last and life.is_stale else ""
    is_unknown = span.phase is Phase.DISCONNECTED
    about = "What happened to the order during this time is not known." if is_unknown else describe(span.status)
    return "\n".join(filter(None, [span.status, until, after, about]))

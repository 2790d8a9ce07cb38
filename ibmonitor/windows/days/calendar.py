"""A month in which covered, partly covered and empty days look different."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from PySide6.QtCore import QDate, QEvent, QObject, QPoint, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QHelpEvent, QMouseEvent, QPainter, QPen, QShowEvent, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QTableView, QToolTip, QWidget

from ibmonitor.domain.records.covered_day import Day
from ibmonitor.models.history.day_choice import DayChoice
from ibmonitor.models.history.day_words import NOT_KEPT, TODAY, coverage_words, is_whole, short_date_text
from ibmonitor.models.text.plain_text import plain_tooltip
from ibmonitor.windows.theme.theme import tokens_of
from ibmonitor.windows.theme.tokens import RADIUS_SMALL

_ROWS, _ROOM = 8, 16
"""The rows of a month with its title and the names of the days, and what each is higher than a line of text."""
_MARK = 2.5
"""The radius of the mark below a number, in pixels."""


class DayCalendar(QCalendarWidget):
    """A full disc: covered. A ring: partly. A faint number without a mark: nothing is kept. A frame: today.

    A click or Enter chooses a day; what is pointed at, or reached by the arrow keys, is told by `pointed_at`.
    """

    chosen = Signal(object)
    """The `Day`; `None` is today."""
    pointed_at = Signal(str)
    """The date and what is covered of it, in words."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Days of the history")
        self.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self.setHorizontalHeaderFormat(QCalendarWidget.HorizontalHeaderFormat.ShortDayNames)
        self.setMinimumHeight(_ROWS * (self.fontMetrics().height() + _ROOM))
        self._choice = DayChoice()
        self._days: Mapping[date, Day] = {}
        self._places: dict[date, QRect] = {}
        """Where each day was painted last: Qt does not tell which day is at a place."""
        # Saturday and Sunday are like other days on which nothing is traded.
        plain = QTextCharFormat()
        for weekend in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            self.setWeekdayTextFormat(weekend, plain)
        self._ground = self.findChildren(QTableView)[0].viewport()
        self._ground.setMouseTracking(True)
        self._ground.installEventFilter(self)
        self.activated.connect(self._on_activated)
        self.clicked.connect(self._on_activated)
        self.selectionChanged.connect(lambda: self.pointed_at.emit(self.words_of(_plain(self.selectedDate()))))

    def offer(self, choice: DayChoice, site: str) -> None:
        """Offer the days of a site, and select the one that is shown."""
        self._choice = choice
        days = choice.of_site(site)
        self._days = {day.day: day for day in days}
        first = days[0].day if days else choice.today
        self.setDateRange(QDate(first.year, first.month, 1), _qt(choice.today))
        shown = choice.today if choice.shown is None else choice.shown.day
        self.setSelectedDate(_qt(shown))
        self.setCurrentPage(shown.year, shown.month)
        self._places.clear()
        self.updateCells()

    def words_of(self, day: date) -> str:
        """A date, and what is covered of it."""
        if day == self._choice.today:
            return TODAY
        known = self._days.get(day)
        if known is None:
            return f"{short_date_text(day, self._choice.today)}: {NOT_KEPT}"
        return coverage_words(known, self._choice.today)

    def date_at(self, place: QPoint) -> date | None:
        """The day at this place of the month; `None` where there is none."""
        return next((day for day, rect in self._places.items() if rect.contains(place)), None)

    def paintCell(self, painter: QPainter, rect: QRect, day: QDate | date) -> None:
        shown = _plain(day)
        self._places[shown] = QRect(rect)
        colors = tokens_of(self)
        known = self._days.get(shown)
        is_today, is_selected = shown == self._choice.today, _qt(shown) == self.selectedDate()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        field = QRectF(rect).adjusted(2.5, 0.5, -2.5, -0.5)
        painter.setPen(QPen(colors.accent, 1) if is_today or (is_selected and self.hasFocus()) else Qt.PenStyle.NoPen)
        painter.setBrush(colors.selection if is_selected else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(field, RADIUS_SMALL, RADIUS_SMALL)
        font = painter.font()
        font.setBold(known is not None or is_today)
        painter.setFont(font)
        is_faint = (known is None and not is_today) or shown.month != self.monthShown()
        painter.setPen(colors.text_disabled if is_faint else colors.text)
        painter.drawText(rect.adjusted(0, 0, 0, -8), Qt.AlignmentFlag.AlignCenter, str(shown.day))
        if known is not None:
            painter.setPen(QPen(colors.accent, 1.5))
            painter.setBrush(colors.accent if is_whole(known) else Qt.BrushStyle.NoBrush)
            painter.drawEllipse(QPointF(rect.center().x() + 0.5, rect.bottom() - 5.5), _MARK, _MARK)
        painter.restore()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.PaletteChange, QEvent.Type.StyleChange}:
            self._color_titles()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._color_titles()

    def _color_titles(self) -> None:
        colors = tokens_of(self)
        titles = QTextCharFormat()
        titles.setBackground(colors.raised)
        titles.setForeground(colors.text_muted)
        if titles != self.headerTextFormat():
            self.setHeaderTextFormat(titles)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._ground:
            if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
                day = self.date_at(event.pos())
                words = "" if day is None else self.words_of(day)
                QToolTip.showText(event.globalPos(), plain_tooltip(words), self)
                return True
            if isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseMove:
                day = self.date_at(event.position().toPoint())
                if day is not None:
                    self.pointed_at.emit(self.words_of(day))
        return super().eventFilter(watched, event)

    def _on_activated(self, day: QDate | date) -> None:
        wanted = _plain(day)
        if wanted == self._choice.today:
            self.chosen.emit(None)
        elif wanted in self._days:
            self.chosen.emit(self._days[wanted])


def _plain(day: QDate | date) -> date:
    return date(day.year(), day.month(), day.day()) if isinstance(day, QDate) else day


def _qt(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)

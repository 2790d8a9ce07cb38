"""The line of counts and sums gives the counts the width they need, and lays out nothing but itself."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ibmonitor.windows.widgets.sums_line import SumsLine
from tests.support.label_texts import label_texts


class Layouts(QObject):
    """Counts how often a widget is laid out."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.count = 0
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.count += event.type() == QEvent.Type.LayoutRequest
        return super().eventFilter(watched, event)


def make_line(qtbot: QtBot) -> SumsLine:
    line = SumsLine()
    qtbot.addWidget(line)
    line.resize(300, 30)
    line.show()
    return line


def test_the_sums_begin_behind_the_counts_however_wide_these_are(qtbot: QtBot) -> None:
    line = make_line(qtbot)
    for text in ("9 fills", "100,000 of 1,000,000 fills", "9 fills"):
        line.counts.setText(text)
        line.sums.setText("Commission 2.00 USD")
        right = line.counts.x() + line.counts.sizeHint().width()
        qtbot.waitUntil(lambda right=right: right < line.sums.x() < right + 30)  # type: ignore[misc]
        assert line.sums.geometry().right() < line.width()
    assert line.sums.geometry().center().y() == line.counts.geometry().center().y()


def test_without_counts_the_sums_begin_at_the_left(qtbot: QtBot) -> None:
    line = make_line(qtbot)
    line.sums.setText("Commission 2.00 USD")
    assert line.sums.x() < 20
    assert label_texts(line) == ["Commission 2.00 USD"]


def test_other_numbers_lay_out_nothing_around_it(qtbot: QtBot) -> None:
    around = QWidget()
    qtbot.addWidget(around)
    line = SumsLine(around)
    QHBoxLayout(around).addWidget(line)
    around.show()
    QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
    layouts, own = Layouts(around), Layouts(line)
    line.counts.setText("100,000 fills")
    line.sums.setText("Commission 2.00 USD")
    qtbot.waitUntil(lambda: own.count > 0 and line.counts.width() > 20)
    assert layouts.count == 0

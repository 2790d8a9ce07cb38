"""What is painted on the pages of a PDF or a printer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import cast

import pytest
from PySide6.QtCore import QBuffer, QPointF
from PySide6.QtGui import QFont, QGuiApplication, QPainter, QPdfWriter
from pytestqt.qtbot import QtBot

from ibmonitor.models.output.printout import PrintColumn, PrintFacts, Printout, PrintRow, PrintTotals
from ibmonitor.windows.export.pdf_export import page_layout
from ibmonitor.windows.export.press import Press

FACTS = PrintFacts(
    "Fills", mode="Paper", printed=datetime(2026, 7, 1, 12, tzinfo=UTC), zone=UTC, times="All times are in UTC"
)
COLUMNS = (PrintColumn("Side"), PrintColumn("Shares", is_right=True, has_decimals=True))
ROWS = [PrintRow(("BOT", "40,000")), PrintRow(("SLD", "12.3456"))]
TOTALS = PrintTotals((("EUR", "-0.25", ""), ("USD", "4.80", "10.50")), ("1 commission is pending and in no sum.",))


class Texts:
    """A painter that keeps where it would paint each text."""

    def __init__(self) -> None:
        self.drawn: list[tuple[float, float, str]] = []

    def drawText(self, at: QPointF, text: str) -> None:
        self.drawn.append((at.x(), at.y(), text))

    def setFont(self, _font: QFont) -> None:
        pass

    setPen = fillRect = drawRect = drawLine = lambda *_: None


@pytest.fixture
def device(qtbot: QtBot) -> Iterator[QPdfWriter]:
    del qtbot
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setPageLayout(page_layout())
    painter = QPainter(writer)
    yield writer
    painter.end()


def drawn(device: QPdfWriter, printout: Printout) -> list[tuple[float, float, str]]:
    texts = Texts()
    family = QGuiApplication.font().family()
    Press(device, printout, FACTS, family, None).print_all(cast("QPainter", texts))
    return texts.drawn


def test_the_header_names_the_zone_and_the_footer_the_page(device: QPdfWriter) -> None:
    texts = [text for _, _, text in drawn(device, Printout(COLUMNS, ROWS * 60))]
    assert "Printed 2026-07-01 12:00:00 UTC. All times are in UTC" in texts
    pages = [text for text in texts if text.startswith("Page ")]
    assert len(pages) > 1
    assert pages == [f"Page {number} of {len(pages)}" for number in range(1, len(pages) + 1)]


def test_the_totals_stand_below_the_last_row_each_in_its_column(device: QPdfWriter) -> None:
    texts = drawn(device, Printout(COLUMNS, ROWS, TOTALS))
    (place,) = [number for number, (_, _, text) in enumerate(texts) if text == "Totals"]
    below = [text for _, _, text in texts[place:]]
    assert below[:9] == ["Totals", "Commission", "Realized P&L", "EUR", "-0.25", "", "USD", "4.80", "10.50"]
    assert below[9] == "1 commission is pending and in no sum."
    last_row = max(y for _, y, text in texts if text == "SLD")
    assert texts[place][1] > last_row
    assert len([text for _, _, text in texts if text.startswith("Page ")]) == 1


def test_a_table_without_sums_has_no_totals(device: QPdfWriter) -> None:
    texts = [text for _, _, text in drawn(device, Printout(COLUMNS, ROWS))]
    assert "Totals" not in texts
    assert "Rows 1 to 2 of 2" in texts


def test_numbers_at_one_point_stay_clear_of_the_text_before_them(device: QPdfWriter) -> None:
    texts = {text: x for x, _, text in drawn(device, Printout(COLUMNS, ROWS))}
    points = device.logicalDpiX() / 72
    # "BOT" is not wider than three of its letters at the largest size.
    assert texts["40,000"] > texts["BOT"] + 3 * 8 * points
    assert texts["40,000"] < texts["12.3456"]

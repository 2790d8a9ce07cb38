"""Where the parts of the details stand in a wide, a narrow and a low pane."""

from __future__ import annotations

from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from ibmonitor.domain.blotter.blotter import Blotter
from ibmonitor.domain.records.events import TwsMessage
from ibmonitor.domain.search.related_orders import RelatedOrders
from ibmonitor.windows.details.pane import DetailsPane
from ibmonitor.windows.theme.tokens import SMALL
from tests.support.blotter_events import new_blotter, open_order, order_status

ORDERS = (open_order(1001, 7, 5, status="Submitted", orderRef="swing"), open_order(1002, 7, 6, status="PreSubmitted"))


@pytest.fixture
def blotter() -> Blotter:
    filled = order_status(1001, 7, 5, filled=40, remaining=60, avg_fill_price=Decimal("292.335833"))
    return new_blotter(*ORDERS, filled, TwsMessage(-1, 2104, "Market data farm connection is OK", None))


@pytest.fixture
def alone(qtbot: QtBot) -> DetailsPane:
    pane = DetailsPane(lambda _: RelatedOrders((), ()))
    qtbot.addWidget(pane)
    pane.resize(470, 860)
    pane.show()
    return pane


def test_in_a_narrow_pane_the_reasons_are_above_the_tabs(alone: DetailsPane, blotter: Blotter) -> None:
    alone.resize(1200, 300)
    alone.show_record(blotter.orders[0])
    assert alone._parts.orientation() == Qt.Orientation.Horizontal
    alone.resize(500, 900)
    assert alone._parts.orientation() == Qt.Orientation.Vertical


def test_the_timeline_is_above_the_tabs_where_there_is_the_height(alone: DetailsPane, blotter: Blotter) -> None:
    alone.show_record(blotter.orders[0])
    assert alone.timeline.isVisible()
    assert alone.tabs.indexOf(alone.timeline) < 0
    assert alone.fills.isVisible()
    assert alone.timeline.table.rowCount() > 0
    assert alone.minimumSizeHint().height() < 450, "in a lower window, its parts scroll"
    alone.resize(470, 420)
    assert alone.tabs.currentWidget() is alone.timeline
    alone.resize(1264, 270)
    assert alone.minimumSizeHint().height() < 270, "it asks for no more height than there is below the tables"
    assert alone.tabs.currentWidget() is alone.timeline


@pytest.mark.parametrize("width", [480, 700])
def test_above_the_timeline_nothing_has_to_be_scrolled_while_it_fits(
    alone: DetailsPane, blotter: Blotter, qtbot: QtBot, width: int
) -> None:
    alone.resize(width, 900)
    for order in blotter.orders:
        alone.show_record(order)
        qtbot.waitUntil(lambda: alone.why.verticalScrollBar().maximum() == 0)
        assert alone.why.height() <= 450
        lines = [each for each in alone.why.findChildren(QLabel) if each.isVisible()]
        end = max(line.mapTo(alone.why, line.rect().bottomLeft()).y() for line in lines)
        assert 0 < alone.why.height() - end <= 2 * SMALL, "nothing is empty below the last line"
        # Only a bar that cannot appear does not need lines that make it appear.
        assert alone.why.verticalScrollBarPolicy() is Qt.ScrollBarPolicy.ScrollBarAlwaysOff
    alone.resize(width, 300)
    assert alone.why.verticalScrollBarPolicy() is Qt.ScrollBarPolicy.ScrollBarAsNeeded


def test_a_message_without_an_order_leaves_no_empty_timeline(alone: DetailsPane, blotter: Blotter) -> None:
    alone.show_record(blotter.orders[0])
    alone.show_record(blotter.messages[0])
    assert not alone.timeline.isVisible()
    assert alone.message.isVisible()
    alone.show_record(blotter.orders[0])
    assert alone.timeline.isVisible()
    assert not alone.message.isVisible()

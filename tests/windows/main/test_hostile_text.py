"""Text from TWS is data: shown as plain text, never as markup, never so long that it freezes the window."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, QRect
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

from ibmonitor.domain.records.events import Fault, TwsMessage
from ibmonitor.windows.table.record_view import RecordView
from ibmonitor.windows.widgets import cell_delegate
from tests.support.blotter_events import execution
from tests.windows.bench import Bench, exec_id
from tests.windows.ink import ink
from tests.windows.widgets.test_cell_delegate import painted


class Tips:
    """Replaces Qt's tooltips: the offscreen platform cannot raise a window."""

    def __init__(self) -> None:
        self.last = ""

    def showText(self, _place: QPoint, text: str, _view: QWidget) -> None:
        self.last = text


@pytest.fixture
def tips(monkeypatch: pytest.MonkeyPatch) -> Tips:
    tips = Tips()
    monkeypatch.setattr(cell_delegate, "QToolTip", tips)
    return tips


@pytest.fixture
def fills(bench: Bench) -> RecordView:
    bench.connect()
    return bench.view("fills")


def hover(tips: Tips, view: RecordView, row: int, key: str, width: int) -> str:
    """The tooltip of a cell of this width; empty for none."""
    tips.last = "none was asked for"
    option = QStyleOptionViewItem()
    option.rect = QRect(0, 0, width, 20)
    event = QHelpEvent(QEvent.Type.ToolTip, QPoint(5, 5), view.viewport().mapToGlobal(QPoint(5, 5)))
    index = view.table.index(row, view.table.column_number(key))
    assert view.itemDelegate().helpEvent(event, view, option, index)
    return tips.last


def test_markup_in_a_cell_is_painted_as_it_is(bench: Bench, fills: RecordView) -> None:
    plain = execution(exec_id(2), perm_id=2, order_ref="x")
    bench.receive(execution(exec_id(1), perm_id=1, order_ref="<b>x</b>"), plain)
    assert len(ink(painted(fills, 0, "order_ref"))) > 4 * len(ink(painted(fills, 1, "order_ref")))


def test_the_tooltip_of_a_cut_cell_shows_its_text_as_it_is(bench: Bench, fills: RecordView, tips: Tips) -> None:
    bench.receive(execution(exec_id(1), perm_id=1, order_ref="<img src=x>&amp; and so on"))
    assert hover(tips, fills, 0, "order_ref", 40) == "<qt>&lt;img src=x&gt;&amp;amp; and so on</qt>"


def test_a_cell_with_room_for_its_text_has_no_tooltip(bench: Bench, fills: RecordView, tips: Tips) -> None:
    bench.receive(execution(exec_id(1), perm_id=1, order_ref="short"))
    assert hover(tips, fills, 0, "order_ref", 200) == ""


@pytest.mark.parametrize("width", [60, 4000])
def test_a_tooltip_says_its_sentence_once(bench: Bench, tips: Tips, width: int) -> None:
    bench.receive(TwsMessage(-1, 2104, "Market data farm connection is OK:usfarm", None))
    tip = hover(tips, bench.view("messages"), 0, "text", width)
    assert tip.count("usfarm") == (1 if width == 60 else 0)


def test_only_the_visible_part_of_an_endless_text_is_laid_out(bench: Bench, fills: RecordView, tips: Tips) -> None:
    without_end = "W" * 5_000_000
    bench.receive(
        execution(exec_id(1), perm_id=1, order_ref=without_end), Fault("What cannot be understood.", without_end)
    )
    assert ink(painted(fills, 0, "order_ref"))
    tip = hover(tips, fills, 0, "order_ref", 100)
    assert tip.endswith("…</qt>")
    assert len(tip) < 5_000
    bench.window.tabs.show_page("messages")
    assert bench.view("messages").grab().width() > 0


def test_line_ends_in_a_cell_become_blanks(bench: Bench, fills: RecordView) -> None:
    bench.receive(
        execution(exec_id(1), perm_id=1, order_ref="one\r\ntwo\n"),
        execution(exec_id(2), perm_id=2, order_ref="one two"),
    )
    assert painted(fills, 0, "order_ref") == painted(fills, 1, "order_ref")

"""Any saved state, however strange: the window opens on a screen, with readable tables."""

from __future__ import annotations

import dataclasses
import struct

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ibmonitor.settings.table import Settings
from ibmonitor.settings.window_state import MAX_COLUMN_WIDTH, ColumnState, TableState, WindowState
from ibmonitor.windows.first_start.page import FirstPage
from tests.windows.bench import Bench

pytestmark = pytest.mark.usefixtures("style_sheet")

FARTHEST = 2**31 - 1


def geometry(
    x: int, y: int, width: int, height: int, *, screen: int = 0, maximized: int = 0, wide: int = 1920
) -> bytes:
    """What Qt's `saveGeometry` gives, in its third version."""
    place = struct.pack(">iiii", x, y, min(x + width - 1, FARTHEST), min(y + height - 1, FARTHEST))
    head = struct.pack(">IHH", 0x1D9D0CB, 3, 0)
    return head + place + place + struct.pack(">iBBi", screen, maximized, 0, wide) + place


PLACES = {
    "a screen to the right": geometry(5000, 100, 900, 600, screen=1),
    "a screen to the left": geometry(-5000, -3000, 900, 600),
    "as far as can be": geometry(FARTHEST - 900, FARTHEST - 600, 900, 600),
    "larger than any screen": geometry(0, 0, 2**30, 2**30),
    "without a size": geometry(10, 10, 0, 0),
    "of negative size": geometry(10, 10, -500, -500),
    "maximised on a screen that is gone": geometry(9999, 0, 900, 600, screen=9, maximized=1, wide=-4),
    "a screen of no width": geometry(0, 0, 900, 600, wide=0),
    "cut off": geometry(0, 0, 900, 600)[:20],
    "garbage": bytes(range(256)),
    "nothing but a head": geometry(0, 0, 900, 600)[:8],
}


def shown(qtbot: QtBot, state: WindowState) -> Bench:
    bench = Bench(state=state)
    qtbot.addWidget(bench.window)
    bench.window.show()
    qtbot.waitExposed(bench.window)
    return bench


@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES.keys())
def test_the_window_opens_on_a_screen(qtbot: QtBot, place: bytes) -> None:
    window = shown(qtbot, WindowState(geometry=place)).window
    screen = QGuiApplication.primaryScreen().availableGeometry()
    seen = screen & window.frameGeometry()
    assert seen.width() > 300
    assert seen.height() > 200
    assert screen.contains(QRect(window.geometry().topLeft(), window.minimumSizeHint() / 2))


def test_an_unknown_tab_is_the_first(qtbot: QtBot) -> None:
    window = shown(qtbot, WindowState(tab="positions", tables={"positions": TableState(text="x")})).window
    assert window.body.state().tab == "orders"
    assert "positions" not in window.body.state().tables


COLUMNS = {
    "unknown ones": (ColumnState("color", 90, True), ColumnState("", 90, False)),
    "all hidden": None,
    "the narrowest": (ColumnState("symbol", 1, True),),
    "the widest": (ColumnState("symbol", MAX_COLUMN_WIDTH, True),),
    "one twice": (ColumnState("symbol", 50, True), ColumnState("symbol", 70, False)),
    "less than nothing": (ColumnState("symbol", -5, True), ColumnState("account", 0, True)),
}


@pytest.mark.parametrize("columns", COLUMNS.values(), ids=COLUMNS.keys())
def test_columns_are_all_there_and_can_be_seen(qtbot: QtBot, columns: tuple[ColumnState, ...] | None) -> None:
    first = shown(qtbot, WindowState()).window.body.state().tables["orders"]
    if columns is None:
        columns = tuple(dataclasses.replace(column, visible=False) for column in first.columns)
    header = shown(qtbot, WindowState(tables={"orders": TableState(columns)})).view("orders").header
    states = header.column_states()
    assert {state.key for state in states} == {state.key for state in first.columns}
    assert len(states) == len(first.columns)
    assert header.visible_columns()
    assert all(32 <= header.sectionSize(logical) <= MAX_COLUMN_WIDTH for logical in header.visible_columns())


@pytest.mark.parametrize("sort_key", ["color", "", "price"])
def test_an_unknown_column_keeps_the_given_order(qtbot: QtBot, sort_key: str) -> None:
    state = WindowState(tables={"messages": TableState(sort_key=sort_key, descending=True)})
    assert shown(qtbot, state).window.page("messages").table_state().sort_key is None


def test_filters_of_another_time_show_what_they_hide(qtbot: QtBot) -> None:
    table = TableState(text="\x00\u202e" * 100, show="sideways")
    bench = shown(qtbot, WindowState(tables={"fills": table, "orders": table, "messages": table}))
    bench.connect()
    bench.add_fills(1, 3)
    page = bench.window.page("fills")
    assert page.is_filtered
    page.clear_filters()
    assert page.table.rowCount() == 3
    assert bench.window.minimumSizeHint().width() < 1280


def test_the_first_window_and_its_frame_fit_a_screen_of_1280x800(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    bench = Bench()
    qtbot.addWidget(bench.window)
    monkeypatch.setattr(QScreen, "availableGeometry", lambda _: QRect(0, 0, 1280, 800))
    bench.window.body.set_first_size()
    bench.window.show()
    assert (bench.window.width(), bench.window.height()) == (1264, 760)


def test_a_page_shown_instead_of_the_tables_takes_the_focus(qtbot: QtBot) -> None:
    bench = Bench()
    qtbot.addWidget(bench.window)
    page = FirstPage(Settings())
    bench.window.body.show_instead_of_tables(page)
    with qtbot.waitActive(bench.window):
        bench.window.show()
    assert QApplication.focusWidget() is page.form.connect_button

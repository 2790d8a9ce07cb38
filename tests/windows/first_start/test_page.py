"""The first page: demo or connection, what leaving it cancels, and that all of it can be seen and reached."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QScrollArea
from pytestqt.qtbot import QtBot

from ibmonitor.domain.connection_test.verdict import Mark, Verdict
from ibmonitor.settings.table import Settings
from ibmonitor.windows.first_start.demo_bar import DemoBar
from ibmonitor.windows.first_start.page import FirstPage
from ibmonitor.windows.first_start.tws_settings import TO_TICK
from tests.support.label_texts import label_texts
from tests.windows.connection_test.test_test_row import REFUSED
from tests.windows.main.test_accessible import nameless, reachable

pytestmark = pytest.mark.usefixtures("style_sheet")

LONG = Verdict(Mark.LOOK, "Look at this.", tuple(f"Do this {n}." for n in range(30)))


@pytest.fixture
def page(qtbot: QtBot) -> FirstPage:
    return shown(qtbot, Settings(auto_bind=True, client_id=0, zone="Europe/Berlin"))


def shown(qtbot: QtBot, settings: Settings) -> FirstPage:
    page = FirstPage(settings)
    qtbot.addWidget(page)
    page.resize(1280, 680)
    with qtbot.waitActive(page):
        page.show()
    return page


def field(page: FirstPage, key: str) -> QLineEdit:
    editor = page.form.rows[key].editor()
    assert isinstance(editor, QLineEdit)
    return editor


def retype(page: FirstPage, key: str, text: str) -> None:
    # Otherwise the first key gives it the focus, which selects the text: the next key would replace the first.
    field(page, key).setFocus()
    field(page, key).selectAll()
    QTest.keyClicks(field(page, key), text)


def test_it_says_what_the_program_is_and_what_to_tick_where(page: FirstPage) -> None:
    said = "\n".join(label_texts(page))
    assert "never place, change or cancel" in said
    assert "Global Configuration > API > Settings" in said
    assert "Configure > Settings > API > Settings" in said
    for name, words in TO_TICK:
        assert name in said
        assert words in said
    assert len(TO_TICK) == 4


@pytest.mark.parametrize(
    ("press", "signal"),
    [
        (lambda page: page.demo_button, "demo_requested"),
        (lambda page: page.skip_button, "skipped"),
        (lambda page: page.form.connect_button, "connect_requested"),
        (lambda page: page.form.test_row.button, "test_requested"),
    ],
)
def test_each_button_says_what_is_wanted(
    page: FirstPage, press: Callable[[FirstPage], QPushButton], signal: str
) -> None:
    signals = {name: QSignalSpy(getattr(page, name)) for name in ("demo_requested", "skipped", "connect_requested")}
    signals["test_requested"] = QSignalSpy(page.form.test_row.test_requested)
    press(page).click()
    assert {name: spy.count() for name, spy in signals.items()} == {name: int(name == signal) for name in signals}


@pytest.mark.parametrize(
    "leave",
    [
        lambda page: retype(page, "port", "1"),
        lambda page: page.form.test_row.button.click(),
        lambda page: page.form.connect_button.click(),
        lambda page: page.demo_button.click(),
        lambda page: page.skip_button.click(),
    ],
)
def test_leaving_the_page_cancels_its_test(page: FirstPage, leave: Callable[[FirstPage], None]) -> None:
    cancelled = QSignalSpy(page.form.test_row.test_cancelled)
    page.form.test_row.button.click()
    leave(page)
    assert cancelled.count() == 1
    assert not page.form.test_row.is_testing


def test_the_page_scrolls_to_the_verdict(page: FirstPage, qtbot: QtBot) -> None:
    page.resize(700, 300)
    scroll = page.findChild(QScrollArea)
    assert isinstance(scroll, QScrollArea)
    page.form.test_row.show_verdict(LONG)
    qtbot.waitUntil(lambda: scroll.verticalScrollBar().value() > 0)


@pytest.mark.parametrize(("width", "factor"), [(1280, 1), (1280, 2), (3840, 1)])
def test_nothing_is_cut_at_the_side(qtbot: QtBot, width: int, factor: float) -> None:
    before = QApplication.font()
    larger = QFont(before)
    larger.setPointSizeF(before.pointSizeF() * factor)
    QApplication.setFont(larger)
    try:
        page = shown(qtbot, Settings())
        page.resize(width, 680)
        page.form.test_row.show_verdict(REFUSED)
        QApplication.sendPostedEvents()
        scroll = page.findChild(QScrollArea)
        assert isinstance(scroll, QScrollArea)
        assert scroll.horizontalScrollBar().maximum() == 0
        for button in page.findChildren(QPushButton):
            assert button.isHidden() or button.width() >= button.sizeHint().width(), button.text()
    finally:
        QApplication.setFont(before)


def test_all_that_takes_the_focus_has_a_name(page: FirstPage) -> None:
    page.form.test_row.show_verdict(REFUSED)
    assert len(list(reachable(page))) >= 10
    assert nameless(page) == []


def test_the_button_that_connects_has_the_focus_and_tab_goes_as_the_page_is_read(page: FirstPage) -> None:
    form = page.form
    page.setFocus()
    assert QApplication.focusWidget() is form.connect_button
    form.test_row.show_verdict(REFUSED)
    visited = []
    field(page, "host").setFocus()
    for _ in form.in_tab_order():
        visited.append(QApplication.focusWidget())
        QTest.keyClick(page, Qt.Key.Key_Tab)
    assert visited == form.in_tab_order()
    assert QApplication.focusWidget() is page.demo_button
    QTest.keyClick(page, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is page.skip_button


def test_the_demo_can_be_ended(qtbot: QtBot) -> None:
    bar = DemoBar()
    qtbot.addWidget(bar)
    ended = QSignalSpy(bar.end_requested)
    bar.end_button.click()
    assert ended.count() == 1
    assert nameless(bar) == []

"""The first page: demo or connection, fields with their errors, and a test with its verdict."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFont
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QScrollArea
from pytestqt.qtbot import QtBot

from ibmonitor.app.connection_testing import ConnectionTesting
from ibmonitor.domain.connection_test.verdict import Attempt, Finding, Found, Line, Mark, Verdict
from ibmonitor.settings.table import Settings
from ibmonitor.windows.connection_test.test_row import ConnectionTestRow
from ibmonitor.windows.first_start.demo_bar import DemoBar
from ibmonitor.windows.first_start.page import FirstPage
from ibmonitor.windows.first_start.tws_settings import TO_TICK
from tests.support.label_texts import label_texts
from tests.windows.main.test_accessible import nameless, reachable

REFUSED = Verdict(Mark.WRONG, "Nothing listens there.", ("Start TWS.",), (Line(Mark.OK, "It is on."),), other_port=7496)
WELL = Verdict(Mark.OK, "All is well.")
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


def test_the_entries_are_emitted_with_the_other_settings(page: FirstPage) -> None:
    connecting = QSignalSpy(page.connect_requested)
    retype(page, "host", "tws.example")
    retype(page, "port", "4001")
    retype(page, "client_id", "12")
    page.form.connect_button.click()
    assert connecting.at(0)[0] == Settings("tws.example", 4001, 12, zone="Europe/Berlin")


@pytest.mark.parametrize("host", ["[::1]", "[fe80::1%eth0]", "[2001:db8::1]"])
def test_an_address_in_brackets_is_passed_on_without_them(page: FirstPage, host: str) -> None:
    connecting, testing = QSignalSpy(page.connect_requested), QSignalSpy(page.form.test_row.test_requested)
    retype(page, "host", host)
    assert not page.form.rows["host"].note.text().startswith("✖")
    QTest.keyClick(field(page, "host"), Qt.Key.Key_Return)
    page.form.connect_button.click()
    assert [testing.at(0)[0].host, connecting.at(0)[0].host] == [host.strip("[]")] * 2


def test_invalid_entries_are_explained_and_neither_tested_nor_used(page: FirstPage) -> None:
    testing = QSignalSpy(page.form.test_row.test_requested)
    retype(page, "port", "70000")
    assert page.form.rows["port"].note.text().startswith("✖")
    assert not page.form.connect_button.isEnabled()
    assert not page.form.test_row.button.isEnabled()
    QTest.keyClick(field(page, "port"), Qt.Key.Key_Return)
    assert testing.count() == 0


@pytest.mark.parametrize("key", ["host", "port", "client_id"])
def test_enter_in_a_field_tests(page: FirstPage, key: str) -> None:
    testing = QSignalSpy(page.form.test_row.test_requested)
    QTest.keyClick(field(page, key), Qt.Key.Key_Return)
    assert testing.count() == 1
    QTest.keyClick(field(page, key), Qt.Key.Key_Return)
    assert testing.count() == 1, "it is being tested"


def test_progress_and_verdict(page: FirstPage) -> None:
    row = page.form.test_row
    page.form.test_row.show_progress("Too early.")
    assert label_texts(row) == []
    row.button.click()
    page.form.test_row.show_progress("Connecting.")
    assert label_texts(row) == ["Connecting."]
    assert "Cancel" in row.button.text()
    page.form.test_row.show_verdict(REFUSED)
    assert label_texts(row) == ["✖ Failed", "Nothing listens there.", "•", "Start TWS.", "✔ OK", "It is on."]
    assert "Test" in row.button.text()
    page.form.test_row.button.click()
    assert label_texts(row) == [], "the verdict before is not that of this test"


def test_a_button_enters_the_port_that_answers(page: FirstPage) -> None:
    row = page.form.test_row
    testing = QSignalSpy(page.form.test_row.test_requested)
    assert row.other_port_button.isHidden()
    page.form.test_row.show_verdict(REFUSED)
    assert "7496" in row.other_port_button.text()
    row.other_port_button.click()
    assert testing.at(0)[0].port == 7496
    assert field(page, "port").text() == "7496"
    page.form.test_row.show_verdict(WELL)
    assert row.other_port_button.isHidden()


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


def test_a_changed_entry_clears_the_verdict(page: FirstPage) -> None:
    page.form.test_row.show_verdict(REFUSED)
    retype(page, "client_id", "5")
    assert label_texts(page.form.test_row) == []


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


def test_the_connection_of_this_window_is_not_tested(qtbot: QtBot) -> None:
    row = ConnectionTestRow(Settings)
    qtbot.addWidget(row)
    testing = QSignalSpy(row.test_requested)
    settings = Settings()
    row.set_in_use(Attempt(settings.host, settings.port, settings.client_id))
    row.button.click()
    assert testing.count() == 0
    assert "This window itself" in label_texts(row)[1]
    row.set_in_use(Attempt(settings.host, settings.port, 1))
    row.button.click()
    assert testing.count() == 1


def test_the_demo_can_be_ended(qtbot: QtBot) -> None:
    bar = DemoBar()
    qtbot.addWidget(bar)
    ended = QSignalSpy(bar.end_requested)
    bar.end_button.click()
    assert ended.count() == 1
    assert nameless(bar) == []


class Wire:
    """Replaces the test itself: waits until it is given the findings."""

    def __init__(self) -> None:
        self.release = asyncio.Event()
        self.cancelled = 0
        self.error: Exception | None = None

    async def __call__(self, host: str, port: int, client_id: int, **_: object) -> tuple[Finding, ...]:
        try:
            await self.release.wait()
        except asyncio.CancelledError:
            self.cancelled += 1
            raise
        if self.error is not None:
            raise self.error
        return (Finding(Found.CLIENT_ID_FREE, Attempt(host, port, client_id)),)


async def turns() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


@pytest.mark.parametrize(("error", "word"), [(None, "✔ OK"), (RuntimeError("x"), "✖ Failed")])
def test_tests_are_carried_out(
    page: FirstPage, error: Exception | None, word: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def run() -> None:
        wire = Wire()
        wire.error = error
        monkeypatch.setattr("ibmonitor.app.connection_testing.try_connection", wire)
        accepted: list[Attempt] = []
        testing = ConnectionTesting(accepted.append)
        testing.serve(page.form.test_row)
        page.form.test_row.button.click()
        await turns()
        wire.release.set()
        await turns()
        assert label_texts(page.form.test_row)[0] == word
        assert accepted == ([] if error else [Attempt("127.0.0.1", 7497, 0)])
        await testing.close()

    asyncio.run(run())


@pytest.mark.usefixtures("qtbot")
@pytest.mark.parametrize("how", ["button", "closed", "deleted"])
def test_a_test_is_cancelled(how: str, monkeypatch: pytest.MonkeyPatch) -> None:
    async def run() -> None:
        wire = Wire()
        monkeypatch.setattr("ibmonitor.app.connection_testing.try_connection", wire)
        testing = ConnectionTesting()
        row = ConnectionTestRow(Settings)
        testing.serve(row)
        row.button.click()
        await turns()
        if how == "button":
            row.button.click()
        elif how == "closed":
            await testing.close()
        row.deleteLater()
        QApplication.sendPostedEvents(row, QEvent.Type.DeferredDelete.value)
        await turns()
        assert wire.cancelled == 1
        await testing.close()

    asyncio.run(run())

"""The executions dialog: valid requests, progress, results, and its keys."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ibmonitor.domain.query.query import ExecutionOutcome, ExecutionQuery
from ibmonitor.domain.records.link import RequestProgress
from ibmonitor.windows.executions.dialog import ExecutionsDialog
from ibmonitor.windows.executions.fields import QUERY_FIELDS
from tests.windows.bench import exec_id

NOW = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)
SOLD = ExecutionQuery(
    symbol="AAPL",
    side="SELL",
    account="DU1",
    since=datetime(2026, 11, 23, 9, 30, tzinfo=ZoneInfo("US/Eastern")),
)


@pytest.fixture
def dialog(qtbot: QtBot) -> ExecutionsDialog:
    dialog = ExecutionsDialog("Europe/Berlin", clock=lambda: NOW)
    qtbot.addWidget(dialog)
    dialog.set_connection(("DU1", "DU2"), 226, is_up=True)
    dialog.show()
    return dialog


def enter(dialog: ExecutionsDialog, **texts: str) -> None:
    for name, text in texts.items():
        dialog.form.rows[name].set_value(text)


def button(dialog: ExecutionsDialog, text: str) -> QPushButton:
    (found,) = (each for each in dialog.findChildren(QPushButton) if each.text().replace("&", "") == text)
    return found


def outcome(progress: RequestProgress, count: int, detail: str = "") -> ExecutionOutcome:
    return ExecutionOutcome(progress, frozenset(exec_id(n) for n in range(count)), detail)


def ids(count: int) -> set[str]:
    return {exec_id(n) for n in range(count)}


def test_enter_requests_the_query(dialog: ExecutionsDialog) -> None:
    requested = QSignalSpy(dialog.requested)
    enter(dialog, symbol="aapl", side="SELL", account="DU1", since="09:30", zone="US/Eastern")
    QTest.keyClick(dialog.form.rows["symbol"].editor(), Qt.Key.Key_Return)
    assert requested.count() == 1
    assert requested.at(0) == [SOLD]
    assert dialog.isVisible()


def test_every_field_reaches_the_query(dialog: ExecutionsDialog) -> None:
    requested = QSignalSpy(dialog.requested)
    enter(dialog, client_id="7", exchange="iex", sec_type="STK", last_days="3")
    button(dialog, "Request").click()
    assert requested.at(0) == [ExecutionQuery(client_id=7, exchange="IEX", sec_type="STK", last_days=3)]


def test_an_entry_with_an_error_blocks_the_request(dialog: ExecutionsDialog) -> None:
    requested = QSignalSpy(dialog.requested)
    enter(dialog, since="noon")
    assert not button(dialog, "Request").isEnabled()
    button(dialog, "Request").click()
    QTest.keyClick(dialog.form.rows["symbol"].editor(), Qt.Key.Key_Return)
    assert requested.count() == 0
    enter(dialog, since="")
    assert button(dialog, "Request").isEnabled()


def test_nothing_can_be_requested_without_a_connection(dialog: ExecutionsDialog) -> None:
    dialog.set_connection((), None, is_up=False)
    assert dialog.answer.text().startswith("Not connected")
    assert not button(dialog, "Request").isEnabled()
    dialog.set_connection(("DU1",), 226, is_up=True)
    assert dialog.answer.text() == ""


def test_progress_is_shown(dialog: ExecutionsDialog) -> None:
    cancelled = QSignalSpy(dialog.cancelled)
    ask, cancel = button(dialog, "Request"), button(dialog, "Cancel request")
    assert not cancel.isEnabled()
    ask.click()
    assert not ask.isEnabled()
    dialog.show_progress(1)
    assert dialog.answer.text() == "1 execution so far…"
    dialog.show_progress(1234)
    assert dialog.answer.text() == "1,234 executions so far…"
    cancel.click()
    assert cancelled.count() == 1
    dialog.show_outcome(outcome(RequestProgress.NO_ANSWER, 12, "You cancelled it."), 3)
    assert dialog.answer.text() == "▲ 12 executions, 3 of them new. You cancelled it."
    assert ask.isEnabled()
    assert not cancel.isEnabled()
    dialog.show_progress(13)
    assert "13" not in dialog.answer.text()


@pytest.mark.parametrize(
    ("ended", "new", "said"),
    [
        (outcome(RequestProgress.COMPLETE, 37), 4, "✔ 37 executions, 4 of them new."),
        (outcome(RequestProgress.COMPLETE, 37), 0, "✔ 37 executions, none of them new."),
        (outcome(RequestProgress.COMPLETE, 1), 1, "✔ 1 execution, new here."),
        (outcome(RequestProgress.COMPLETE, 1), 0, "✔ 1 execution, known already."),
        (outcome(RequestProgress.COMPLETE, 0), 0, "✔ No executions."),
        (outcome(RequestProgress.REFUSED, 0, "TWS refused it: <b>why</b>"), 0, "✖ TWS refused it: <b>why</b>"),
    ],
)
def test_the_result_is_shown(dialog: ExecutionsDialog, ended: ExecutionOutcome, new: int, said: str) -> None:
    button(dialog, "Request").click()
    dialog.show_outcome(ended, new)
    assert dialog.answer.text() == said
    (label,) = (each for each in dialog.findChildren(QLabel) if each.text() == said)
    assert label.textFormat() is Qt.TextFormat.PlainText


def test_the_last_queries_fill_in_the_form(dialog: ExecutionsDialog) -> None:
    requested = QSignalSpy(dialog.requested)
    dialog.set_recent([SOLD, ExecutionQuery(last_days=3)])
    combo = dialog.findChildren(QComboBox)[0]
    assert combo.accessibleName() == "Recent queries"
    assert combo.itemText(0) == "AAPL, sells, account DU1, since 09:30 US/Eastern"
    combo.activated.emit(0)
    button(dialog, "Request").click()
    assert requested.at(0) == [SOLD]
    dialog.show_outcome(outcome(RequestProgress.COMPLETE, 0), 0)
    button(dialog, "Clear form").click()
    enter(dialog, symbol="KO")
    button(dialog, "Request").click()
    assert dialog.recent == (ExecutionQuery(symbol="KO"), SOLD, ExecutionQuery(last_days=3))


def test_keys_lead_to_every_field_in_order(dialog: ExecutionsDialog) -> None:
    texts = [each.text() for each in dialog.findChildren(QLabel)]
    texts += [each.text() for each in dialog.findChildren(QAbstractButton)]
    mnemonics = [text.partition("&")[2][0].lower() for text in texts if "&" in text]
    assert len(mnemonics) >= len(QUERY_FIELDS) + 4
    assert len(set(mnemonics)) == len(mnemonics)
    reached: list[str] = []
    names: dict[QWidget, str] = {dialog.form.rows[field.name].editor(): field.name for field in QUERY_FIELDS}
    widget: QWidget | None = dialog.form.rows["symbol"].editor()
    while widget is not None and len(reached) < len(names):
        if widget in names and names[widget] not in reached:
            reached.append(names[widget])
        widget = widget.nextInFocusChain()
    assert reached == [field.name for field in QUERY_FIELDS]
    for field in QUERY_FIELDS:
        assert dialog.form.rows[field.name].editor().accessibleName()


def test_it_fits_a_small_screen_with_all_that_can_be_wrong(qtbot: QtBot, dialog: ExecutionsDialog) -> None:
    enter(dialog, client_id="0", since="noon", last_days="9", dates="monday", symbol="Ä", exchange="Ä", account="Ä")
    dialog.show_outcome(outcome(RequestProgress.REFUSED, 0, "why " * 500), 0)

    def all_have_room() -> bool:
        notes = [label for label in dialog.findChildren(QLabel) if label.wordWrap()]
        return all(note.height() >= note.heightForWidth(note.width()) for note in notes)

    def rows_have_room() -> bool:
        rows = [dialog.form.rows[field.name] for field in QUERY_FIELDS]
        return all(row.height() >= row.heightForWidth(row.width()) for row in rows)

    qtbot.waitUntil(lambda: all_have_room() and rows_have_room())
    assert dialog.width() <= 1000
    assert dialog.height() < 700


def test_the_keyboard_goes_through_the_form_before_the_buttons(dialog: ExecutionsDialog, qtbot: QtBot) -> None:
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    first = dialog.form.rows["symbol"].editor()
    first.setFocus()
    reached: list[QWidget] = []
    while len(reached) < 30:
        QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Tab)
        focused = dialog.focusWidget()
        if focused is first or focused in reached:
            break
        reached.append(focused)
    places = {text: reached.index(button(dialog, text)) for text in ("Request", "Close")}
    fields = [reached.index(dialog.form.rows[name].editor()) for name in ("account", "since", "client_id", "last_days")]
    assert max(fields) < min(places.values())

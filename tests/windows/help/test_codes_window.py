"""The window of message codes: search, the text about each code, and the actions that open it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialogButtonBox, QPushButton
from pytestqt.qtbot import QtBot

from ibmonitor.domain.messages.codes import CODES
from ibmonitor.domain.records.events import Fault, TwsMessage
from ibmonitor.windows.help.codes_window import SOURCE, CodesWindow
from ibmonitor.windows.widgets.labels import ToneLabel
from tests.windows.bench import Bench


def about(codes: CodesWindow) -> str:
    """The texts about the selected code."""
    return f"{codes.title.text()}\n{codes.about.text()}".strip()


@pytest.fixture
def codes(qtbot: QtBot) -> CodesWindow:
    window = CodesWindow()
    qtbot.addWidget(window)
    window.show()
    return window


def numbers(window: CodesWindow) -> list[int]:
    return [code.number for code in window.codes.table.records()]


def current(window: CodesWindow) -> int:
    code: int = window.codes.table.record(window.codes.currentIndex().row()).number
    return code


def test_all_codes_are_shown_and_the_first_is_explained(codes: CodesWindow) -> None:
    assert numbers(codes) == [code.number for code in CODES]
    assert codes.count.text() == f"{len(CODES)} codes"
    assert about(codes).startswith("100 · Other · Warning\nTWS received more messages")
    assert any(label.text() == SOURCE for label in codes.findChildren(ToneLabel))


def test_a_search_narrows_down_and_explains_what_it_found(codes: CodesWindow) -> None:
    QTest.keyClicks(codes.search, "margin account")
    assert numbers(codes) == [481, 2148]
    assert codes.count.text() == f"2 of {len(CODES)}"
    QTest.keyClick(codes.search, Qt.Key.Key_Return)
    QTest.keyClick(codes.codes, Qt.Key.Key_Down)
    assert about(codes).splitlines()[:2] == [
        "2148 · Account · Error",
        "IB warns about an account's margin; positions may be liquidated.",
    ]


def test_a_selected_row_that_matches_stays_selected(codes: CodesWindow) -> None:
    codes.show_code(436)
    codes.search.setText("advisor")
    assert current(codes) == 436
    codes.search.setText("436 advisor")
    assert current(codes) == 436
    codes.search.setText("")
    assert current(codes) == 436
    place = codes.codes.visualRect(codes.codes.currentIndex())
    assert codes.codes.viewport().rect().contains(place.center())


@pytest.mark.parametrize("number", [4711, 0, 99_999])
def test_an_unknown_code_is_shown_as_undocumented(codes: CodesWindow, number: int) -> None:
    codes.search.setText(str(number))
    assert codes.empty.isVisible()
    assert codes.empty.label.text().startswith(f"IB does not document code {number}.")
    assert about(codes) == ""


def test_a_code_that_is_the_start_of_others_is_undocumented_too(codes: CodesWindow) -> None:
    codes.search.setText("1030")
    assert numbers(codes) == list(range(10_300, 10_310))
    assert codes.count.text() == f"IB does not document code 1030. Codes that begin with it: 10 of {len(CODES)}"


def test_words_that_are_not_there_are_no_code(codes: CodesWindow) -> None:
    codes.search.setText("no such words")
    assert codes.empty.label.text() == "No code matches the filter."


def test_going_to_a_code_clears_the_search(codes: CodesWindow) -> None:
    codes.search.setText("margin")
    codes.show_code(10_349)
    assert (current(codes), codes.search.text()) == (10_349, "")
    place = codes.codes.visualRect(codes.codes.currentIndex())
    assert codes.codes.viewport().rect().contains(place.center())
    codes.show_code(4711)
    assert codes.empty.label.text().startswith("IB does not document code 4711.")


def test_columns_sort(codes: CodesWindow) -> None:
    codes.codes.sort_by("severity", Qt.SortOrder.DescendingOrder)
    assert codes.codes.table.record(0).severity.value == "Error"
    codes.codes.sort_by("")
    assert numbers(codes)[0] == 100


def test_rows_are_copied(codes: CodesWindow) -> None:
    codes.show_code(435)
    codes.codes.copy_selection()
    assert QGuiApplication.clipboard().text().splitlines() == [
        "Code\tSeverity\tKind\tMeaning\tWhat to do",
        "435\tError\tRefusal\tThe order names no account.\tWith more than one account, the client has to name one.",
    ]


def test_the_keyboard_reaches_all_of_it(qtbot: QtBot, codes: CodesWindow) -> None:
    close = codes.findChild(QDialogButtonBox)
    assert isinstance(close, QDialogButtonBox)
    codes.search.setFocus()
    reached = []
    for _ in range(3):
        reached.append(codes.focusWidget())
        QTest.keyClick(codes.focusWidget(), Qt.Key.Key_Tab)
    assert reached == [codes.search, codes.codes, close.button(QDialogButtonBox.StandardButton.Close)]
    QTest.keyClick(codes.search, Qt.Key.Key_Return)
    assert codes.isVisible()
    QTest.keyClick(codes.search, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not codes.isVisible())


def loaded(bench: Bench) -> Bench:
    bench.connect()
    bench.receive(TwsMessage(5, 435, "You must specify an account.", None), Fault("It failed.", "detail"))
    bench.window.tabs.show_page("messages")
    return bench


def shown(bench: Bench) -> CodesWindow:
    (window,) = bench.window.findChildren(CodesWindow)
    return window


def explain_action(bench: Bench) -> QAction:
    (action,) = bench.view("messages").row_actions
    assert action.text().replace("&", "") == "Explain this code…"
    return action


def test_the_help_menu_opens_it_once(bench: Bench) -> None:
    bench.window.action("codes").trigger()
    shown(bench).search.setText("margin")
    shown(bench).close()
    bench.window.action("codes").trigger()
    assert shown(bench).isVisible()
    assert shown(bench).search.text() == "margin"


def test_the_menu_of_a_message_leads_to_its_code(bench: Bench) -> None:
    view = loaded(bench).view("messages")
    view.selectRow(0)
    assert explain_action(bench) in view._menu(0).actions()
    explain_action(bench).trigger()
    assert current(shown(bench)) == 435


def test_a_message_of_the_programs_own_has_no_code_to_explain(bench: Bench) -> None:
    loaded(bench).view("messages").selectRow(1)
    assert not explain_action(bench).isEnabled()
    bench.view("messages").selectRow(0)
    assert explain_action(bench).isEnabled()


def test_the_button_next_to_the_message_shows_its_code(bench: Bench) -> None:
    loaded(bench).view("messages").selectRow(0)
    panel = bench.window.details.pane.message
    (button,) = (each for each in panel.findChildren(QPushButton) if "xplain" in each.text())
    button.click()
    assert current(shown(bench)) == 435
    bench.view("messages").selectRow(1)
    assert not button.isVisible()


def test_other_tables_offer_no_code(bench: Bench) -> None:
    assert bench.view("orders").row_actions == []

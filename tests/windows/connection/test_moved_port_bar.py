"""The bar that asks whether to keep TWS's new port: never modal."""

from __future__ import annotations

import pytest
from PySide6.QtTest import QSignalSpy
from pytestqt.qtbot import QtBot

from ibmonitor.windows.connection.moved_port_bar import MovedPortBar


@pytest.fixture
def bar(qtbot: QtBot) -> MovedPortBar:
    bar = MovedPortBar()
    qtbot.addWidget(bar)
    return bar


def test_it_asks_about_the_last_port(bar: MovedPortBar) -> None:
    assert bar.text() == ""
    bar.ask(7499)
    assert bar.text() == "TWS moved to port 7499. Keep it in Settings?"
    bar.ask(7500, "Live & real")
    assert bar.text() == "TWS moved to port 7500. Keep it in the profile “Live & real”?"


def test_either_answer_hides_the_bar(bar: MovedPortBar) -> None:
    kept = QSignalSpy(bar.keep_requested)
    bar.ask(7499)
    bar.not_now_button.click()
    assert (bar.text(), kept.count()) == ("", 0)
    bar.ask(7499)
    bar.keep_button.click()
    assert (bar.text(), kept.count()) == ("", 1)

"""The button that tests a connection: progress, verdict, and the port that it suggests."""

from __future__ import annotations

import pytest
from PySide6.QtTest import QSignalSpy
from pytestqt.qtbot import QtBot

from ibmonitor.domain.connection_test.verdict import Attempt, Line, Mark, Verdict
from ibmonitor.settings.table import Settings
from ibmonitor.windows.connection_test.test_row import ConnectionTestRow
from tests.support.label_texts import label_texts

REFUSED = Verdict(Mark.WRONG, "Nothing listens there.", ("Start TWS.",), (Line(Mark.OK, "It is on."),), other_port=7496)
IN_USE = Verdict(Mark.WRONG, "Client ID 900 is in use.", other_client_id=901)
WELL = Verdict(Mark.OK, "All is well.")


@pytest.fixture
def row(qtbot: QtBot) -> ConnectionTestRow:
    row = ConnectionTestRow(Settings)
    qtbot.addWidget(row)
    return row


def test_progress_and_verdict(row: ConnectionTestRow) -> None:
    row.show_progress("Too early.")
    assert label_texts(row) == []
    row.button.click()
    row.show_progress("Connecting.")
    assert label_texts(row) == ["Connecting."]
    assert "Cancel" in row.button.text()
    row.show_verdict(REFUSED)
    assert label_texts(row) == ["✖ Failed", "Nothing listens there.", "•", "Start TWS.", "✔ OK", "It is on."]
    assert "Test" in row.button.text()
    row.button.click()
    assert label_texts(row) == [], "the verdict before is not that of this test"


def test_the_connection_of_this_window_is_not_tested(row: ConnectionTestRow) -> None:
    testing = QSignalSpy(row.test_requested)
    settings = Settings()
    row.set_in_use(Attempt(settings.host, settings.port, settings.client_id))
    row.button.click()
    assert testing.count() == 0
    assert "This window itself" in label_texts(row)[1]
    row.set_in_use(Attempt(settings.host, settings.port, 1))
    row.button.click()
    assert testing.count() == 1


def test_a_click_cancels_the_test_that_runs(row: ConnectionTestRow) -> None:
    testing, cancelled = QSignalSpy(row.test_requested), QSignalSpy(row.test_cancelled)
    row.button.click()
    row.test()
    row.button.click()
    assert (testing.count(), cancelled.count(), row.is_testing) == (1, 1, False)
    row.forget()
    assert cancelled.count() == 1, "no test runs"


def test_entries_that_cannot_be_used_are_not_tested(qtbot: QtBot) -> None:
    row = ConnectionTestRow(lambda: None)
    qtbot.addWidget(row)
    testing = QSignalSpy(row.test_requested)
    row.test()
    assert testing.count() == 0
    row.set_testable(testable=False)
    assert not row.button.isEnabled()


def test_the_port_that_answers_is_suggested_until_there_is_another_verdict(row: ConnectionTestRow) -> None:
    chosen = QSignalSpy(row.other_port_chosen)
    assert row.offer_button.isHidden()
    row.show_verdict(REFUSED)
    assert row.has_verdict
    assert "7496" in row.offer_button.text()
    row.offer_button.click()
    assert chosen.count() == 1
    assert chosen.at(0) == [7496]
    row.show_verdict(WELL)
    assert row.offer_button.isHidden()
    row.forget()
    assert not row.has_verdict


def test_the_next_client_id_is_suggested_for_one_in_use(row: ConnectionTestRow) -> None:
    chosen = QSignalSpy(row.other_client_id_chosen)
    row.show_verdict(IN_USE)
    assert row.offer_button.text() == "&Use client ID 901 and test again"
    testing = QSignalSpy(row.test_requested)
    row.offer_button.click()
    assert chosen.at(0) == [901]
    assert testing.count() == 1
    assert row.offer_button.isHidden()

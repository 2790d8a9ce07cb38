"""The helpers of the self test find what is wrong in a window, a snapshot or the resources."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from PySide6.QtGui import QAction, QCloseEvent
from PySide6.QtWidgets import QDialog, QLabel, QMenuBar, QWidget
from pytestqt.qtbot import QtBot

from ibmonitor.journal.store.errors import HistoryError
from ibmonitor.self_test.steps import CheckError
from ibmonitor.self_test.tools import (
    DialogCloser,
    check_history,
    check_picture,
    check_resources,
    check_same,
    menu_actions,
    until,
)


def test_a_condition_that_never_holds_is_an_error() -> None:
    with pytest.raises(CheckError, match="no link"):
        asyncio.run(until(lambda: False, "no link", patience=0.01))


def test_an_empty_picture_is_found(qtbot: QtBot) -> None:
    empty, full = QWidget(), QLabel("Orders, fills, commissions")
    for widget in (empty, full):
        qtbot.addWidget(widget)
        widget.resize(300, 100)
    check_picture(full, "label")
    with pytest.raises(CheckError, match="widget shows nothing"):
        check_picture(empty, "widget")


def test_a_history_that_cannot_be_kept_is_found(tmp_path: Path) -> None:
    check_history(tmp_path / "history" / "self-test.sqlite")
    with pytest.raises(HistoryError):
        check_history(tmp_path / "history")


RECORDS = {"orders": {"1", "2"}, "fills": {"a"}}


@pytest.mark.parametrize(
    ("before", "snapshot", "after", "problem"),
    [
        (RECORDS, {**RECORDS, "orders": {"1"}}, RECORDS, "1 orders of the window are not in the snapshot"),
        (RECORDS, {**RECORDS, "fills": {"a", "b", "c"}}, RECORDS, "2 fills of the snapshot are not in the window"),
        (RECORDS, {**RECORDS, "fills": set()}, RECORDS, "the snapshot has no fills"),
    ],
)
def test_a_wrong_count_is_found(
    before: dict[str, set[str]], snapshot: dict[str, set[str]], after: dict[str, set[str]], problem: str
) -> None:
    check_same(before, before, before)
    # What arrives while the snapshot is taken may or may not be in it.
    check_same(before, before, {**before, "fills": {"a", "b"}})
    with pytest.raises(CheckError, match=problem):
        check_same(before, snapshot, after)


def test_a_missing_resource_is_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    check_resources()
    monkeypatch.setattr("ibmonitor.self_test.tools.asset", lambda name: tmp_path / name)
    with pytest.raises(CheckError, match=r"ibmonitor.svg cannot be read"):
        check_resources()
    (tmp_path / "ibmonitor.svg").touch()
    with pytest.raises(CheckError, match=r"ibmonitor.svg is empty"):
        check_resources()


def test_submenus_are_included(qtbot: QtBot) -> None:
    bar = QMenuBar()
    qtbot.addWidget(bar)
    view = bar.addMenu("View")
    view.addAction("Find")
    view.addSeparator()
    view.addMenu("Views").addAction("Reset")
    bar.addMenu("Help").addAction("About")
    assert [action.text() for action in menu_actions(bar.actions())] == ["Find", "Reset", "About"]


def test_what_an_action_opens_is_closed_and_what_cannot_be_closed_is_reported(qtbot: QtBot) -> None:
    class Stubborn(QDialog):
        def closeEvent(self, event: QCloseEvent) -> None:
            event.ignore()

    window = QWidget()
    qtbot.addWidget(window)
    actions = []
    for name, dialog in (("&Ask", QDialog(window)), ("&Stay", Stubborn(window))):
        QLabel("Orders, fills, commissions", dialog)
        dialog.resize(300, 100)
        action = QAction(name, window)
        # The first is modal.
        action.triggered.connect(dialog.exec if name == "&Ask" else dialog.show)
        actions.append(action)
    closer = DialogCloser(window)

    async def run() -> None:
        for action in actions:
            await closer.choose(action)

    # Qt's timers fire while a modal dialog is open, and then in the event loop below.
    loop = asyncio.new_event_loop()
    try:
        loop.run_until_complete(run())
    finally:
        loop.close()
    qtbot.waitUntil(lambda: closer.closed == 2)
    assert closer.problems == ["what “Stay” opens cannot be closed"]

"""The self test: it passes here, and finds what is broken."""

from __future__ import annotations

import argparse
import asyncio
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QAction, QCloseEvent, QImage
from PySide6.QtWidgets import QDialog, QLabel, QMenuBar, QWidget
from pytestqt.qtbot import QtBot

from ibmonitor.self_test.run import log_file, run_steps, said_to
from ibmonitor.self_test.steps import PAINTED, CheckError
from ibmonitor.self_test.tools import DialogCloser, check_picture, check_resources, check_same, menu_actions, until

ROOT = Path(__file__).parents[2]


@pytest.mark.slow
def test_this_checkout_is_sound(tmp_path: Path) -> None:
    picture = tmp_path / "window.png"
    done = subprocess.run(
        [sys.executable, "-m", "ibmonitor", "--self-test", "--screenshot", str(picture)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    lines = done.stdout.splitlines()
    assert done.returncode == 0, done.stdout + done.stderr
    assert lines[0] == PAINTED
    assert lines[-1] == "all is well"
    assert {line.split(" (")[0] for line in lines[1:-1]} >= {
        "ok: synchronised over the socket",
        "ok: counts agree with a snapshot",
        "ok: dialogs",
        "ok: exports",
        "ok: end",
    }
    assert QImage(str(picture)).width() > 1000


def test_each_failure_is_told_and_the_rest_is_tried() -> None:
    said: list[str] = []
    logged: list[str] = []

    async def sound() -> None:
        pass

    async def wrong() -> None:
        raise CheckError("3 fills of the window are not in the snapshot")

    async def broken() -> None:
        raise KeyError("guide")

    async def logs() -> None:
        logged.append("ibmonitor.qt: a warning")

    def heard() -> list[str]:
        return [logged.pop() for _ in list(logged)]

    steps = [("counts", wrong), ("dialogs", broken), ("tabs", logs), ("end", sound)]
    failures, hung = asyncio.run(run_steps(steps, said.append, heard=heard))
    assert failures == [
        "counts: 3 fills of the window are not in the snapshot",
        "dialogs: KeyError: 'guide'",
        "tabs: logged: ibmonitor.qt: a warning",
    ]
    assert not hung
    assert [line.split(" (")[0] for line in said] == [*(f"FAILED: {each}" for each in failures), "ok: end"]


BLOCKED = """
import asyncio, time
from ibmonitor.self_test.run import run_steps
async def blocks():
    time.sleep(60)
asyncio.run(run_steps([("dialogs", blocks)], lambda line: print(line, flush=True), 0.01, 0.01))
"""


def test_a_step_that_blocks_the_loop_ends_the_process() -> None:
    done = subprocess.run(
        [sys.executable, "-c", BLOCKED], cwd=ROOT, capture_output=True, text=True, timeout=50, check=False
    )
    assert (done.returncode, done.stdout.split(" for ")[0]) == (2, "FAILED: dialogs: everything has stood still")


@pytest.mark.parametrize("named", [None, "named.log"])
def test_without_standard_output_the_lines_go_into_a_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, named: str | None
) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    log = None if named is None else tmp_path / named
    file = log_file(argparse.Namespace(screenshot=tmp_path / "window.png", self_test_log=log))
    assert file == tmp_path / (named or "window.log")
    say = said_to(file)
    say("ok: zones (0.0 s)")
    say("FAILED: end: “still there”")
    assert (tmp_path / (named or "window.log")).read_text(encoding="utf-8").splitlines() == [
        "ok: zones (0.0 s)",
        "FAILED: end: “still there”",
    ]


def test_a_step_without_end_ends_the_test() -> None:
    async def hangs() -> None:
        await asyncio.get_running_loop().create_future()

    async def never_reached() -> None:
        raise AssertionError

    steps = [("synchronised", hangs), ("end", never_reached)]
    failures, hung = asyncio.run(run_steps(steps, lambda _line: None, patience=0.01))
    assert (failures, hung) == (["synchronised: no end within 0.01 s"], True)


def test_what_does_not_come_is_told() -> None:
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
    # What comes while the snapshot is being taken may be in it or not.
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


def test_the_menus_are_walked_to_their_ends(qtbot: QtBot) -> None:
    bar = QMenuBar()
    qtbot.addWidget(bar)
    view = bar.addMenu("View")
    view.addAction("Find")
    view.addSeparator()
    view.addMenu("Views").addAction("Reset")
    bar.addMenu("Help").addAction("About")
    assert [action.text() for action in menu_actions(bar.actions())] == ["Find", "Reset", "About"]


def test_what_an_action_opens_is_closed_and_what_cannot_be_is_told(qtbot: QtBot) -> None:
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
        # The first waits for its answer.
        action.triggered.connect(dialog.exec if name == "&Ask" else dialog.show)
        actions.append(action)
    closer = DialogCloser(window)

    async def run() -> None:
        for action in actions:
            await closer.choose(action)

    # Qt's timers come while a dialog waits, and in the end by the loop that is processed here.
    loop = asyncio.new_event_loop()
    try:
        loop.run_until_complete(run())
    finally:
        loop.close()
    qtbot.waitUntil(lambda: closer.closed == 2)
    assert closer.problems == ["what “Stay” opens cannot be closed"]

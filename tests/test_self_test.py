"""The self test: it passes here, and finds what is broken."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from ibmonitor.self_test import PAINTED, CheckError, run_steps
from ibmonitor.self_test_checks import check_picture, until

ROOT = Path(__file__).parents[1]


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

    async def sound() -> None:
        pass

    async def wrong() -> None:
        raise CheckError("3 fills of the window are not in the snapshot")

    async def broken() -> None:
        raise KeyError("guide")

    steps = [("counts", wrong), ("dialogs", broken), ("end", sound)]
    failures, hung = asyncio.run(run_steps(steps, said.append))
    assert failures == ["counts: 3 fills of the window are not in the snapshot", "dialogs: KeyError: 'guide'"]
    assert not hung
    assert [line.split(" (")[0] for line in said] == ["ok: end"]


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

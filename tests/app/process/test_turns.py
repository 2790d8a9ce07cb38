"""Work in turns of the loop."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from ibmonitor.app.process.turns import Turns, loading


def test_a_long_step_has_a_turn_of_its_own(qtbot: QtBot) -> None:
    happened: list[str] = []

    def steps() -> Iterator[None]:
        for number in (1, 2):
            QTimer.singleShot(0, lambda number=number: happened.append(f"turn after {number}"))
            time.sleep(0.009)
            happened.append(f"step {number}")
            yield
        happened.append("short")
        yield
        happened.append("short")

    turns = Turns(steps(), then=lambda: happened.append("then"))
    turns.start()
    assert turns.is_going_on
    qtbot.waitUntil(lambda: "then" in happened)
    assert happened == ["step 1", "turn after 1", "step 2", "turn after 2", "short", "short", "then"]
    assert not turns.is_going_on


def test_it_can_be_stopped_and_goes_on_where_it_was(qtbot: QtBot) -> None:
    happened: list[int] = []

    def steps() -> Iterator[None]:
        happened.append(1)
        turns.stop()
        time.sleep(0.009)
        yield
        happened.append(2)

    turns = Turns(steps(), then=lambda: happened.append(3))
    turns.start()
    qtbot.waitUntil(lambda: happened == [1])
    assert not turns.is_going_on
    turns.start()
    qtbot.waitUntil(lambda: happened == [1, 2, 3])
    # All is done, so that it only has to be said.
    turns.start()
    qtbot.waitUntil(lambda: happened == [1, 2, 3, 3])


def test_modules_are_loaded_one_by_one_and_a_damaged_one_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, text in {"__init__": "", "a": "", "b": "1 / 0", "c": ""}.items():
        (tmp_path / "bundled").mkdir(exist_ok=True)
        (tmp_path / "bundled" / f"{name}.py").write_text(text)
    monkeypatch.syspath_prepend(tmp_path)
    steps = loading("bundled", "missing_package")
    assert next(steps) == "bundled.a"
    assert "bundled.c" not in sys.modules
    assert list(steps) == ["bundled.b", "bundled.c"]
    for name in ("bundled", "bundled.a", "bundled.c"):
        del sys.modules[name]

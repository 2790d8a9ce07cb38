"""Another window of this program, in a process of its own."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QProcess

from ibmonitor.app.new_window import NewWindows


def started(monkeypatch: pytest.MonkeyPatch, *, succeeds: bool = True) -> list[tuple[str, list[str]]]:
    calls: list[tuple[str, list[str]]] = []

    def start(program: str, arguments: list[str]) -> tuple[bool, int]:
        calls.append((program, arguments))
        return succeeds, 1

    monkeypatch.setattr(QProcess, "startDetached", start)
    return calls


@pytest.mark.parametrize(("frozen", "before"), [(False, ["-m", "ibmonitor"]), (True, [])])
def test_another_window_has_its_own_process_and_the_same_settings(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, frozen: bool, before: list[str]
) -> None:
    calls = started(monkeypatch)
    as_set: Any = sys
    monkeypatch.setattr(as_set, "frozen", frozen, raising=False)
    assert NewWindows(tmp_path).open("--profile", "Live") == ""
    assert NewWindows(None).open("--demo") == ""
    assert calls == [
        (sys.executable, [*before, "--config-dir", str(tmp_path), "--profile", "Live"]),
        (sys.executable, [*before, "--demo"]),
    ]


def test_a_window_that_cannot_be_opened_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    started(monkeypatch, succeeds=False)
    assert "could not be opened" in NewWindows(None).open("--demo")

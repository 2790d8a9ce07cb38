"""The self test passes here, and reports each step that fails."""

from __future__ import annotations

import argparse
import asyncio
import subprocess
import sys
from pathlib import Path

import pytest

from ibmonitor.self_test.run import log_file, reporter, run_steps
from ibmonitor.self_test.steps import CheckError

ROOT = Path(__file__).parents[2]


def test_each_failure_is_reported_and_the_rest_is_run() -> None:
    reported: list[str] = []
    logged: list[str] = []

    async def sound() -> None:
        pass

    async def wrong() -> None:
        raise CheckError("3 fills of the window are not in the snapshot")

    async def broken() -> None:
        raise KeyError("guide")

    async def logs() -> None:
        logged.append("ibmonitor.qt: a warning")

    def pop_warnings() -> list[str]:
        return [logged.pop() for _ in list(logged)]

    steps = [("counts", wrong), ("dialogs", broken), ("tabs", logs), ("end", sound)]
    failures, hung = asyncio.run(run_steps(steps, reported.append, pop_warnings))
    assert failures == [
        "counts: 3 fills of the window are not in the snapshot",
        "dialogs: KeyError: 'guide'",
        "tabs: logged: ibmonitor.qt: a warning",
    ]
    assert not hung
    assert [line.split(" (")[0] for line in reported] == [*(f"FAILED: {each}" for each in failures), "ok: end"]


BLOCKED = """
import asyncio, time
from ibmonitor.self_test.run import run_steps
async def blocks():
    time.sleep(60)
asyncio.run(run_steps([("dialogs", blocks)], lambda line: print(line, flush=True), patience=0.01, grace=0.01))
"""


def test_a_step_that_blocks_the_loop_ends_the_process() -> None:
    done = subprocess.run(
        [sys.executable, "-c", BLOCKED], cwd=ROOT, capture_output=True, text=True, timeout=50, check=False
    )
    assert (done.returncode, done.stdout.split(" for ")[0]) == (2, "FAILED: dialogs: the event loop was blocked")


@pytest.mark.parametrize("named", [None, "named.log"])
def test_without_standard_output_the_lines_go_into_a_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, named: str | None
) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    log = None if named is None else tmp_path / named
    file = log_file(argparse.Namespace(screenshot=tmp_path / "window.png", self_test_log=log))
    assert file == tmp_path / (named or "window.log")
    report = reporter(file)
    report("ok: zones (0.0 s)")
    report("FAILED: end: “still there”")
    assert (tmp_path / (named or "window.log")).read_text(encoding="utf-8").splitlines() == [
        "ok: zones (0.0 s)",
        "FAILED: end: “still there”",
    ]


def test_a_step_without_end_ends_the_test() -> None:
    async def hangs() -> None:
        await asyncio.get_running_loop().create_future()

    async def never_reached() -> None:
        raise AssertionError

    steps = [("synchronized", hangs), ("end", never_reached)]
    failures, hung = asyncio.run(run_steps(steps, lambda _line: None, patience=0.01))
    assert (failures, hung) == (["synchronized: no end within 0.01 s"], True)

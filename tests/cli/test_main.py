"""Which command a command line starts, and with which exit code it ends when something stands in its way."""

from __future__ import annotations

import argparse
import gc
import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from ibmonitor.cli import main as command_line
from ibmonitor.cli.main import main
from ibmonitor.cli.standard_output import OutputLostError
from tests.recording.test_recording_file import file_of

IBAPI = "ibmonitor.app.process.ibapi_check.ibapi_problem"
DISPLAY = "ibmonitor.cli.display.display_problem"


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    """Undo what the command line does to the whole process."""
    handler, thresholds = signal.getsignal(signal.SIGINT), gc.get_threshold()
    yield
    signal.signal(signal.SIGINT, handler)
    gc.set_threshold(*thresholds)


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, object]]:
    """What was started, with its options; each ends with the exit code 90 and more."""
    begun: list[tuple[str, object]] = []
    for code, (module, name) in enumerate(
        (
            ("ibmonitor.app.run_window", "run_window"),
            ("ibmonitor.cli.snapshot", "run_snapshot"),
            ("ibmonitor.self_test.run", "run_self_test"),
            ("ibmonitor.simulator.main", "main"),
        ),
        90,
    ):

        def start(options: object, name: str = name, code: int = code) -> int:
            begun.append((name, options))
            return code

        stand_in = ModuleType(module)
        setattr(stand_in, name, start)
        # In place of the module, since importing all of the window takes seconds.
        monkeypatch.setitem(sys.modules, module, stand_in)
    monkeypatch.setattr(DISPLAY, lambda: None)
    return begun


Started = list[tuple[str, object]]


@pytest.mark.parametrize(
    ("arguments", "name", "code"),
    [
        ([], "run_window", 90),
        (["--demo"], "run_window", 90),
        (["snapshot", "--port", "4001"], "run_snapshot", 91),
        (["--self-test"], "run_self_test", 92),
    ],
)
def test_a_command_is_started_and_its_exit_code_returned(
    arguments: list[str], name: str, code: int, started: Started
) -> None:
    assert main(arguments) == code
    ((begun, options),) = started
    assert begun == name
    assert isinstance(options, argparse.Namespace)
    assert options.demo is ("--demo" in arguments)


def test_the_simulated_tws_reads_its_own_arguments_and_is_ended_by_ctrl_c(started: Started) -> None:
    assert main(["simulate", "--port", "0"]) == 93
    assert started == [("main", ["--port", "0"])]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_a_broken_installation_ends_every_command_but_the_window(
    started: Started, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(IBAPI, lambda: "ibapi is missing.")
    for arguments in (["snapshot"], ["simulate"], ["--self-test"], ["replay", "no-such-file"]):
        assert main(arguments) == command_line.EXIT_BROKEN_INSTALLATION
        assert capsys.readouterr().err == "ibmonitor: ibapi is missing.\n"
    assert started == []
    assert main([]) == 90


def test_without_a_display_there_is_no_window_but_a_snapshot_and_a_self_test(
    started: Started, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(DISPLAY, lambda: "There is no display.")
    assert main([]) == command_line.EXIT_NO_DISPLAY
    assert capsys.readouterr().err == "ibmonitor: There is no display.\n"
    assert [main(["snapshot"]), main(["--self-test"])] == [91, 92]
    assert [name for name, _ in started] == ["run_snapshot", "run_self_test"]


def test_a_profile_that_is_not_there(started: Started, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--config-dir", str(tmp_path), "--profile", "Paper"]) == command_line.EXIT_WRONG_USAGE
    assert capsys.readouterr().err.startswith("ibmonitor: there is no profile 'Paper'")
    assert started == []


def test_a_recording_is_read_before_the_window_opens(
    started: Started, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "none.ibrec"
    assert main(["replay", str(file)]) == command_line.EXIT_NO_RECORDING
    assert capsys.readouterr().err.count("\n") == 1
    assert started == []
    assert main(["replay", str(file_of(file))]) == 90
    ((_, options),) = started
    assert isinstance(options, argparse.Namespace)
    assert options.recording.path == file


def test_output_that_is_lost_is_reported_unless_the_reader_has_left(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for sentence, complaint in (("The disk is full.", "ibmonitor: The disk is full.\n"), ("", "")):

        def lose(_options: object, sentence: str = sentence) -> int:
            raise OutputLostError(sentence)

        monkeypatch.setattr("ibmonitor.cli.snapshot.run_snapshot", lose)
        assert main(["snapshot"]) == command_line.EXIT_OUTPUT_LOST
        assert capsys.readouterr().err == complaint


@pytest.mark.usefixtures("started")
def test_ctrl_c_ends_a_command_at_once(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    ends: list[int] = []
    monkeypatch.setattr(os, "_exit", ends.append)
    main(["snapshot"])
    signal.raise_signal(signal.SIGINT)
    assert ends == [command_line.EXIT_INTERRUPTED]
    assert capfd.readouterr().err == "ibmonitor: interrupted\n"

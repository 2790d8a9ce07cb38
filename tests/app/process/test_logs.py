"""The log files: private, rotated, without account numbers above DEBUG, and never a reason to stop."""

from __future__ import annotations

import faulthandler
import logging
import re
import subprocess
import sys
import warnings
from pathlib import Path

import pytest

from ibmonitor import __version__
from ibmonitor.app.process import logs
from ibmonitor.app.process.log_line import MASKED, LogMask
from ibmonitor.app.process.logs import Logs
from ibmonitor.tws.decode import ibapi_patches

ours = logging.getLogger("ibmonitor.test")

ROOT = Path(__file__).parents[3]

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="about POSIX permissions")


def written(log: Logs) -> str:
    assert log.file is not None
    return log.file.read_text(encoding="utf-8")


def test_a_log_begins_with_what_the_program_is(log: Logs) -> None:
    assert log.start("Error") == []
    (line,) = written(log).splitlines()
    assert re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z INFO ibmonitor\.app\.process\.logs: ", line)
    for part in (f"IB Monitor {__version__}", "Python 3.", "Qt 6.", "PySide6 6."):
        assert part in line


@posix_only
def test_nobody_else_can_read_it(log: Logs) -> None:
    log.folder.mkdir(parents=True, mode=0o700)
    open_to_all = log.folder / "ibmonitor.log"
    open_to_all.write_text("old\n")
    open_to_all.chmod(0o644)
    log.start("Info")
    assert open_to_all.stat().st_mode & 0o777 == 0o600
    assert log.folder.stat().st_mode & 0o777 == 0o700
    assert written(log).startswith("old\n")


@pytest.mark.parametrize(
    ("level", "expected"),
    [
        ("Error", ["error"]),
        ("Warning", ["warning", "error"]),
        ("Info", ["info", "warning", "error"]),
        ("Debug", ["debug", "info", "warning", "error"]),
    ],
)
def test_the_level_can_be_changed_at_any_time(log: Logs, level: str, expected: list[str]) -> None:
    log.start("Debug" if level == "Error" else "Error")
    log.set_level(level)
    for each in ("debug", "info", "warning", "error"):
        ours.log(logging.getLevelNamesMapping()[each.upper()], "%s", each)
    assert [line.rpartition(" ")[2] for line in written(log).splitlines()[1:]] == expected


def test_at_debug_no_other_logger_logs_every_event(log: Logs) -> None:
    """Qasync's loop and ibapi's decoder would; and ibapi's would log accounts at INFO."""
    ibapi_patches.silence_log()
    log.start("Debug")
    for name in ("qasync._unix._Selector", "ibapi.wrapper", "ibapi.client", "asyncio"):
        assert not logging.getLogger(name).isEnabledFor(logging.INFO), name


def test_warnings_of_python_are_logged(log: Logs) -> None:
    log.start("Info")
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        # What `catch_warnings` puts in place is not what the program has.
        logging.captureWarnings(capture=False)
        logging.captureWarnings(capture=True)
        warnings.warn("something is old", stacklevel=1)
    assert "WARNING py.warnings: " in written(log)
    assert "something is old" in written(log)


ACCOUNTS = [
    "U1234567",
    "DU9000001",
    "F1234567",
    "DF2250000",
    "I7654321",
    "DUH123456",
    "U12345",
    "F1234567A",
    "u1234567",
]


@pytest.mark.parametrize("account", ACCOUNTS)
def test_no_account_is_written_above_debug(log: Logs, account: str) -> None:
    log.start("Debug")
    try:
        int(f"{account} of {account}!")
    except ValueError:
        ours.exception("in the message %s and {%s}", account, {"account": account})
    ours.info("a frame: %r", f"5\0{account.upper()}\0".encode())
    ours.warning("%s", [account, f"({account})", f"<acct>{account}</acct>"])
    logging.getLogger("of.others").error(account)
    assert account.upper() not in written(log).upper()
    assert written(log).count(MASKED) >= 8
    ours.debug("the account %s", account)
    assert written(log).endswith(f"the account {account}\n")


def test_accounts_of_any_shape_are_masked_once_tws_has_named_them() -> None:
    mask = LogMask()
    assert mask.masked("DU1 and DU12 and C-7*") == "DU1 and DU12 and C-7*"
    mask.know(["DU1", "DU12"])
    mask.know(["C-7*", "x", ""])
    assert mask.masked("x: DU1 and DU12 and C-7* and U1234567") == f"x: {' and '.join([MASKED] * 4)}"


@pytest.mark.parametrize(
    "text",
    [
        "127.0.0.1:7497, client 900, server version 225",
        "0000e0d5.00000001.01.01",
        "<object at 0x7f1234567890>",
        "code 2104",
    ],
)
def test_what_is_no_account_is_left(text: str) -> None:
    assert LogMask().masked(text) == text


def test_a_text_cannot_pretend_to_be_another_line(log: Logs, monkeypatch: pytest.MonkeyPatch) -> None:
    log.start("Info")
    # Not for pytest's own record of it: half a character cannot be sent on from a process to another.
    monkeypatch.setattr(logging.getLogger(), "handlers", [log._handler])
    ours.info("one\n2026-01-01T00:00:00.000Z ERROR forged\r\x1b[2J\u202e \ud800")
    first, second, third = written(log).splitlines()[1:]
    assert first.endswith("one")
    assert second.startswith("    2026")
    assert third == "    \\x1b[2J\\u202e \\ud800"


def test_files_are_rotated_and_the_oldest_is_dropped(log: Logs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs, "BYTES_A_FILE", 2000)
    log.start("Info")
    for number in range(200):
        ours.info("line %04d %s", number, "x" * 100)
    files = sorted(log.folder.glob("ibmonitor.log*"))
    assert [file.name for file in files] == ["ibmonitor.log", *(f"ibmonitor.log.{n}" for n in range(1, 5))]
    assert all(0 < file.stat().st_size <= 2000 for file in files)
    assert "line 0199" in written(log)
    if sys.platform != "win32":
        assert {file.stat().st_mode & 0o777 for file in files} == {0o600}


def test_a_file_that_cannot_be_rotated_goes_on(log: Logs, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(logs, "BYTES_A_FILE", 500)
    log.start("Info")
    with monkeypatch.context() as patch:
        patch.setattr("os.rename", refuse)
        for number in range(20):
            ours.info("line %04d %s", number, "x" * 100)
    assert written(log).count("line 0") == 20


def test_two_programs_write_two_files(log: Logs) -> None:
    other = Logs(log.folder)
    log.start("Info")
    other.start("Info")
    assert log.file == log.folder / "ibmonitor.log"
    assert other.file == log.folder / "ibmonitor-2.log"
    other.stop()
    again = Logs(log.folder)
    again.start("Info")
    assert again.file == other.folder / "ibmonitor-2.log"
    again.stop()


def test_a_folder_that_cannot_be_made_is_told_once_and_nothing_else_happens(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("")
    log = Logs(tmp_path / "file" / "log")
    (sentence,) = log.start("Info")
    assert sentence == f"Nothing is logged: {log.folder} cannot be written (file exists)."
    assert log.file is None
    ours.error("into nothing")
    log.stop()
    assert capfd.readouterr() == ("", "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a file that is always full")
def test_a_full_disk_is_borne_and_told_when_there_is_room_again(log: Logs, capfd: pytest.CaptureFixture[str]) -> None:
    log.folder.mkdir(parents=True, mode=0o700)
    file = log.folder / "ibmonitor.log"
    file.symlink_to("/dev/full")
    assert log.start("Info") == []
    for number in range(100):
        ours.error("lost %d %s", number, "x" * 1000)
    file.unlink()
    ours.error("found")
    found, lost = written(log).splitlines()
    assert found.endswith("found")
    assert lost.endswith("101 lines before this one could not be written")
    assert capfd.readouterr() == ("", "")


def test_stopping_says_so_and_leaves_logging_as_it_was(log: Logs) -> None:
    root = logging.getLogger()
    before = list(root.handlers)
    log.start("Debug")
    file = log.file
    log.stop()
    log.stop()
    assert file is not None
    assert file.read_text(encoding="utf-8").endswith("INFO ibmonitor.app.process.logs: IB Monitor has ended\n")
    assert log.file is None
    assert root.handlers == before
    assert not ours.isEnabledFor(logging.INFO)


def test_a_crash_of_native_code_leaves_a_trace(tmp_path: Path) -> None:
    script = (
        "import sys, faulthandler; from pathlib import Path; from ibmonitor.app.process.logs import Logs\n"
        "log = Logs(Path(sys.argv[1])); log.start('Info'); log.watch_for_crashes(); log.stop()\n"
        "assert [path.name for path in Path(sys.argv[1]).glob('*.crash')] == []\n"
        "log.start('Info'); log.watch_for_crashes(); faulthandler._sigabrt()\n"
    )
    ended = subprocess.run([sys.executable, "-c", script, str(tmp_path)], cwd=ROOT, capture_output=True, check=False)
    assert ended.returncode != 0
    (crash,) = tmp_path.glob("*.crash")
    assert "Fatal Python error" in crash.read_text()
    assert (crash.stat().st_mode & 0o777) == 0o600 or sys.platform == "win32"


@pytest.mark.parametrize(("size", "kept"), [(8, 8), (9, 0)])
def test_traces_of_crashes_are_begun_anew_when_they_have_grown(
    log: Logs, monkeypatch: pytest.MonkeyPatch, size: int, kept: int
) -> None:
    log.start("Info")
    assert log.file is not None
    monkeypatch.setattr(logs, "BYTES_A_FILE", 8)
    monkeypatch.setattr(faulthandler, "enable", lambda _file: None)
    monkeypatch.setattr(faulthandler, "disable", lambda: None)
    crashes = log.file.with_suffix(".crash")
    crashes.write_bytes(b"x" * size)
    log.watch_for_crashes()
    assert crashes.stat().st_size == kept

"""Temporary files: nothing of them stays, and what a killed process has left goes, and nothing else does."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import time

import pytest

from ibmonitor.exporting import temporary_file as module
from ibmonitor.exporting.file_lock import lock
from ibmonitor.exporting.private_file import replacing
from ibmonitor.exporting.sheet import Sheet
from ibmonitor.exporting.temporary_file import TemporaryFile, sweep, temporary_file
from ibmonitor.exporting.write import export_sheets

SHEET = Sheet("Orders", ("Account",), [("U1234567",)] * 50)

WRITER = """
import sys
from pathlib import Path
from time import sleep
from ibmonitor.exporting.sheet import Sheet
from ibmonitor.exporting.progress import Progress
from ibmonitor.exporting.write import export_sheets

class Stuck(Progress):
    def step(self):
        super().step()
        if self.done == 40:
            print("stuck", flush=True)
            sleep(100)

export_sheets(Path(sys.argv[1]), [Sheet("Orders", ("Account",), [("U1234567",)] * 50)], Stuck(50))
"""


@contextmanager
def stuck_in_an_export(path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A process that is in the middle of writing a file."""
    environment = {**os.environ, "TMPDIR": tempfile.gettempdir()}
    with subprocess.Popen([sys.executable, "-c", WRITER, path], stdout=subprocess.PIPE, env=environment) as process:
        assert process.stdout is not None
        assert process.stdout.readline().strip() == b"stuck"
        try:
            yield process
        finally:
            process.kill()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where exports go; the system's own folder for temporary files is next to it."""
    temp = tmp_path / "temp"
    temp.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temp))
    folder = tmp_path / "exports"
    folder.mkdir()
    return folder


def files(folder: Path) -> list[str]:
    return sorted(path.name for place in (folder, folder.parent / "temp") for path in place.iterdir())


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_what_a_killed_process_has_left_goes_with_the_next_export(folder: Path, ending: str) -> None:
    if sys.platform == "win32":
        pytest.skip("there are no such signals")
    with stuck_in_an_export(folder / f"one.{ending}") as process:
        assert len(files(folder)) == (1 if ending == "csv" else 2)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        left = files(folder)
        assert left
        export_sheets(folder / f"two.{ending}", [SHEET])
        assert files(folder) == [f"two.{ending}"]


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_what_another_process_is_writing_stays(folder: Path, ending: str) -> None:
    with stuck_in_an_export(folder / f"one.{ending}"):
        before = files(folder)
        export_sheets(folder / f"two.{ending}", [SHEET])
        assert files(folder) == sorted([*before, f"two.{ending}"])


def leave(folder: Path, name: str, *, age: float = 0) -> Path:
    path = folder / name
    path.write_text("U1234567")
    os.utime(path, (time() - age,) * 2)
    return path


@pytest.mark.parametrize(
    ("name", "age"),
    [
        (".orders-ibmonitor-abc_1234.tmp", 11),
        (".-ibmonitor-abc_1234.tmp", 11),
        (f".{'x' * 40}-ibmonitor-abc_1234.tmp", 11),
        (".my own\nname-ibmonitor-abcd1234.tmp", 11),
        # As version 0.1.0 named them, for the names of files that it offered.
        (".orders-2026-11-02-abcd1234.tmp", 90_000),
        (".allocations-2026-11-02-executions-abcd1234.tmp", 90_000),
    ],
)
def test_these_are_left_over(folder: Path, name: str, age: float) -> None:
    leave(folder, name, age=age)
    sweep(folder)
    assert files(folder) == []


@pytest.mark.parametrize(
    "name",
    [
        "orders.csv",
        "orders-ibmonitor-abcd1234.tmp",
        ".orders-ibmonitor-abcd1234.csv",
        ".orders-ibmonitor-ABCD1234.tmp",
        ".orders-ibmonitor-abcd12345.tmp",
        ".orders-ibmonitor-abcd1234.tmp.bak",
        f".{'x' * 41}-ibmonitor-abc_1234.tmp",
        ".orders-abcd1234.tmp",
        ".orders-2026-11-02.tmp",
        ".orders-2026-11-02-abcd123.tmp",
        ".2026-11-02-abcd1234.tmp",
        ".~lock.orders-2026-11-02-abcd1234.tmp#",
    ],
)
def test_these_are_none_of_ours(folder: Path, name: str) -> None:
    leave(folder, name, age=1_000_000)
    sweep(folder)
    assert files(folder) == [name]


def test_an_earlier_versions_file_may_be_written_just_now(folder: Path) -> None:
    leave(folder, ".orders-2026-11-02-abcd1234.tmp", age=80_000)
    sweep(folder)
    assert len(files(folder)) == 1


def test_what_only_has_such_a_name_stays(folder: Path) -> None:
    target = leave(folder, "kept.txt")
    (folder / ".link-ibmonitor-abcd1234.tmp").symlink_to(target)
    (folder / ".folder-ibmonitor-abcd1234.tmp").mkdir()
    sweep(folder)
    assert len(files(folder)) == 3
    sweep(folder / "none")
    sweep(target)


def test_what_another_user_has_left_stays(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if sys.platform == "win32":
        pytest.skip("owners are no numbers there")
    leave(folder, ".orders-ibmonitor-abcd1234.tmp")
    own = os.getuid()
    monkeypatch.setattr(os, "getuid", lambda: own + 1)
    sweep(folder)
    assert len(files(folder)) == 1


def test_one_that_cannot_be_removed_does_not_keep_the_others(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in "abc":
        leave(folder, f".{name}-ibmonitor-abcd1234.tmp", age=11)
    unlink = Path.unlink

    def fail_for_b(path: Path, *, missing_ok: bool = False) -> None:
        if path.name.startswith(".b"):
            raise PermissionError
        unlink(path, missing_ok=missing_ok)

    monkeypatch.setattr(Path, "unlink", fail_for_b)
    sweep(folder)
    assert files(folder) == [".b-ibmonitor-abcd1234.tmp"]


def no_locks(_handle: int, *, alone: bool) -> bool:  # noqa: ARG001 - as the one it stands for
    raise OSError("no locks available")


def test_without_locks_only_what_is_a_day_old_is_left_over(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "lock", no_locks)
    leave(folder, ".a-ibmonitor-abcd1234.tmp", age=80_000)
    leave(folder, ".b-ibmonitor-abcd1234.tmp", age=90_000)
    export_sheets(folder / "file.csv", [SHEET])
    assert files(folder) == [".a-ibmonitor-abcd1234.tmp", "file.csv"]


def test_a_file_that_is_swept_before_it_is_locked_is_made_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []

    def quicker(handle: int, *, alone: bool) -> bool:
        (path,) = folder.glob("*.tmp")
        made.append(path.name)
        if len(made) == 1:
            path.unlink()
        return len(made) != 2 and lock(handle, alone=alone)

    monkeypatch.setattr(module, "lock", quicker)
    with temporary_file(folder, "x") as path:
        assert [path.name] == made[2:]
        assert files(folder) == made[2:]
    assert files(folder) == []


def test_it_is_given_up_where_others_are_always_quicker(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "lock", lambda _handle, **_: False)
    with pytest.raises(OSError, match="no file can be made"):
        TemporaryFile(folder, "x")
    assert files(folder) == []


def test_no_file_of_this_process_is_swept_while_it_is_written(folder: Path) -> None:
    with replacing(folder / "a.csv") as first, replacing(folder / "b.csv") as second:
        first.write_text("a")
        second.write_text("b")
        sweep(folder)
    assert files(folder) == ["a.csv", "b.csv"]
    assert [(folder / name).read_text() for name in ("a.csv", "b.csv")] == ["a", "b"]


def test_handles_are_closed(folder: Path) -> None:
    handles = Path("/proc/self/fd")
    if not handles.exists():
        pytest.skip("the system does not list open files")
    before = len(list(handles.iterdir()))
    for number in range(10):
        with replacing(folder / str(number)) as path:
            path.write_text("x")
        with temporary_file(folder, "y"):
            pass
        leave(folder, ".a-ibmonitor-abcd1234.tmp")
        sweep(folder)
    assert len(list(handles.iterdir())) == before

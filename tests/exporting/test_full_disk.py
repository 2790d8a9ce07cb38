"""Disks that are full or gone: the system's own error is raised, no file stays, and nothing is raised later."""

from __future__ import annotations

import errno
import gc
import io
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from ibmonitor.exporting.reasons import reason_of
from ibmonitor.exporting.sheet import Sheet
from ibmonitor.exporting.temporary_file import TemporaryFile
from ibmonitor.exporting.write import export_sheets
from ibmonitor.models.output.printout import PrintColumn, PrintFacts, Printout, PrintRow
from ibmonitor.windows.export.pdf_export import write_pdf

SHEETS = [Sheet(title, ("A", "B"), [(f"{n} {title}", os.urandom(30).hex()) for n in range(400)]) for title in "XY"]
PRINTOUT = Printout((PrintColumn("A"),), [PrintRow((f"row {n}",)) for n in range(200)])

ENDINGS = ("csv", "xlsx", "pdf")


@pytest.fixture(autouse=True)
def nothing_raised_behind(monkeypatch: pytest.MonkeyPatch, qapp: object) -> Iterator[None]:  # noqa: ARG001 - for PDF
    """Fails on errors that Python can only ignore, such as those of an archive closed by the garbage collector."""
    ignored: list[object] = []
    monkeypatch.setattr(sys, "unraisablehook", lambda args: ignored.append(args.exc_value))
    yield
    gc.collect()
    assert ignored == []


class FullDisk(io.FileIO):
    """Takes so many bytes, and no more; it says so when it is closed, too, as some network disks do."""

    room = 0
    number = errno.ENOSPC

    def write(self, data: Any) -> int:
        if memoryview(data).nbytes > self.room:
            raise OSError(self.number, os.strerror(self.number))
        self.room -= memoryview(data).nbytes
        return super().write(data)


@pytest.fixture
def fill(monkeypatch: pytest.MonkeyPatch) -> Callable[[int, int], None]:
    """Have the disk of the files that are to be replaced take so many bytes from now on."""
    usual = Path.open

    def fill(room: int, number: int = errno.ENOSPC) -> None:
        def opened(path: Path, mode: str = "r", *args: Any, **known: Any) -> Any:
            if path.suffix != ".tmp" or "w" not in mode:
                return usual(path, mode, *args, **known)
            raw = FullDisk(path, "wb")
            raw.room, raw.number = room, number
            file = io.BufferedWriter(raw, 512)
            known.pop("buffering", None)
            return file if "b" in mode else io.TextIOWrapper(file, **known)

        monkeypatch.setattr(Path, "open", opened)

    return fill


def export(path: Path) -> None:
    if path.suffix == ".pdf":
        write_pdf(path, PRINTOUT, PrintFacts("X"), "Sans")
    else:
        export_sheets(path, SHEETS[:1] if path.suffix == ".csv" else SHEETS)


@pytest.mark.parametrize("room", [0, 1, 700, 3_000, 8_000, 20_000])
@pytest.mark.parametrize("ending", ENDINGS)
def test_a_disk_that_is_full_is_an_error_of_the_system(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fill: Callable[[int], None], ending: str, room: int
) -> None:
    temp = tmp_path / "temp"
    temp.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temp))
    path = tmp_path / f"file.{ending}"
    path.write_text("old")
    fill(room)
    with pytest.raises(OSError, match="No space left on device") as raised:
        export(path)
    assert raised.value.errno == errno.ENOSPC
    assert reason_of(raised.value) == (
        f"No space left on device ({path}). The disk is full: free some space, or choose another folder."
    )
    assert sorted(each.name for each in tmp_path.iterdir()) == [path.name, "temp"]
    assert path.read_text() == "old"
    assert list(temp.iterdir()) == []


@pytest.mark.parametrize("number", [errno.EDQUOT, errno.EFBIG, errno.EIO, errno.ESTALE], ids=errno.errorcode.get)
@pytest.mark.parametrize("ending", ENDINGS)
def test_other_ends_of_a_disk(tmp_path: Path, fill: Callable[[int, int], None], ending: str, number: int) -> None:
    fill(100, number)
    with pytest.raises(OSError, match=os.strerror(number)) as raised:
        export(tmp_path / f"file.{ending}")
    assert raised.value.errno == number
    assert reason_of(raised.value).endswith("choose another folder.")
    assert list(tmp_path.iterdir()) == []


LIMITED = """
import resource, sys
from pathlib import Path
from tests.exporting.test_full_disk import SHEETS
from ibmonitor.exporting.write import export_sheets

resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]),) * 2)
try:
    export_sheets(Path(sys.argv[1]), SHEETS)
except OSError as error:
    print(error.errno, error.filename)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="it has no such limits")
@pytest.mark.parametrize("room", [0, 5_000, 20_000, 60_000])
def test_a_full_disk_for_temporary_files_is_named(tmp_path: Path, room: int) -> None:
    temp = tmp_path / "temp"
    temp.mkdir()
    environment = {**os.environ, "TMPDIR": str(temp), "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-X", "dev", "-c", LIMITED, str(tmp_path / "file.xlsx"), str(room)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    # Where nothing at all can be written there, Python finds no such folder, and that of the export is taken.
    assert done.stdout.split() == [str(errno.EFBIG), str(temp if room else tmp_path)]
    assert "Exception ignored" not in done.stderr
    assert [each.name for each in tmp_path.iterdir()] == ["temp"]
    assert list(temp.iterdir()) == []


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_folder_that_is_gone_or_closed_or_none(tmp_path: Path, ending: str) -> None:
    path = tmp_path / "none" / f"file.{ending}"
    with pytest.raises(FileNotFoundError) as raised:
        export(path)
    assert reason_of(raised.value) == f"No such file or directory ({path}). The folder is gone: choose another one."
    (tmp_path / "file").write_text("")
    path = tmp_path / "file" / f"file.{ending}"
    with pytest.raises(NotADirectoryError) as raised_too:
        export(path)
    assert str(path) in reason_of(raised_too.value)


@pytest.mark.parametrize("number", [errno.EROFS, errno.EACCES, errno.ENETUNREACH], ids=errno.errorcode.get)
@pytest.mark.parametrize("ending", ENDINGS)
def test_a_folder_in_which_no_file_can_be_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str, number: int
) -> None:
    def refused(*_: object, prefix: str, dir: Path, **__: object) -> None:  # noqa: A002 - as the one it stands for
        raise OSError(number, os.strerror(number), f"{dir}/{prefix}abcd1234.tmp")

    path = tmp_path / f"file.{ending}"
    usual = tempfile.mkstemp
    monkeypatch.setattr(tempfile, "mkstemp", lambda **known: (refused if known["dir"] == tmp_path else usual)(**known))
    with pytest.raises(OSError, match=os.strerror(number)) as raised:
        export(path)
    assert reason_of(raised.value).startswith(f"{os.strerror(number)} ({path}). ")


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_network_disk_that_is_gone_when_the_file_is_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    def gone(temporary: TemporaryFile, target: Path) -> None:
        raise OSError(errno.ESTALE, os.strerror(errno.ESTALE), str(temporary.path), None, str(target))

    monkeypatch.setattr(TemporaryFile, "replace", gone)
    path = tmp_path / f"file.{ending}"
    with pytest.raises(OSError, match=os.strerror(errno.ESTALE)) as raised:
        export(path)
    assert reason_of(raised.value).startswith(f"{os.strerror(errno.ESTALE)} ({path}). The disk or the network share")
    assert list(tmp_path.iterdir()) == []

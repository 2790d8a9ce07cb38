"""Any damage to one of the files is reported, gives the defaults, and loses nothing that can be saved."""

from __future__ import annotations

import errno
import json
import os
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import pytest

from ibmonitor.domain.query.query import ExecutionQuery
from ibmonitor.settings.recent_queries import load_recent_queries, save_recent_queries
from ibmonitor.settings.store import load_settings, save_settings
from ibmonitor.settings.table import Settings
from ibmonitor.settings.window_state import TableState, WindowState, load_window_state, save_window_state

CHOSEN = Settings(port=4001)
LEFT = WindowState(b"geometry", "fills", {"orders": TableState(text="AAPL")}, b"docks")
ASKED = (ExecutionQuery(symbol="AAPL"),)


@dataclass(frozen=True)
class Kept:
    """One of the files: how it is read and written, its defaults, and something else to write."""

    name: str
    load: Callable[[Path], tuple[Any, list[str]]]
    save: Callable[[Path, Any], list[str]]
    defaults: Any
    other: Any


FILES = [
    Kept("settings.json", load_settings, save_settings, Settings(), CHOSEN),
    Kept("window.json", load_window_state, save_window_state, WindowState(), LEFT),
    Kept("queries.json", load_recent_queries, save_recent_queries, (), ASKED),
]


@pytest.fixture(params=FILES, ids=lambda kept: kept.name)
def kept(request: pytest.FixtureRequest) -> Kept:
    found: Kept = request.param
    return found


@pytest.fixture
def path(kept: Kept, tmp_path: Path) -> Path:
    place = tmp_path / "place"
    place.mkdir()
    return place / kept.name


def names(path: Path) -> set[str]:
    return {each.name for each in path.parent.iterdir()}


DAMAGED = {
    "empty": b"",
    "blank": b" \n",
    "binary": bytes(range(256)),
    "truncated": b'{"port": 4001, "tab": "fil',
    "a list": b"[{}]",
    "a number": b"5",
    "nothing": b"null",
    "nested beyond reading": b'{"a":' * 100_000,
    "nested beyond writing": b'{"a":' + b"[" * 400 + b"]" * 400 + b"}",
    "a number of 5000 digits": b'{"port": ' + b"9" * 5000 + b"}",
    "Latin-1": '{"host": "Zürich"}'.encode("latin-1"),
    "two values": b"{} {}",
    "zeros": b"\0" * 4096,
}


@pytest.mark.parametrize("content", DAMAGED.values(), ids=DAMAGED.keys())
def test_damage_is_set_aside_and_reported(kept: Kept, path: Path, content: bytes) -> None:
    path.write_bytes(content)
    found, (message,) = kept.load(path)
    assert found == kept.defaults
    assert str(path) in message
    aside = f"{path.stem}.damaged-1.json"
    assert aside in message
    assert kept.save(path, kept.other) == []
    assert kept.load(path) == (kept.other, [])
    assert (path.parent / aside).read_bytes() == content


@pytest.mark.parametrize("megabytes", [5, 100])
def test_a_huge_file_is_not_read_into_memory(kept: Kept, path: Path, megabytes: int) -> None:
    with path.open("wb") as file:
        file.write(b'{"a": "')
        file.truncate(megabytes * 1024 * 1024)
    found, (message,) = kept.load(path)
    assert found == kept.defaults
    assert "far too large" in message
    assert (path.parent / f"{path.stem}.damaged-1.json").stat().st_size == megabytes * 1024 * 1024


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_what_an_editor_makes_of_the_encoding_is_read(kept: Kept, path: Path, encoding: str) -> None:
    kept.save(path, kept.other)
    path.write_bytes(path.read_text().encode(encoding))
    assert kept.load(path) == (kept.other, [])


@pytest.mark.parametrize(
    "content",
    ['{"x": NaN, "y": [Infinity, -Infinity, 1e999]}', '{"x": "\\ud800", "\\udfff": "half a character"}', '{"x": {}}'],
)
def test_strange_values_under_unknown_keys_harm_nothing(kept: Kept, path: Path, content: str) -> None:
    path.write_text(content)
    assert kept.load(path) == (kept.defaults, [])
    assert kept.save(path, kept.other) == []
    assert kept.load(path) == (kept.other, [])
    assert set(json.loads(content)) <= set(json.loads(path.read_bytes()))


def test_a_repeated_key_is_reported_and_kept(kept: Kept, path: Path) -> None:
    content = b'{"port": 1, "x": 2, "x": 3}'
    path.write_bytes(content)
    _, (message,) = kept.load(path)
    assert "“x” more than once" in message
    (sentence,) = kept.save(path, kept.other)
    assert f"{path.stem}.before-1.json" in sentence
    assert (path.parent / f"{path.stem}.before-1.json").read_bytes() == content
    assert kept.load(path) == (kept.other, [])


def test_a_file_of_a_newer_version_is_used_and_kept(kept: Kept, path: Path) -> None:
    kept.save(path, kept.other)
    values = json.loads(path.read_bytes())
    assert values["version"] == 1
    newer = json.dumps({**values, "version": 2, "tables2": [1], "queries2": {}}).encode()
    path.write_bytes(newer)
    found, (message,) = kept.load(path)
    assert found == kept.other
    assert "newer version of IB Monitor" in message
    assert names(path) == {path.name}
    (sentence,) = kept.save(path, kept.defaults)
    aside = path.parent / f"{path.stem}.newer-1.json"
    assert aside.name in sentence
    assert aside.read_bytes() == newer
    assert kept.load(path) == (kept.defaults, [])
    assert kept.save(path, kept.other) == []
    assert names(path) == {path.name, aside.name}


@pytest.mark.parametrize("version", [0, -1, 1, "2", 2.5, None, True, []])
def test_other_values_of_version_are_ignored(kept: Kept, path: Path, version: object) -> None:
    path.write_text(json.dumps({"version": version}))
    assert kept.load(path) == (kept.defaults, [])


def full(*_: object, **__: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


class FullFile:
    """A file on a full disk: it can be opened and not written."""

    def __init__(self, handle: int, *_: object, **__: object) -> None:
        self.handle = handle

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self.handle)

    def write(self, _: str) -> None:
        full()

    flush = full


FULL = {
    "making the file": ("tempfile.mkstemp", full),
    "writing": ("ibmonitor.settings.json_file.os.fdopen", FullFile),
    "bringing it to the disk": ("ibmonitor.settings.json_file.os.fsync", full),
    "renaming": ("pathlib.Path.replace", full),
}


@pytest.mark.parametrize(("called", "instead"), FULL.values(), ids=FULL.keys())
def test_a_full_disk_leaves_the_old_file_whole_and_nothing_else(
    kept: Kept, path: Path, monkeypatch: pytest.MonkeyPatch, called: str, instead: object
) -> None:
    kept.save(path, kept.other)
    before = path.read_bytes()
    with monkeypatch.context() as patches:
        # What is read before stays as it is: only the writing fails.
        read = json.loads(before)
        patches.setattr("ibmonitor.settings.json_file._read", lambda _: json.dumps(read).encode())
        patches.setattr(called, instead)
        (message,) = kept.save(path, kept.defaults)
    assert "no space left on device" in message
    assert str(path) in message
    assert path.read_bytes() == before
    assert names(path) == {path.name}


def test_a_full_disk_keeps_the_newer_file(kept: Kept, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path.write_text('{"version": 7}')
    monkeypatch.setattr("ibmonitor.settings.backup.os.fsync", full)
    (message,) = kept.save(path, kept.other)
    assert "could not be made first (no space left on device)" in message
    assert path.read_text() == '{"version": 7}'
    assert names(path) == {path.name}


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_device_is_not_read_forever(kept: Kept, path: Path) -> None:
    for device in ("/dev/zero", "/dev/full"):
        path.unlink(missing_ok=True)
        path.symlink_to(device)
        found, (message,) = kept.load(path)
        assert found == kept.defaults
        assert "not a file" in message
        assert kept.save(path, kept.other) == [message]


def test_a_pipe_does_not_block(kept: Kept, path: Path) -> None:
    if sys.platform == "win32":
        pytest.skip("no pipes in the file system of Windows")
    os.mkfifo(path)
    found, (message,) = kept.load(path)
    assert found == kept.defaults
    assert "not a file" in message
    assert kept.save(path, kept.other) == [message]
    assert path.is_fifo()


def test_a_directory_in_its_place_stays(kept: Kept, path: Path) -> None:
    path.mkdir()
    found, (message,) = kept.load(path)
    assert found == kept.defaults
    assert "cannot be read" in message
    assert kept.save(path, kept.other) == [message]
    assert path.is_dir()


@pytest.fixture
def links() -> None:
    if os.name == "nt":
        pytest.skip("links need rights on Windows")


@pytest.mark.usefixtures("links")
def test_a_link_stays_and_its_target_is_written(kept: Kept, path: Path, tmp_path: Path) -> None:
    target = tmp_path / "elsewhere" / "target.json"
    target.parent.mkdir()
    path.symlink_to(target)
    found, (message,) = kept.load(path)
    assert found == kept.defaults
    assert "not there" in message
    kept.save(path, kept.other)
    assert path.is_symlink()
    assert kept.load(path) == (kept.other, [])
    assert kept.load(target) == (kept.other, [])
    target.write_text("{damaged")
    kept.load(path)
    assert (target.parent / "target.damaged-1.json").read_text() == "{damaged"


@pytest.mark.usefixtures("links")
def test_a_link_to_itself_is_reported_and_stays(kept: Kept, path: Path) -> None:
    path.symlink_to(path)
    found, (message,) = kept.load(path)
    assert found == kept.defaults
    assert "cannot be read" in message
    assert kept.save(path, kept.other) == [message]
    assert path.is_symlink()


@pytest.mark.parametrize("error", [errno.EACCES, errno.EIO, errno.ESTALE])
def test_what_cannot_be_read_is_not_overwritten(
    kept: Kept, path: Path, monkeypatch: pytest.MonkeyPatch, error: int
) -> None:
    kept.save(path, kept.other)

    def refuse(*_: object) -> int:
        raise OSError(error, os.strerror(error))

    with monkeypatch.context() as patches:
        # Root may read what nobody may: the refusal is put in.
        patches.setattr("ibmonitor.settings.json_file.os.open", refuse)
        found, (message,) = kept.load(path)
        assert found == kept.defaults
        assert os.strerror(error).lower() in message
        assert kept.save(path, kept.defaults) == [message]
    assert kept.load(path) == (kept.other, [])


def test_a_read_only_file_is_read_and_stays(kept: Kept, path: Path) -> None:
    kept.save(path, kept.other)
    path.chmod(0o400)
    assert kept.load(path) == (kept.other, [])
    (message,) = kept.save(path, kept.defaults)
    assert "read-only" in message
    assert kept.load(path) == (kept.other, [])
    assert names(path) == {path.name}


def test_a_read_only_directory_is_reported(kept: Kept, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept.save(path, kept.other)

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr("tempfile.mkstemp", refuse)
    monkeypatch.setattr("ibmonitor.settings.backup._reserve", refuse)
    assert kept.load(path) == (kept.other, [])
    (message,) = kept.save(path, kept.defaults)
    assert "permission denied" in message
    path.write_text("{damaged")
    found, (message,) = kept.load(path)
    assert found == kept.defaults
    assert "cannot be set aside (permission denied)" in message
    assert kept.save(path, kept.other) == [message]
    assert path.read_text() == "{damaged"


@pytest.mark.parametrize("levels", [("file",), ("file", "below"), ("file", "far", "below")])
def test_a_file_where_a_directory_should_be_is_reported(kept: Kept, tmp_path: Path, levels: tuple[str, ...]) -> None:
    (tmp_path / "file").write_text("in the way")
    path = tmp_path.joinpath(*levels, kept.name)
    found, _ = kept.load(path)
    assert found == kept.defaults
    (message,) = kept.save(path, kept.other)
    assert "cannot be" in message
    assert (tmp_path / "file").read_text() == "in the way"


def test_directories_are_made(kept: Kept, tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "c" / kept.name
    assert kept.load(path) == (kept.defaults, [])
    assert kept.save(path, kept.other) == []
    assert kept.load(path) == (kept.other, [])


def test_a_temporary_file_that_cannot_be_removed_is_no_new_fault(
    kept: Kept, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept.save(path, kept.other)
    monkeypatch.setattr("ibmonitor.settings.json_file.os.fsync", full)
    monkeypatch.setattr("pathlib.Path.unlink", full)
    (message,) = kept.save(path, kept.defaults)
    assert "no space left" in message


@pytest.mark.slow
@pytest.mark.parametrize("damaged", [False, True])
def test_instances_that_write_at_the_same_time_leave_a_whole_file(kept: Kept, path: Path, *, damaged: bool) -> None:
    """Threads instead of processes: the system's calls are the same."""
    problems: list[str] = []
    rounds = 60

    def write(value: Any) -> None:
        for _ in range(rounds):
            problems.extend(kept.save(path, value))
            problems.extend(kept.load(path)[1])

    def damage() -> None:
        for number in range(rounds):
            path.write_text(f"{{damaged {number}")

    writers = [threading.Thread(target=write, args=(value,)) for value in (kept.defaults, kept.other)]
    writers += [threading.Thread(target=damage)] if damaged else []
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    kept.save(path, kept.other)
    assert kept.load(path) == (kept.other, [])
    assert damaged or problems == []
    assert {name for name in names(path) if name.endswith(".tmp")} == set()
